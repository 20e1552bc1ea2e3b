import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { FeatureSummary } from '#core/contract/layers.ts';
import { useLanguage } from '../../app/i18n.ts';
import { type FeatureRef, sameRef } from '../../state/selection.ts';
import { Area } from '../../ui/area.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { symbolFor } from './symbol-for.ts';

interface HitListProps {
  readonly hits: readonly FeatureSummary[];
  readonly current: FeatureRef | null;
  /** Found by keyboard: the list takes the focus, so that arrows step through it at once. */
  readonly takeFocus: boolean;
  readonly onSelect: (ref: FeatureRef) => void;
}

/** 命中列表: all hits in identify order; arrows, Home and End step through. */
export function HitList({ hits, current, takeFocus, onSelect }: HitListProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const list = useRef<HTMLDivElement>(null);
  const index = Math.max(
    0,
    hits.findIndex((hit) => sameRef(hit, current)),
  );

  useEffect(() => {
    if (takeFocus && hits.length > 0) list.current?.focus();
  }, [takeFocus, hits]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowDown: Math.min(hits.length - 1, index + 1),
      ArrowUp: Math.max(0, index - 1),
      Home: 0,
      End: hits.length - 1,
    }[event.key];
    const hit = to === undefined ? undefined : hits[to];
    if (!hit) return;
    event.preventDefault();
    onSelect(hit);
    list.current?.children[to!]?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <div
      ref={list}
      className="hits"
      role="listbox"
      tabIndex={0}
      aria-label={t('detail.hits', { count: hits.length })}
      aria-activedescendant={`hit-${index}`}
      onKeyDown={onKeyDown}
    >
      {hits.map((hit, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it answers the keys
        <div
          key={`${hit.layer}/${hit.id}`}
          id={`hit-${at}`}
          className="hit"
          role="option"
          tabIndex={-1}
          aria-selected={at === index}
          onClick={() => onSelect(hit)}
        >
          <Swatch symbol={symbolFor(hit)} />
          <span className="hit-name">
            <span>{layerById(hit.layer).title[language]}</span>
            <small>{hit.label}</small>
          </span>
          <Area value={hit.areaSquareMeters} />
        </div>
      ))}
    </div>
  );
}
