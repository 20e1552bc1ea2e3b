import type { FeatureCollection } from 'geojson';
import { useEffect, useRef } from 'react';
import { useTheme } from '../../app/theme.ts';
import { whenMap } from '../../map/handle.ts';
import { type ScenarioMap, showScenario } from '../../map/scenario/scenario-map.ts';
import { multiPolygonOf } from './content.ts';
import { itemsNow, selectItem, settleLive, useDraft } from './draft.ts';
import { pickAt } from './pick.ts';
import { nameOfNew } from './shaping.ts';
import { useFigures } from './use-figures.ts';

/** 情景上图, as long as the panel is there. */
export function useScenarioMap(): void {
  const theme = useTheme();
  const shown = useRef<ScenarioMap | null>(null);
  useEffect(() => {
    let left = false;
    let stop = () => {};
    void whenMap().then((map) => {
      if (left) return;
      const scenario = showScenario(map, theme, hands);
      const draw = () => scenario.draw(picture());
      draw();
      const stops = [useDraft.subscribe(draw), useFigures.subscribe(draw)];
      stop = () => {
        for (const end of stops) end();
        scenario.stop();
      };
      shown.current = scenario;
    });
    return () => {
      left = true;
      stop();
    };
  }, [theme]);
}

const hands: Parameters<typeof showScenario>[2] = {
  grab: (id) => {
    const { content, shaping } = useDraft.getState();
    const item = content?.items.find((one) => one.id === id);
    return item && !shaping ? multiPolygonOf(item.geometry) : null;
  },
  move: (item, geometry) => {
    const kind = useDraft.getState().content?.items.find(({ id }) => id === item)?.kind ?? 'conversion';
    useDraft.setState({ live: { item, kind, geometry } });
  },
  drop: () => settleLive(nameOfNew),
  select: selectItem,
  selected: () => useDraft.getState().selected,
  pick: (lonLat) => {
    if (!useDraft.getState().picking) return false;
    void pickAt(lonLat);
    return true;
  },
};

/** Items on the map; the one under the pen is drawn by the pen. */
function picture(): FeatureCollection {
  const state = useDraft.getState();
  const { answer } = useFigures.getState();
  const faulty = new Set(answer?.items.filter(({ computed }) => !computed).map(({ id }) => id));
  return {
    type: 'FeatureCollection',
    features: itemsNow(state)
      .filter(({ id }) => id !== state.shaping?.item)
      .map(({ id, kind, name, geometry }) => ({
        type: 'Feature',
        properties: { id, kind, name, selected: id === state.selected, faulty: faulty.has(id) },
        geometry: multiPolygonOf(geometry),
      })),
  };
}
