import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchSummary } from '#core/contract/patches.ts';
import { fitBounds } from '../../../map/highlight.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../../ui/progress.tsx';
import { useShownRegion } from '../../batches/queries.ts';
import { useNames } from '../names.ts';
import { openPatch } from '../opened.ts';
import { usePatch, usePatches } from '../queries.ts';
import { reviewPicture } from '../review/review-picture.ts';
import { usePatchMap } from '../use-patch-map.ts';
import { ConflictCard } from './conflict-card.tsx';

/** 待裁决: every patch on which two people put different things, or something does not fit; one press opens it, one chooses, one confirms. */
export function ConflictBox() {
  const { t } = useTranslation();
  const { code, region } = useShownRegion();
  const query = useMemo(() => ({ ...(code ? { region: code } : {}), conflicts: true }), [code]);
  const { data, error, refetch, hasNextPage, fetchNextPage } = usePatches(query, 'changed');
  const [open, setOpen] = useState<string | null>(null);
  const patches = data?.pages.flatMap((page) => page.patches) ?? [];
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting label={t('patches.loading')} />;
  if (patches.length === 0) {
    return (
      <Empty
        title={t('patches.conflict.none', { region: region?.name ?? code ?? '' })}
        hint={t('patches.conflict.noneHint')}
      />
    );
  }
  return (
    <>
      <p className="patches-note">{t('patches.conflict.intro')}</p>
      <ul className="conflict-list" aria-label={t('patches.tab.conflicts')}>
        {patches.map((patch) => (
          <li key={patch.uid}>
            <ConflictRow
              patch={patch}
              open={open === patch.uid}
              onToggle={() => {
                setOpen(open === patch.uid ? null : patch.uid);
                if (open !== patch.uid) void fitBounds(patch.bounds, { maxZoom: 18 });
              }}
            />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="link-button" onClick={() => void fetchNextPage()}>
          {t('patches.moreRows')}
        </button>
      )}
    </>
  );
}

interface ConflictRowProps {
  readonly patch: PatchSummary;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function ConflictRow({ patch, open, onToggle }: ConflictRowProps) {
  const { t } = useTranslation();
  const name = useNames();
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <>
      <button type="button" className="conflict-row" aria-expanded={open} onClick={onToggle}>
        <Icon size={16} aria-hidden />
        <span>
          <strong>{patch.number}</strong>
          <small>
            {name('state', patch.state)} · {patch.regionName}
          </small>
        </span>
        <small>{t('patches.conflictCount', { count: patch.conflicts })}</small>
      </button>
      {open && <OpenConflicts uid={patch.uid} />}
    </>
  );
}

function OpenConflicts({ uid }: { readonly uid: string }) {
  const { t } = useTranslation();
  const { data: patch, error, refetch } = usePatch(uid);
  const work = useMemo(
    () => reviewPicture(patch, null, null, (side) => t(`patches.side.${side}`)),
    [patch, t],
  );
  usePatchMap(work, () => {});
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!patch) return <Waiting label={t('patches.opening')} />;
  return (
    <div className="conflict-open">
      {patch.conflictList.map((conflict) => (
        <ConflictCard key={JSON.stringify(conflict)} patch={patch} conflict={conflict} />
      ))}
      <button type="button" className="link-button" onClick={() => openPatch(uid)}>
        {t('patches.conflict.review')}
      </button>
    </div>
  );
}
