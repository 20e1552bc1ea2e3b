import type { MultiPolygon } from 'geojson';
import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { Mapping } from '#core/contract/imports.ts';
import type { Finding } from '#core/finding.ts';
import type { AttributeValue, SourceFeature, SourceField } from '#core/formats/types.ts';
import type { Crs } from '#core/geometry/crs.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { cellOf } from '#core/imports/cell.ts';
import { widened } from '#core/imports/crs-decision.ts';
import { hasField } from '#core/imports/field-mapping.ts';
import { interiorPoint } from '#core/imports/interior-point.ts';
import { completeAreas } from '#core/imports/land-areas.ts';
import { multiPolygonOf } from '#core/imports/polygon.ts';
import type { RegionFinder } from '#core/imports/region-finder.ts';

/** What stays the same for every row of an import. */
export interface RowPlan {
  readonly layer: LayerDefinition;
  readonly fields: readonly SourceField[];
  readonly mapping: Mapping;
  /** Null while the CRS is not settled: geometry is then only checked for its structure. */
  readonly crs: Crs | null;
  readonly swapped: boolean;
  /** Null: rows anywhere are taken. */
  readonly districtBox: LonLatBox | null;
  /** False while the file as a whole is known to lie wrongly: its rows are then not looked up in the regions. */
  readonly locate: boolean;
  readonly regions: RegionFinder;
  /** Geometry (lon/lat) that the database repaired, by row. */
  readonly repaired: ReadonlyMap<number, MultiPolygon>;
}

/** 待入库的行: a row as the layer would store it, with what is wrong with it. */
export interface BuiltRow {
  readonly row: number;
  /** Values in the order of `columnsOf(plan)`; complete only without errors. */
  readonly values: readonly (string | number | null)[];
  /** Lon/lat; null when the row has none that can be drawn. */
  readonly geometry: MultiPolygon | null;
  readonly regionCode: string | null;
  /** Ellipsoidal area, m². */
  readonly areaSquareMeters: number;
  readonly findings: readonly Finding[];
  /** Errors that concern the geometry alone: the database may repair it. */
  readonly repairable: boolean;
  readonly parcelAreaComputed: boolean;
}

export type RowBuilder = (feature: SourceFeature) => BuiltRow;

/** Columns of the layer that the import writes, besides those every layer has. */
export function columnsOf({ layer, mapping }: Pick<RowPlan, 'layer' | 'mapping'>): FieldDefinition[] {
  return layer.fields.filter(({ name }) => mapping[name] !== undefined || isCompleted(layer, name));
}

/** Fields of the file that are read. */
export function wantedFields(mapping: Mapping): Set<string> {
  return new Set(Object.values(mapping).flatMap((entry) => ('from' in entry ? [entry.from] : [])));
}

/** 逐行转换: a function that turns rows of the file into rows of the layer. */
export function rowBuilder(plan: RowPlan): RowBuilder {
  const columns = columnsOf(plan);
  const indexOf = new Map(plan.fields.map(({ name }, index) => [name, index]));
  const box = plan.districtBox && widened(plan.districtBox);
  const raw = (name: string, feature: SourceFeature): AttributeValue => {
    const entry = plan.mapping[name];
    if (entry === undefined) return null;
    return 'value' in entry ? entry.value : (feature.values[indexOf.get(entry.from) ?? -1] ?? null);
  };

  return (feature) => {
    const { row } = feature;
    const findings: Finding[] = [];
    const report = (
      code: string,
      severity: Finding['severity'],
      context: Finding['context'] = {},
      rest: Partial<Finding> = {},
    ) => {
      const subject = `row ${row}`;
      findings.push({
        code,
        severity,
        subject,
        id: `${code}:${subject}:${rest.field ?? ''}`,
        row,
        context,
        ...rest,
      });
    };
    const geometry = geometryOf(feature, plan, box, findings, report);
    const geometryBroken = findings.some(({ severity }) => severity === 'error');
    const area = geometry && plan.crs && !geometryBroken ? geodesicArea(geometry) : 0;
    const repairable =
      geometryBroken &&
      geometry !== null &&
      findings.every(
        ({ code, severity }) =>
          severity !== 'error' || (code.startsWith('geometry.') && code !== 'geometry.ring.not-finite'),
      );

    const land = `${raw('land_class_scheme', feature) ?? 'sandiao'}@${raw('land_class_version', feature) ?? '2019'}`;
    const cells = new Map<string, string | number | null>();
    for (const field of columns) {
      const source = raw(field.name, feature);
      const cell = cellOf(field, source, land);
      if ('finding' in cell) {
        report(
          cell.finding,
          'error',
          { field: sourceName(plan, field), value: String(source).slice(0, 60) },
          { field: field.name },
        );
      } else if (cell.value === null && field.required) {
        report('field.required.missing', 'error', { field: sourceName(plan, field) }, { field: field.name });
      }
      cells.set(field.name, 'value' in cell ? cell.value : null);
    }
    let computed = false;
    if (hasField(plan.layer, 'class_area') && geometry && plan.crs && !geometryBroken) {
      const areas = completeAreas(
        {
          parcelArea: numberOf(cells.get('parcel_area')),
          deductionRate: numberOf(cells.get('deduction_rate')),
          deductedArea: numberOf(cells.get('deducted_area')),
          classArea: numberOf(cells.get('class_area')),
        },
        geometry,
        area,
      );
      cells.set('parcel_area', areas.parcelArea);
      cells.set('deducted_area', areas.deductedArea);
      cells.set('class_area', areas.classArea);
      computed = areas.computed;
      for (const { code, context } of areas.findings) {
        report(code, code === 'area.parcel.differs' ? 'warning' : 'error', context, {
          field:
            code === 'area.parcel.differs'
              ? 'parcel_area'
              : code === 'area.class.mismatch'
                ? 'class_area'
                : 'deducted_area',
        });
      }
    }
    const regionCode =
      geometry && plan.crs && plan.locate && !geometryBroken
        ? regionOf(plan, geometry, raw('region_code', feature), report)
        : null;
    return {
      row,
      values: columns.map(({ name }) => cells.get(name) ?? null),
      geometry,
      regionCode,
      areaSquareMeters: area,
      findings,
      repairable,
      parcelAreaComputed: computed,
    };
  };
}

type Report = (
  code: string,
  severity: Finding['severity'],
  context?: Finding['context'],
  rest?: Partial<Finding>,
) => void;

function geometryOf(
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
function regionOf(
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

/** Areas of a parcel are filled in where the file leaves them out. */
function isCompleted(layer: LayerDefinition, name: string): boolean {
  return hasField(layer, 'class_area') && ['parcel_area', 'deducted_area', 'class_area'].includes(name);
}

function sourceName({ mapping }: RowPlan, field: FieldDefinition): string {
  const entry = mapping[field.name];
  return entry && 'from' in entry ? entry.from : field.title.zh;
}

function numberOf(value: string | number | null | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
