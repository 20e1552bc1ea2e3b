import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { lightUp } from '../../../map/highlight.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Waiting } from '../../../ui/progress.tsx';
import { useFocusOnMount } from '../../../ui/use-focus-on-mount.ts';
import type { PatchQuery } from '../filters.ts';
import { MuArea } from '../mu-area.tsx';
import { openPatch } from '../opened.ts';
import { usePieces } from '../queries.ts';

interface PiecesProps {
  readonly query: PatchQuery;
  readonly layer: 'land_parcels' | 'permanent_farmland';
  readonly title: string;
  readonly onClose: () => void;
}

/** 分块 behind an area of the statistics: each patch on each parcel, lit on the map; together they are the figure. */
export function Pieces({ query, layer, title, onClose }: PiecesProps) {
  const { t } = useTranslation();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePieces(query, layer);
  const pieces = useMemo(() => data?.pages.flatMap((page) => page.pieces) ?? [], [data]);
  const total = data?.pages.at(-1)?.total;
  useEffect(() => {
    lightUp([...new Set(pieces.map(({ patch }) => patch.id))].map((id) => ({ layer: 'patches', id })));
    return () => lightUp([]);
  }, [pieces]);
  return (
    <section className="patch-section" aria-label={t('patches.stats.piecesTitle', { title })}>
      <h4 ref={heading} tabIndex={-1}>
        {t('patches.stats.piecesTitle', { title })}
      </h4>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting label={t('patches.loading')} />}
      {total && (
        <p className="patches-total">
          {t('patches.stats.piecesTotal', { count: total.pieces })} ·{' '}
          <MuArea value={total.areaSquareMeters} />
        </p>
      )}
      <div className="patch-pieces">
        <ul>
          {pieces.map(({ patch, feature, areaSquareMeters }) => (
            <li key={`${patch.uid} ${feature.id}`}>
              <button type="button" className="link-button" onClick={() => openPatch(patch.uid)}>
                {patch.number}
              </button>
              <span>
                {feature.label} {feature.code}
              </span>
              <MuArea value={areaSquareMeters} />
            </li>
          ))}
        </ul>
      </div>
      <div className="form-actions">
        {hasNextPage && (
          <Button
            disabledReason={isFetchingNextPage ? t('patches.loading') : undefined}
            onClick={() => void fetchNextPage()}
          >
            {t('patches.moreRows')}
          </Button>
        )}
        <Button onClick={onClose}>{t('patches.stats.closePieces')}</Button>
      </div>
    </section>
  );
}
