import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { fitBounds, lightUp } from '../../map/highlight.ts';
import { useAsOf } from '../../state/as-of.ts';
import { usePanels } from '../../state/panels.ts';
import { useSelection } from '../../state/selection.ts';
import type { FigureRow } from './figure-rows.ts';

/** A row must be looked at this long before the map rings it. */
const GLANCE_MILLISECONDS = 120;

export interface LitPieces {
  readonly selectedKey: string | null;
  /** Rings a row's feature; null gives the ring back to the chosen row. */
  point(row: FigureRow | null): void;
  /** Keeps a row ringed and moves the map to its feature. */
  choose(row: FigureRow): void;
}

/** 点亮分块: the features of the rows, lit while they are shown; the selection ring follows the table. */
export function useLitPieces(rows: readonly FigureRow[]): LitPieces {
  const [chosen, setChosen] = useState<FigureRow | null>(null);
  const glance = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const refs = new Map(rows.map(({ layer, id }) => [`${layer} ${id}`, { layer, id }]));
    lightUp([...refs.values()]);
  }, [rows]);
  useEffect(
    () => () => {
      clearTimeout(glance.current);
      lightUp([]);
      useSelection.getState().setCurrent(null);
    },
    [],
  );
  const point = useCallback(
    (row: FigureRow | null) => {
      clearTimeout(glance.current);
      const shown = row ?? chosen;
      glance.current = setTimeout(
        () => useSelection.getState().setCurrent(shown && { layer: shown.layer, id: shown.id }),
        GLANCE_MILLISECONDS,
      );
    },
    [chosen],
  );
  const choose = useCallback((row: FigureRow) => {
    clearTimeout(glance.current);
    setChosen(row);
    const { layer, id } = row;
    useSelection.getState().setCurrent({ layer, id });
    const { sheet, setSheet } = usePanels.getState();
    if (sheet === 'full') setSheet('half');
    const { moments } = useAsOf.getState();
    void queryClient
      .fetchQuery({
        queryKey: ['feature', layer, id, moments],
        queryFn: ({ signal }) =>
          call('GET /api/layers/{layer}/features/{id}', { params: { layer, id }, query: moments, signal }),
      })
      .then(({ bounds }) => fitBounds(bounds, { maxZoom: 17 }))
      .catch(() => undefined);
  }, []);
  return { selectedKey: chosen?.key ?? null, point, choose };
}
