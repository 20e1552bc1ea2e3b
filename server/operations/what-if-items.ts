import type { MultiPolygon } from 'geojson';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import type { ScenarioItem } from '#core/contract/what-if.ts';
import { tooManyVertices } from '#core/edits/problems.ts';
import type { Finding } from '#core/finding.ts';
import { samePoint } from '#core/geometry/predicates.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { reclaims } from '#core/scenario/account.ts';

/** An item whose outline can be cut, and one that cannot, with what is wrong with it and where. */
export interface CheckedItems {
  /** Losing kinds before reclamation, earlier before later: what comes first keeps shared ground. */
  readonly valid: readonly { readonly id: string; readonly geometry: MultiPolygon }[];
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/** Looking for every edge that meets another would hold up everybody else: of longer outlines only the rings are looked at, the rest by the database. */
const longOutline = 20_000;

/**
 * 事项校验: which outlines can be cut. A broken one is left out with its findings; the figures of the others hold.
 * @throws Problem `too-many-vertices` (413) when all of them have more points than are allowed
 */
export function checkedItems(
  items: readonly Pick<ScenarioItem, 'id' | 'kind' | 'landClassAfter' | 'geometry'>[],
  vertexLimit: number,
): CheckedItems {
  const count = items.reduce((sum, { geometry }) => sum + vertices(geometry), 0);
  if (count > vertexLimit) throw tooManyVertices(count, vertexLimit);
  const findings = new Map<string, Finding[]>();
  const ordered = [...items.filter((item) => !reclaims(item)), ...items.filter(reclaims)];
  const valid = ordered.flatMap(({ id, geometry }) => {
    const outline = flat(geometry);
    const found = findingsOf(id, outline);
    if (found.length > 0) findings.set(id, found);
    return found.some(({ severity }) => severity === 'error') ? [] : [{ id, geometry: outline }];
  });
  return { valid, findings };
}

function findingsOf(subject: string, outline: MultiPolygon): Finding[] {
  if (!onEarth(outline)) {
    const code = 'geometry.place.outside-district';
    return [{ code, severity: 'error', subject, id: `${code}:${subject}`, context: {} }];
  }
  if (vertices(outline) <= longOutline) {
    return checkPolygon(outline, { subject, toLonLat: ([x = 0, y = 0]) => [x, y], limit: 20 });
  }
  const open = outline.coordinates
    .flat()
    .find((ring) => ring.length < 4 || !samePoint(ring[0]!, ring.at(-1)!));
  if (!open) return [];
  const code = 'geometry.ring.unclosed';
  const context = { part: 1, ring: 1, points: open.length };
  return [{ code, severity: 'error', subject, id: `${code}:${subject}`, context }];
}

function onEarth({ coordinates }: MultiPolygon): boolean {
  return coordinates
    .flat(2)
    .every(
      ([lon, lat]) => lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 90,
    );
}

export function vertices(geometry: PolygonalGeometry): number {
  return flatParts(geometry)
    .flat()
    .reduce((sum, ring) => sum + ring.length, 0);
}

function flatParts(geometry: PolygonalGeometry) {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

/** Heights have no place in the account. */
function flat(geometry: PolygonalGeometry): MultiPolygon {
  return {
    type: 'MultiPolygon',
    coordinates: flatParts(geometry).map((rings) =>
      rings.map((ring) => ring.map(([x = Number.NaN, y = Number.NaN]) => [x, y])),
    ),
  };
}
