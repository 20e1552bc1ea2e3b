import type { FeatureCollection } from 'geojson';
import { create } from 'zustand';
import type { LonLat } from '#core/contract/shared.ts';
import type { FeatureRef } from './link.ts';

/** 临时图示: what panels ask the map to show above its layers; the updater draws it. */
export interface Overlay {
  /** Features lit on the map, whether or not their layer is on. */
  readonly lit: readonly FeatureRef[];
  /** A temporary picture (import preview, cut pieces); EPSG:4490 lon/lat. */
  readonly picture: FeatureCollection | null;
  readonly marker: LonLat | null;
}

export const useOverlay = create<Overlay>()(() => ({ lit: [], picture: null, marker: null }));
