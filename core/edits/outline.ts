import type { MultiPolygon, Position } from 'geojson';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import { invalidOutline, outsideRegions, tooManyVertices } from '#core/edits/problems.ts';
import type { Finding } from '#core/finding.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { samePoint } from '#core/geometry/predicates.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { findingMessage } from '#core/imports/messages.ts';

export interface OutlineRules {
  /** Box (degrees) in which everything of the district lies. */
  readonly districtBox: LonLatBox;
  readonly vertexLimit: number;
}

/**
 * Looking for every edge that meets another takes a second for 200 000 points, and nobody else is served meanwhile: longer outlines are left
 * to the database, which looks in a process of its own.
 */
const longOutline = 20_000;

/**
 * 图形校验: a polygon in lon/lat degrees (EPSG:4490) as a feature stores it: a MultiPolygon of two dimensions, coordinates untouched.
 *
 * @throws Problem `too-many-vertices` (413), `invalid-geometry` with the place of the defect, `outside-regions` outside the box
 */
export function checkedOutline(given: PolygonalGeometry, rules: OutlineRules): MultiPolygon {
  const parts = given.type === 'Polygon' ? [given.coordinates] : given.coordinates;
  const count = parts.reduce((sum, rings) => rings.reduce((points, ring) => points + ring.length, sum), 0);
  if (count > rules.vertexLimit) throw tooManyVertices(count, rules.vertexLimit);
  const geometry: MultiPolygon = {
    type: 'MultiPolygon',
    coordinates: parts.map((rings) => rings.map((ring) => ring.map(flat))),
  };
  const defect = count > longOutline ? brokenRing(geometry) : firstDefect(geometry);
  if (defect) throw invalidOutline(findingMessage(defect), defect.lonLat?.join(', '));
  const [west, south, east, north] = boxOf(geometry.coordinates.flat(2));
  const box = rules.districtBox;
  if (!(west >= box[0] && south >= box[1] && east <= box[2] && north <= box[3])) {
    const message = findingMessage({ code: 'geometry.place.outside-district', context: {} });
    throw outsideRegions({ zh: `${message.zh}，未作任何改动。`, en: `${message.en}; nothing was changed.` });
  }
  return geometry;
}

function firstDefect(geometry: MultiPolygon): Finding | undefined {
  return checkPolygon(geometry, {
    subject: 'geometry',
    limit: 20,
    toLonLat: ([x = 0, y = 0]) => [x, y],
  }).find(({ severity }) => severity === 'error');
}

/** A ring that the database could not even read. */
function brokenRing({ coordinates }: MultiPolygon): Pick<Finding, 'code' | 'context' | 'lonLat'> | undefined {
  for (const [part, rings] of coordinates.entries()) {
    for (const [index, ring] of rings.entries()) {
      const context = { part: part + 1, ring: index + 1, points: ring.length };
      const [first, last] = [ring[0], ring.at(-1)];
      if (ring.length < 4 || !first || !last) return { code: 'geometry.ring.too-few-points', context };
      if (!samePoint(first, last)) return { code: 'geometry.ring.unclosed', context };
    }
  }
  return undefined;
}

/** Heights have no place in the database. */
function flat([x = Number.NaN, y = Number.NaN]: Position): Position {
  return [x, y];
}
