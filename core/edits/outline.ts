import type { MultiPolygon, Position } from 'geojson';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import { invalidOutline, outsideRegions, tooManyVertices } from '#core/edits/problems.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { findingMessage } from '#core/imports/messages.ts';

export interface OutlineRules {
  /** Box (degrees) in which everything of the district lies. */
  readonly districtBox: LonLatBox;
  readonly vertexLimit: number;
}

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
  const defect = checkPolygon(geometry, {
    subject: 'geometry',
    limit: 20,
    toLonLat: ([x = 0, y = 0]) => [x, y],
  }).find(({ severity }) => severity === 'error');
  if (defect) throw invalidOutline(findingMessage(defect), defect.lonLat?.join(', '));
  const [west, south, east, north] = boxOf(geometry.coordinates.flat(2));
  const box = rules.districtBox;
  if (!(west >= box[0] && south >= box[1] && east <= box[2] && north <= box[3])) {
    const message = findingMessage({ code: 'geometry.place.outside-district', context: {} });
    throw outsideRegions({ zh: `${message.zh}，未作任何改动。`, en: `${message.en}; nothing was changed.` });
  }
  return geometry;
}

/** Heights have no place in the database. */
function flat([x = Number.NaN, y = Number.NaN]: Position): Position {
  return [x, y];
}
