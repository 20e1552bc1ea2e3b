import type { MultiPolygon } from 'geojson';
import type { Finding } from '#core/finding.ts';
import type { AttributeValue, SourceFeature } from '#core/formats/types.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { interiorPoint } from '#core/imports/interior-point.ts';
import { multiPolygonOf } from '#core/imports/polygon.ts';
import type { RowPlan } from '#core/imports/row-builder.ts';

/** Notes a finding of the row at hand. */
export type Report = (
  code: string,
  severity: Finding['severity'],
  context?: Finding['context'],
  rest?: Partial<Finding>,
) => void;

/**
 * The geometry of a row in lon/lat, checked: kind, structure, place. Findings go to `findings`.
 * @param box where rows may lie; null: anywhere
 * @returns null when there is nothing to draw
 */
export function geometryOf(
  { row, geometry: source }: SourceFeature,
  plan: RowPlan,
  box: LonLatBox | null,
  findings: Finding[],
  report: Report,
): MultiPolygon | null {
  if (source.kind === 'none') {
    report('geometry.missing', 'error');
    return null;
  }
  if (source.kind === 'other') {
    report('geometry.type.not-polygon', 'error', { type: source.type });
    return null;
  }
  const vertices = source.coordinates.length / 2;
  if (plan.vertexLimit !== undefined && vertices > plan.vertexLimit) {
    report('geometry.vertices.too-many', 'error', { count: vertices, limit: plan.vertexLimit });
    return null;
  }
  const geometry = plan.repaired.get(row) ?? multiPolygonOf(source, plan.crs, plan.swapped);
  findings.push(
    ...checkPolygon(geometry, {
      subject: `row ${row}`,
      row,
      limit: 10,
      ...(plan.crs ? { toLonLat: ([x, y]) => [x!, y!] as const } : {}),
    }),
  );
  if (findings.some(({ code }) => code === 'geometry.ring.not-finite')) return null;
  if (plan.crs) {
    const [west, south, east, north] = boxOf(geometry.coordinates.flat(2));
    if (west < -180 || south < -90 || east > 180 || north > 90) {
      report('geometry.place.not-on-earth', 'error');
      return null;
    }
    if (box === null) return geometry;
    if (west < box[0] || south < box[1] || east > box[2] || north > box[3]) {
      report(
        'geometry.place.outside-district',
        'error',
        {},
        { lonLat: [(west + east) / 2, (south + north) / 2] },
      );
    }
  }
  return geometry;
}

/** The region a row belongs to: the twelve digits the file gives when they name a known one, else the village around it. */
export function regionOf(
  plan: RowPlan,
  geometry: MultiPolygon,
  given: AttributeValue,
  report: Report,
): string | null {
  const code = /^\d{12}/.exec(String(given ?? ''))?.[0] ?? /^\d{6}$/.exec(String(given ?? ''))?.[0];
  const point = interiorPoint(geometry.coordinates.flat());
  const place = point && plan.regions.at(point);
  const where = point ? { lonLat: point } : {};
  if (code !== undefined && plan.regions.known(code)) {
    if (place !== null && place !== code && !place.startsWith(code.replace(/0+$/, ''))) {
      report('region.code.elsewhere', 'warning', { value: code, place }, where);
    }
    return code;
  }
  if (plan.layer.id === 'regions' && code !== undefined) return code;
  if (place === null && code !== undefined) {
    report('region.code.unlisted', 'warning', { value: code }, where);
    return code;
  }
  if (place === null) {
    report('region.not-found', 'error', {}, where);
    return null;
  }
  if (code !== undefined) report('region.code.unknown', 'warning', { value: code, place }, where);
  return place;
}
