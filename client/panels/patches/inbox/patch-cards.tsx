import { useVirtualizer } from '@tanstack/react-virtual';
import Camera from 'lucide-react/icons/camera';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Gavel from 'lucide-react/icons/gavel';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchSummary } from '#core/contract/patches.ts';
import { classNames } from '../../../ui/class-names.ts';
import { DeadlineMark } from '../light-mark.tsx';
import { MuArea } from '../mu-area.tsx';
import { useNames } from '../names.ts';
import { choose, openPatch, useOpened } from '../opened.ts';

const CARD_HEIGHT = 104;

interface PatchCardsProps {
  readonly patches: readonly PatchSummary[];
  readonly onNearEnd: () => void;
}

/** 卡片: drawn only where they can be seen. Arrows, Home and End move, Enter opens, Space chooses for dispatch. */
export function PatchCards({ patches, onNearEnd }: PatchCardsProps) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const left = useOpened((state) => state.left);
  const [cursor, setCursor] = useState(() =>
    Math.max(
      0,
      patches.findIndex(({ uid }) => uid === left),
    ),
  );
  const virtual = useVirtualizer({
    count: patches.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => CARD_HEIGHT,
    overscan: 5,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const tell = useRef(onNearEnd);
  tell.current = onNearEnd;
  useEffect(() => {
    if (patches.length > 0 && last >= patches.length - 15) tell.current();
  }, [last, patches.length]);

  const toFocus = useRef<number | null>(left === null ? null : cursor);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the card that was left is brought into sight once
  useEffect(() => {
    if (toFocus.current !== null) virtual.scrollToIndex(toFocus.current);
  }, []);
  useEffect(() => {
    if (toFocus.current === null) return;
    const card = scroll.current?.querySelector<HTMLElement>(
      `[data-card="${toFocus.current}"] .patch-card-open`,
    );
    if (!card) return;
    toFocus.current = null;
    card.focus({ preventScroll: true });
  });
  const move = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).tagName === 'INPUT' && event.key === ' ') return;
    const target = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      Home: 0,
      End: patches.length - 1,
      PageDown: cursor + 6,
      PageUp: cursor - 6,
    }[event.key];
    if (target === undefined) {
      const patch = patches[cursor];
      if (event.key !== ' ' || !patch) return;
      event.preventDefault();
      choose([patch], !useOpened.getState().chosen.has(patch.uid));
      return;
    }
    event.preventDefault();
    const next = Math.max(0, Math.min(patches.length - 1, target));
    setCursor(next);
    virtual.scrollToIndex(next);
    useOpened.setState({ pointed: patches[next]?.id ?? null });
    toFocus.current = next;
  };
  return (
    <div className="patches-list" ref={scroll}>
      <ul
        aria-label={t('patches.list')}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={move}
        onMouseLeave={() => useOpened.setState({ pointed: null })}
      >
        {items.map(({ index, start }) => (
          <li
            key={patches[index]!.uid}
            data-card={index}
            aria-setsize={patches.length}
            aria-posinset={index + 1}
            style={{ height: CARD_HEIGHT, transform: `translateY(${start}px)` }}
          >
            <PatchCard
              patch={patches[index]!}
              reachable={index === cursor}
              onFocus={() => setCursor(index)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface PatchCardProps {
  readonly patch: PatchSummary;
  /** Whether Tab stops at it: of a list, one card. */
  readonly reachable: boolean;
  readonly onFocus: () => void;
}

function PatchCard({ patch, reachable, onFocus }: PatchCardProps) {
  const { t } = useTranslation();
  const name = useNames();
  const chosen = useOpened((state) => state.chosen.has(patch.uid));
  const pointed = useOpened((state) => state.pointed === patch.id);
  const light = () => useOpened.setState({ pointed: patch.id });
  return (
    <article
      className={classNames(
        'patch-card',
        `patch-card-${patch.deadline.light}`,
        pointed && 'patch-card-pointed',
      )}
      onMouseEnter={light}
    >
      <input
        type="checkbox"
        className="patch-check"
        aria-label={t('patches.choose', { number: patch.number })}
        tabIndex={reachable ? 0 : -1}
        checked={chosen}
        onChange={(event) => choose([patch], event.target.checked)}
      />
      <button
        type="button"
        className="patch-card-open"
        tabIndex={reachable ? 0 : -1}
        onFocus={() => {
          onFocus();
          light();
        }}
        onClick={() => openPatch(patch.uid)}
      >
        <span className="patch-card-number">{patch.number}</span>
        <span className="patch-card-area">
          <MuArea value={patch.areaSquareMeters} />
        </span>
        <span className="patch-card-facts">
          {patch.splitState !== 'whole' && `${name('split_state', patch.splitState)} · `}
          {name('state', patch.state)} · {name('class', patch.patchClass)} · {patch.regionName}
          {patch.location && ` · ${patch.location}`}
        </span>
        <span className="patch-card-marks">
          <DeadlineMark deadline={patch.deadline} />
          <span>{patch.assignee?.name ?? t('patches.nobody')}</span>
          {patch.photos > 0 && (
            <span title={t('patches.photoCount', { count: patch.photos })}>
              <Camera size={13} aria-hidden /> {patch.photos}
              {patch.photosAwaited > 0 && t('patches.awaited', { count: patch.photosAwaited })}
            </span>
          )}
          {patch.conflicts > 0 && (
            <span className="patch-conflicts">
              <Gavel size={13} aria-hidden /> {t('patches.conflictCount', { count: patch.conflicts })}
            </span>
          )}
        </span>
        <ChevronRight size={16} aria-hidden />
      </button>
    </article>
  );
}
