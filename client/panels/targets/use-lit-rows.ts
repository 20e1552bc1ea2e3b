import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Bounds } from '#core/contract/shared.ts';
import type { TargetRow } from '#core/contract/targets.ts';
import { fitBounds, lightUp } from '../../map/highlight.ts';
import { useSelection } from '../../state/selection.ts';

/** More lights than this slow the map down and show nothing more. */
const LIT_LIMIT = 20_000;

export interface LitRows {
  readonly limit: number;
  /** Row that the map's selection ring is on, whether this table or a click on the map put it there. */
  readonly selectedId: number | null;
  /** Emphasises a row on the map; null gives the ring back to the row chosen last. */
  point(row: TargetRow | null): void;
  /** Keeps a row emphasised and zooms to it. */
  choose(row: TargetRow): void;
}

/** 点亮图斑: all rows lit while they are shown, the map moved to them once; the selection ring follows the table and the map. */
export function useLitRows(rows: readonly TargetRow[]): LitRows {
  const chosen = useRef<TargetRow | null>(null);
  const moved = useRef(false);
  const current = useSelection((state) => state.current);
  const ids = useMemo(() => new Set(rows.map((row) => row.id)), [rows]);

  useEffect(() => {
    lightUp(rows.slice(0, LIT_LIMIT).map(({ layer, id }) => ({ layer, id })));
    const bounds = boundsOf(rows);
    if (bounds && !moved.current) {
      moved.current = true;
      void fitBounds(bounds);
    }
  }, [rows]);
  useEffect(() => () => lightUp([]), []);

  const point = useCallback((row: TargetRow | null) => {
    const { setCurrent } = useSelection.getState();
    const lit = row ?? chosen.current;
    setCurrent(lit && { layer: lit.layer, id: lit.id });
  }, []);
  const choose = useCallback((row: TargetRow) => {
    chosen.current = row;
    useSelection.getState().setCurrent({ layer: row.layer, id: row.id });
    void fitBounds(row.bounds, { maxZoom: 17 });
  }, []);
  const selectedId = current?.layer === rows[0]?.layer && ids.has(current?.id ?? -1) ? current!.id : null;
  return { limit: LIT_LIMIT, selectedId, point, choose };
}

/** The box around all rows; null without rows. */
export function boundsOf(rows: readonly Pick<TargetRow, 'bounds'>[]): Bounds | null {
  if (rows.length === 0) return null;
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { bounds } of rows) {
    box[0] = Math.min(box[0], bounds[0]);
    box[1] = Math.min(box[1], bounds[1]);
    box[2] = Math.max(box[2], bounds[2]);
    box[3] = Math.max(box[3], bounds[3]);
  }
  return box;
}
