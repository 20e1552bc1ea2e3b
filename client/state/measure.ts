import type { Polygon } from 'geojson';
import { create } from 'zustand';
import type { SquareMeters } from '#core/geometry/units.ts';

/** 量算结果: geodesic on CGCS2000, from core; live while drawing. */
export interface MeasureState {
  /** Vertices set so far in the shape being drawn, 0 before the first. */
  readonly vertices: number;
  readonly lengthMeters: number;
  readonly areaSquareMeters: SquareMeters | null;
  /** The shape is closed or ended; the next click begins a new one. */
  readonly finished: boolean;
  /** The last finished polygon, for the three rulers. */
  readonly polygon: Polygon | null;
}

export const nothingMeasured: MeasureState = {
  vertices: 0,
  lengthMeters: 0,
  areaSquareMeters: null,
  finished: false,
  polygon: null,
};

export const useMeasure = create<MeasureState>()(() => nothingMeasured);
