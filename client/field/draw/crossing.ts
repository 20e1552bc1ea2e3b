import type { LonLat } from '#core/geometry/lon-lat.ts';
import { meetingOf } from '#core/geometry/predicates.ts';

/**
 * 自相交: where the rings drawn so far meet themselves or one another; null while they do not. An open ring is judged without the edge that will
 * close it: who draws may still go round.
 */
export function crossingOf(rings: readonly (readonly LonLat[])[], closed: boolean): LonLat | null {
  const edges = rings.flatMap((corners, ring) =>
    corners.flatMap((from, i) => {
      const last = i === corners.length - 1;
      if (last && (!closed || corners.length < 3)) return [];
      return [{ ring, i, count: corners.length, from, to: corners[last ? 0 : i + 1]! }];
    }),
  );
  for (let i = 0; i < edges.length; i++) {
    for (let j = i + 1; j < edges.length; j++) {
      const [a, b] = [edges[i]!, edges[j]!];
      const meeting = meetingOf([...a.from], [...a.to], [...b.from], [...b.to]);
      if (!meeting) continue;
      const same = a.ring === b.ring;
      const neighbours = same && (b.i - a.i === 1 || (closed && a.i === 0 && b.i === a.count - 1));
      if (neighbours && meeting.kind !== 'overlapping') continue;
      if (!same && meeting.kind === 'touching') continue;
      const [lon, lat] = meeting.point;
      return [lon!, lat!];
    }
  }
  return null;
}
