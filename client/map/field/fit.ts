import type { LonLat, LonLatBox } from '#core/geometry/lon-lat.ts';

/** Pixels of the map that a panel covers. */
export interface Room {
  readonly right?: number;
  readonly bottom?: number;
}

/** 取景: how a box is brought into the part of the map that nothing covers. Pixels of air, and no closer than this. */
export const FIT = { padding: 32, maxZoom: 17, minZoom: 8 } as const;

/** Pixels of the world's width at zoom 0. */
const WORLD = 512;

/**
 * The same as the map's own fitting, for who draws before there is a map: where a place (lon/lat degrees) comes to lie, in pixels from the upper left,
 * and the zoom. Web Mercator.
 */
export function fitView(
  [west, south, east, north]: LonLatBox,
  size: { readonly width: number; readonly height: number },
  { right = 0, bottom = 0 }: Room,
): { readonly zoom: number; readonly pixelOf: (place: LonLat) => readonly [number, number] } {
  const [left, top] = mercator([west, north]);
  const [rightmost, lowest] = mercator([east, south]);
  const free = { width: size.width - right, height: size.height - bottom };
  const scale = Math.min(
    Math.max(1, free.width - 2 * FIT.padding) / (rightmost - left),
    Math.max(1, free.height - 2 * FIT.padding) / (lowest - top),
  );
  const zoom = Math.min(FIT.maxZoom, Math.max(FIT.minZoom, Math.log2(scale / WORLD)));
  const pixels = WORLD * 2 ** zoom;
  const [x0, y0] = [(left + rightmost) / 2, (top + lowest) / 2];
  return {
    zoom,
    pixelOf(place) {
      const [x, y] = mercator(place);
      return [free.width / 2 + (x - x0) * pixels, free.height / 2 + (y - y0) * pixels];
    },
  };
}

/** In [0, 1], y downwards. */
function mercator([lon, lat]: LonLat): readonly [number, number] {
  const phi = (lat * Math.PI) / 180;
  return [(lon + 180) / 360, (1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2];
}
