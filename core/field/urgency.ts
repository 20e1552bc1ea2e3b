import { bearingOf } from '#core/field/bearing.ts';
import { isLonLat, localPlane } from '#core/field/local-plane.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';

/** 红黄绿灯, most urgent first. */
export const LIGHTS = ['red', 'yellow', 'green'] as const;
export type Light = (typeof LIGHTS)[number];

/** What of a patch its place in today's list depends on. */
export interface UrgentItem {
  readonly light: Light | null;
  /** ISO day. */
  readonly dueOn: string | null;
  readonly lonLat: LonLat | null;
}

export interface RankedItem<T> {
  readonly item: T;
  /** From where the person is; null without a position of either. */
  readonly meters: number | null;
  readonly bearing: number | null;
}

/**
 * 今日图斑排序: `urgency`: light, then due day, then distance; `distance`: the nearest first, then light and due day. What is not known comes last; equals
 * keep their order. Distances beyond 50 km are geodesic, nearer ones of the local plane (right to 0.1 % up to 10 km).
 */
export function rankItems<T extends UrgentItem>(
  items: readonly T[],
  from: LonLat | null,
  by: 'urgency' | 'distance',
): RankedItem<T>[] {
  const here = isLonLat(from) ? from : null;
  const plane = here && localPlane(here);
  const ranked = items.map((item): RankedItem<T> => {
    if (here === null || plane === null || !isLonLat(item.lonLat))
      return { item, meters: null, bearing: null };
    const offset = plane.toMeters(item.lonLat);
    const near = Math.sqrt(offset[0] * offset[0] + offset[1] * offset[1]);
    const meters = near < 50_000 ? near : geodesicDistance(here, item.lonLat);
    return { item, meters, bearing: bearingOf(offset) };
  });
  const urgency = Float64Array.from(ranked, ({ item }) => {
    const light = item.light === null ? LIGHTS.length : LIGHTS.indexOf(item.light);
    return light * 1e9 + dayNumber(item.dueOn);
  });
  const meters = Float64Array.from(ranked, (each) => each.meters ?? Infinity);
  const [first, second] = by === 'urgency' ? [urgency, meters] : [meters, urgency];
  const order = Uint32Array.from(ranked.keys()).sort((a, b) => {
    if (first[a] !== first[b]) return first[a]! < first[b]! ? -1 : 1;
    if (second[a] !== second[b]) return second[a]! < second[b]! ? -1 : 1;
    return a - b;
  });
  return Array.from(order, (i) => ranked[i]!);
}

const noDay = 99_999_999;

/** Days compare as the number of their digits, 20261123. */
function dayNumber(day: string | null): number {
  const number = day === null ? Number.NaN : Number(day.replaceAll('-', ''));
  return number > 0 && number < noDay ? number : noDay;
}
