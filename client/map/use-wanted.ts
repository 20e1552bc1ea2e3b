import type { FeatureCollection } from 'geojson';
import { useMemo, useRef } from 'react';
import type { LayerId } from '#core/catalog/types.ts';
import type { Workspace } from '#core/contract/workspace.ts';
import { useLayerSummaries } from '../api/queries.ts';
import { useTheme } from '../app/theme.ts';
import { useMoments } from '../state/as-of.ts';
import { useBasemap } from '../state/basemap.ts';
import { useLayers } from '../state/layers.ts';
import { useOverlay } from '../state/overlay.ts';
import { usePreferences } from '../state/preferences.ts';
import type { Wanted } from './style/build-style.ts';

/** Gathers from the stores what the map should show now. */
export function useWanted(workspace: Workspace): Wanted {
  const theme = useTheme();
  const settings = useLayers((state) => state.settings);
  const lit = useOverlay((state) => state.lit);
  const language = usePreferences((state) => state.language);
  const imagery = useBasemap((state) => state.imagery);
  const versions = useChangedVersions();
  const moments = useMoments();
  const tianditu = imagery ? (workspace.tianditu?.tiles ?? null) : null;

  const regionLabels = useMemo<FeatureCollection>(
    () => ({
      type: 'FeatureCollection',
      features: workspace.regions.map(({ name, nameEn, level, bounds: [west, south, east, north] }) => ({
        type: 'Feature',
        properties: { level, name: language === 'en' ? (nameEn ?? name) : name },
        geometry: { type: 'Point', coordinates: [(west + east) / 2, (south + north) / 2] },
      })),
    }),
    [workspace.regions, language],
  );

  return useMemo(
    () => ({ theme, settings, versions, moments, lit, regionLabels, tianditu }),
    [theme, settings, versions, moments, lit, regionLabels, tianditu],
  );
}

/**
 * Versions that have changed since the page was opened. The first version of a layer is what its TileJSON says anyway, so naming it
 * would only load the same tiles twice.
 */
function useChangedVersions(): Wanted['versions'] {
  const { data } = useLayerSummaries();
  const first = useRef<Partial<Record<LayerId, string>>>({});
  const before = useRef<Wanted['versions']>({});
  return useMemo(() => {
    const changed: Partial<Record<LayerId, string>> = {};
    for (const { id, version } of data?.layers ?? []) {
      first.current[id] ??= version;
      if (version !== first.current[id]) changed[id] = version;
    }
    if (JSON.stringify(changed) !== JSON.stringify(before.current)) before.current = changed;
    return before.current;
  }, [data]);
}
