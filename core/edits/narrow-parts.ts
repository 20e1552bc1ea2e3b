import type { Position } from 'geojson';
import type { Outline } from '#core/edits/node-edges.ts';
import type { Finding } from '#core/finding.ts';
import { geodesicArea, geodesicPerimeter } from '#core/geometry/geodesic-area.ts';

/** Mean width below which a part is taken for a sliver, metres. */
const NARROW = 0.5;

/** 碎面: parts so narrow that they are likely to be left over from drawing past one another. */
export function narrowParts(outline: Outline, subject: string): Finding[] {
  return outline.flatMap((rings, index) => {
    const part = { type: 'Polygon' as const, coordinates: rings as Position[][] };
    const length = geodesicPerimeter(part);
    const width = length === 0 ? 0 : (2 * geodesicArea(part)) / length;
    if (width >= NARROW) return [];
    const [x = 0, y = 0] = rings[0]?.[0] ?? [];
    return [
      {
        code: 'geometry.part.narrow',
        severity: 'warning' as const,
        subject,
        id: `geometry.part.narrow:${subject}:${index}`,
        lonLat: [x, y] as const,
        context: { part: index + 1, width: Number(width.toFixed(2)) },
      },
    ];
  });
}
