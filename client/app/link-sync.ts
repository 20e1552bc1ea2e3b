import { catalog } from '#core/catalog/index.ts';
import { useAsOf } from '../state/as-of.ts';
import { useLayers } from '../state/layers.ts';
import { type FeatureRef, formatLink, type Link } from '../state/link.ts';
import { usePanels } from '../state/panels.ts';
import { usePreferences } from '../state/preferences.ts';
import { useRegion } from '../state/region.ts';
import { useScenario } from '../state/scenario.ts';
import { useSelection } from '../state/selection.ts';
import { panelById } from './panels.ts';

/** 链接 of what is on the screen now; unit, language and theme are named so that a colleague sees the same. */
export function currentLink(selected?: FeatureRef): string {
  const url = new URL(location.href);
  url.search = formatLink(stateOf(selected ?? useSelection.getState().current));
  return decodeURIComponent(url.href);
}

/** Keeps the address bar equal to the state, so that reloading and sharing restore it. MapLibre writes the camera. */
export function syncLink(): () => void {
  let frame = 0;
  const write = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const search = formatLink(stateOf(useSelection.getState().current));
      const before = location.search.replace(/^\?/, '');
      if (search === before) return;
      history.replaceState(
        history.state,
        '',
        `${location.pathname}${search && `?${search}`}${location.hash}`,
      );
    });
  };
  const stops = [useAsOf, useLayers, usePanels, usePreferences, useRegion, useScenario, useSelection].map(
    (store) => store.subscribe(write),
  );
  return () => {
    cancelAnimationFrame(frame);
    for (const stop of stops) stop();
  };
}

function stateOf(selected: FeatureRef | null): Omit<Link, 'hasCamera'> {
  const { settings } = useLayers.getState();
  const { unit, language, theme } = usePreferences.getState();
  const { panel } = usePanels.getState();
  const { code } = useRegion.getState();
  const scenario = panel === 'what-if' ? useScenario.getState().id : null;
  const { moments } = useAsOf.getState();
  const changed = catalog.some(
    ({ id, visible }) => settings[id].visible !== visible || settings[id].opacity !== 1,
  );
  const shown = catalog
    .filter(({ id }) => settings[id].visible)
    .map(({ id }) => ({ id, opacity: Number(settings[id].opacity.toFixed(2)) }));
  return {
    ...(changed ? { layers: shown } : {}),
    ...(selected ? { selected } : {}),
    unit,
    language,
    ...(theme === 'system' ? {} : { theme }),
    // A panel without a button of its own needs a subject that no link carries.
    ...(panelById(panel)?.inRail ? { panel: panel! } : {}),
    ...(scenario ? { scenario } : {}),
    ...(code ? { region: code } : {}),
    ...moments,
  };
}
