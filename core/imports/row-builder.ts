import type { MultiPolygon } from 'geojson';
import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { Mapping } from '#core/contract/imports.ts';
import type { Finding } from '#core/finding.ts';
import type { AttributeValue, SourceFeature, SourceField } from '#core/formats/types.ts';
import type { Crs } from '#core/geometry/crs.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { cellOf } from '#core/imports/cell.ts';
import { widened } from '#core/imports/crs-decision.ts';
import { hasField } from '#core/imports/field-mapping.ts';
import { completeAreas } from '#core/imports/land-areas.ts';
import type { RegionFinder } from '#core/imports/region-finder.ts';
import { geometryOf, type Report, regionOf } from '#core/imports/row-place.ts';

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
  /** Most points of one geometry; any number when absent. */
  readonly vertexLimit?: number | undefined;
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
    const report: Report = (code, severity, context = {}, rest = {}) => {
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
