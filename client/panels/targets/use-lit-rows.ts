import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Bounds } from '#core/contract/shared.ts';
import type { TargetRow } from '#core/contract/targets.ts';
import { fitBounds, lightUp } from '../../map/highlight.ts';
import { usePanels } from '../../state/panels.ts';
import { ringParcel, useOpenedNumber } from './opened-number.ts';

/** More lights than this slow the map down and show nothing more. */
const LIT_LIMIT = 20_000;

/** A row must be looked at this long before the map rings it: running down the table asks for nothing. */
const GLANCE_MILLISECONDS = 120;

export interface LitRows {
  readonly limit: number;
  /** Row chosen last, in the table or by a click on the map. */
  readonly selectedId: number | null;
  /** Emphasises a row on the map; null gives the ring back to the chosen row. */
  point(row: TargetRow | null): void;
  /** Keeps a row emphasised and zooms to it. */
  choose(row: TargetRow): void;
}

/** 点亮图斑: all rows lit while they are shown, the map moved to them once; the selection ring follows the table and the map. */
export function useLitRows(rows: readonly TargetRow[]): LitRows {
  const moved = useRef(false);
  const glance = useRef<ReturnType<typeof setTimeout>>(undefined);
  const chosen = useOpenedNumber((state) => state.chosen);
  const ids = useMemo(() => new Set(rows.map((row) => row.id)), [rows]);

  useEffect(() => {
    lightUp(rows.slice(0, LIT_LIMIT).map(({ layer, id }) => ({ layer, id })));
    const bounds = boundsOf(rows);
    if (!bounds || moved.current) return;
    moved.current = true;
    // Coming back to a parcel leaves the map where the person put it.
    if (!useOpenedNumber.getState().chosen) void fitBounds(bounds);
  }, [rows]);
  useEffect(
    () => () => {
      clearTimeout(glance.current);
      lightUp([]);
      ringParcel(null, true);
    },
    [],
  );

  const point = useCallback((row: TargetRow | null) => {
    clearTimeout(glance.current);
    glance.current = setTimeout(
      () => ringParcel(row ? { layer: row.layer, id: row.id } : useOpenedNumber.getState().chosen, true),
      GLANCE_MILLISECONDS,
    );
  }, []);
  const choose = useCallback((row: TargetRow) => {
    clearTimeout(glance.current);
    ringParcel({ layer: row.layer, id: row.id }, false);
    // On a phone a full sheet hides the map.
    const { sheet, setSheet } = usePanels.getState();
    if (sheet === 'full') setSheet('half');
    void fitBounds(row.bounds, { maxZoom: 17 });
  }, []);
  const selectedId = chosen && chosen.layer === rows[0]?.layer && ids.has(chosen.id) ? chosen.id : null;
  return { limit: LIT_LIMIT, selectedId, point, choose };
}

/** The box around all rows; null without rows. */
function boundsOf(rows: readonly Pick<TargetRow, 'bounds'>[]): Bounds | null {
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
