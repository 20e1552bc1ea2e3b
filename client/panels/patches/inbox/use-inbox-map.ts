import type { FeatureCollection } from 'geojson';
import { useEffect, useMemo } from 'react';
import type { PatchSummary } from '#core/contract/patches.ts';
import { lightUp } from '../../../map/highlight.ts';
import { type InboxView, openPatch, useOpened } from '../opened.ts';
import { usePatchMap } from '../use-patch-map.ts';

/** More than these are not lit one by one. */
const LIT_AT_MOST = 500;

/** 台账上图: what is chosen and pointed at is lit; the map view sets a dot for every row, and a press on it opens the patch. */
export function useInboxMap(patches: readonly PatchSummary[], view: InboxView): void {
  const pointed = useOpened((state) => state.pointed);
  const chosen = useOpened((state) => state.chosen);
  useEffect(() => {
    const ids = [...chosen.values()].slice(0, LIT_AT_MOST).map(({ id }) => id);
    if (pointed !== null) ids.push(pointed);
    lightUp([...new Set(ids)].map((id) => ({ layer: 'patches', id })));
  }, [pointed, chosen]);
  useEffect(() => () => lightUp([]), []);
  const lasso = useOpened((state) => state.lasso);
  const dots = useMemo<FeatureCollection>(
    () => ({
      type: 'FeatureCollection',
      features: [
        ...(view === 'map' ? patches : []).map(({ uid, lonLat }) => ({
          type: 'Feature' as const,
          properties: { kind: chosen.has(uid) ? 'chosen' : 'dot', id: uid },
          geometry: { type: 'Point' as const, coordinates: [...lonLat] },
        })),
        ...(lasso ? [{ type: 'Feature' as const, properties: { kind: 'lasso' }, geometry: lasso }] : []),
      ],
    }),
    [patches, view, chosen, lasso],
  );
  usePatchMap(dots, openPatch);
}
