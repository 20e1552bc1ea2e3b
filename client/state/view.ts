import { create } from 'zustand';
import type { Bounds, LonLat } from '#core/contract/shared.ts';

/** 视图: what the map shows, written by the map alone. */
export interface View {
  readonly center: LonLat;
  readonly zoom: number;
  /** [west, south, east, north]; null until the map has drawn once. */
  readonly bounds: Bounds | null;
  /** Ground metres of one CSS pixel at the centre. */
  readonly metersPerPixel: number;
  /** Tiles or sources are still coming. */
  readonly loading: boolean;
}

export const useView = create<View>()(() => ({
  center: [117.1, 39.1],
  zoom: 0,
  bounds: null,
  metersPerPixel: 0,
  loading: true,
}));

/** Position under the pointer or the crosshair; apart from the view because it changes with every move. */
export const usePointer = create<{ readonly lonLat: LonLat | null }>()(() => ({ lonLat: null }));
