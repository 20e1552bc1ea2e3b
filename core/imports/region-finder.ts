import type { Position } from 'geojson';
import { boxOf, locate } from '#core/geometry/rings.ts';

/** 区划: a region with its outline, as the import needs it. */
export interface RegionOutline {
  readonly code: string;
  readonly level: 'district' | 'town' | 'village';
  /** Rings of all parts, closed, lon/lat. */
  readonly rings: readonly (readonly Position[])[];
}

export interface RegionFinder {
  /** The most local region that holds a point. */
  at(point: readonly [number, number]): string | null;
  /** The region of a code (12 digits, zeros of towns and districts written or not). */
  known(code: string): boolean;
}

const rank = { village: 0, town: 1, district: 2 } as const;

/** 按位置或代码找区划. */
export function regionFinder(regions: readonly RegionOutline[]): RegionFinder {
  const sorted = [...regions].sort((a, b) => rank[a.level] - rank[b.level]);
  const places = sorted.map((region) => ({ region, box: boxOf(region.rings.flat()) }));
  const codes = new Set(regions.map(({ code }) => code.padEnd(12, '0')));
  let last = places[0];
  return {
    at([lon, lat]) {
      const holds = ({ region, box }: (typeof places)[number]) =>
        lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3] && inside([lon, lat], region.rings);
      // Rows of a file come village by village.
      if (last?.region.level === 'village' && holds(last)) return last.region.code;
      const found = places.find(holds);
      if (found) last = found;
      return found?.region.code ?? null;
    },
    known: (code) => codes.has(code.padEnd(12, '0')),
  };
}

function inside(point: Position, rings: readonly (readonly Position[])[]): boolean {
  let odd = false;
  for (const ring of rings) {
    const place = locate(point, ring);
    if (place === 'boundary') return true;
    if (place === 'inside') odd = !odd;
  }
  return odd;
}
