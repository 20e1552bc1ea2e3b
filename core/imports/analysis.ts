import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Blocker, ImportPreview, ImportSettings, Mapping } from '#core/contract/imports.ts';
import type { Finding } from '#core/finding.ts';
import { encodingChoices } from '#core/formats/encoding.ts';
import type { OpenedSource, SourceFeature } from '#core/formats/types.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { type CrsDecision, crsChoices, decideCrs } from '#core/imports/crs-decision.ts';
import { proposeMapping, unknownEntries, unmappedRequired } from '#core/imports/field-mapping.ts';
import { FindingTally } from '#core/imports/finding-tally.ts';
import { OutlineCollector } from '#core/imports/outline.ts';
import { robustBox } from '#core/imports/robust-box.ts';
import { type BuiltRow, type RowPlan, rowBuilder, wantedFields } from '#core/imports/row-builder.ts';

const sampleRows = 20;
const samplesOfAField = 5;

/** A preview without what only the database knows. */
export type Analysis = Omit<ImportPreview, 'duplicates' | 'repairs'>;

/** 导入计划: everything decided about a file before its rows are built. */
export interface ImportPlan {
  readonly rows: Omit<RowPlan, 'regions' | 'repaired'>;
  readonly crs: CrsDecision;
  readonly blockers: readonly Blocker[];
  readonly findings: readonly Finding[];
}

/** Decides CRS and mapping from the settings, the file's declarations and one vertex of each row. */
export function planImport(
  source: OpenedSource,
  layer: LayerDefinition,
  settings: ImportSettings,
  districtBox: LonLatBox,
): ImportPlan {
  const crs = decideCrs({
    choice: settings.crs,
    swapAxes: settings.swapAxes,
    confirmOutside: settings.confirmOutside,
    declared: source.crs,
    box: boxOfSource(source),
    districtBox,
    file: source.fileName,
  });
  const mapping = settings.mapping ?? proposeMapping(layer, source.fields);
  const blockers = [...(crs.blocker ? [crs.blocker] : []), ...requiredBlockers(layer, mapping)];
  const findings = unknownEntries(layer, source.fields, mapping).map(({ column, from }): Finding => {
    const code = 'field.mapping.unknown';
    return {
      code,
      severity: 'error',
      subject: `column ${column}`,
      id: `${code}:${column}`,
      field: column,
      context: { column, from: from ?? '' },
    };
  });
  if (crs.overridden && source.crs) {
    const code = 'crs.declared.overridden';
    const declared = source.crs.text.slice(0, 80);
    findings.push({
      code,
      severity: 'warning',
      subject: `file ${source.fileName}`,
      id: code,
      context: { declared },
    });
  }
  return {
    crs,
    blockers,
    findings,
    rows: {
      layer,
      fields: source.fields,
      mapping,
      crs: crs.crs,
      swapped: crs.swapped,
      // Where the file as a whole lies wrongly, saying so of each row adds nothing.
      districtBox: settings.confirmOutside || crs.blocker ? null : districtBox,
      locate: crs.blocker === null,
    },
  };
}

export interface AnalysisOptions {
  readonly onProgress?: (fraction: number) => void;
  /** Receives rows whose geometry the database may repair. */
  readonly onRepairable?: (row: BuiltRow) => void;
}

/** 预检: walks every row once and tells what would be stored, with everything that is wrong. */
export function analyse(
  source: OpenedSource,
  plan: ImportPlan,
  context: Pick<RowPlan, 'regions' | 'repaired'>,
  settings: ImportSettings,
  districtBox: LonLatBox,
  options: AnalysisOptions = {},
): Analysis {
  const tally = new FindingTally();
  tally.add([...source.findings, ...plan.findings]);
  const outline = new OutlineCollector();
  const build = rowBuilder({ ...plan.rows, ...context });
  const sample = firstRows(source);
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  let area = 0;
  let computed = 0;
  let done = 0;
  for (const feature of source.features(wantedFields(plan.rows.mapping))) {
    const row = build(feature);
    const bad = tally.addRow(row.findings);
    if (bad && row.repairable) options.onRepairable?.(row);
    if (!bad) area += row.areaSquareMeters;
    if (row.parcelAreaComputed) computed++;
    if (row.geometry && plan.crs.crs) {
      const box = boxOf(row.geometry.coordinates.flat(2));
      west = Math.min(west, box[0]);
      south = Math.min(south, box[1]);
      east = Math.max(east, box[2]);
      north = Math.max(north, box[3]);
      outline.add(row.row, row.geometry, bad);
    }
    done++;
    if (done % 500 === 0) options.onProgress?.(Math.min(1, done / Math.max(1, source.featureCount)));
  }
  tally.add(source.rowFindings());
  if (computed > 0) tally.add([computedAreas(source.fileName, computed)]);
  const findings = tally.summary();
  const blockers = [...plan.blockers];
  if (done === 0) blockers.push(noRows(source.fileName));
  const stored = done - findings.rowsWithErrors;
  const fileErrors = plan.findings.some(({ severity }) => severity === 'error');
  return {
    fileName: source.fileName,
    files: [...source.parts],
    format: source.format,
    tables: [...source.tables],
    table: source.table,
    featureCount: done,
    encoding: { ...source.encoding, choices: [...encodingChoices] },
    crs: {
      epsg: plan.crs.crs?.epsg ?? null,
      name: plan.crs.crs?.name ?? null,
      by: plan.crs.by,
      reason: plan.crs.reason,
      swapped: plan.crs.swapped,
      choices: crsChoices(districtBox).map(({ epsg, name }) => ({ epsg, name })),
    },
    bounds: Number.isFinite(west) ? [west, south, east, north] : null,
    fields: source.fields.map(({ name, type }, index) => ({ name, type, samples: samplesOf(sample, index) })),
    mapping: plan.rows.mapping,
    rows: sample.map(({ row, values }) => ({
      row,
      values: values.map((value) => (value === null ? null : String(value).slice(0, 120))),
    })),
    findings,
    blockers,
    outline: { type: 'FeatureCollection', features: outline.features },
    outlineShortened: outline.shortened,
    areaSquareMeters: area,
    commit: {
      possible:
        blockers.length === 0 &&
        !fileErrors &&
        stored > 0 &&
        (findings.rowsWithErrors === 0 || settings.skipBadRows),
      rows: stored,
      skipped: findings.rowsWithErrors,
    },
  };
}

/** One vertex of every row, without outliers. */
function boxOfSource(source: OpenedSource): LonLatBox | null {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const { geometry } of source.features(new Set())) {
    if (geometry.kind !== 'polygon') continue;
    const first = firstFinite(geometry.coordinates);
    if (first === null) continue;
    xs.push(first[0]);
    ys.push(first[1]);
  }
  return robustBox(xs, ys);
}

function firstFinite(coordinates: Float64Array): [number, number] | null {
  for (let i = 0; i + 1 < coordinates.length; i += 2) {
    const [x, y] = [coordinates[i]!, coordinates[i + 1]!];
    if (Number.isFinite(x) && Number.isFinite(y)) return [x, y];
  }
  return null;
}

function requiredBlockers(layer: LayerDefinition, mapping: Mapping): Blocker[] {
  return unmappedRequired(layer, mapping).map((field) => ({
    type: 'required-field-unmapped',
    title: { zh: '必填字段没有对应', en: 'A required field is not mapped' },
    detail: {
      zh: `图层“${layer.title.zh}”的必填字段“${field.title.zh}”（${[...field.aliases, field.name].join('、')}）在文件中没有找到。`,
      en: `The required field “${field.title.en}” (${[...field.aliases, field.name].join(', ')}) of “${layer.title.en}” was not found in the file.`,
    },
    next: {
      zh: '请在字段对应中选择文件的字段，或填一个适用于所有行的值。',
      en: 'Choose a field of the file for it, or enter one value for all rows.',
    },
    field: field.name,
    settle: null,
  }));
}

function noRows(file: string): Blocker {
  return {
    type: 'file-without-rows',
    title: { zh: '文件没有数据', en: 'The file holds no row' },
    detail: { zh: `${file}：一个要素也没有。`, en: `${file}: it holds not a single feature.` },
    next: { zh: '请检查导出条件。', en: 'Check how it was exported.' },
    settle: null,
  };
}

function firstRows(source: OpenedSource): SourceFeature[] {
  const rows: SourceFeature[] = [];
  for (const feature of source.features()) {
    if (rows.length >= sampleRows) break;
    rows.push(feature);
  }
  return rows;
}

function computedAreas(file: string, count: number): Finding {
  const code = 'area.parcel.computed';
  return { code, severity: 'info', subject: `file ${file}`, id: code, context: { count } };
}

function samplesOf(sample: readonly SourceFeature[], index: number): string[] {
  const values = sample.flatMap(({ values: row }) =>
    row[index] == null ? [] : [String(row[index]).slice(0, 60)],
  );
  return [...new Set(values)].slice(0, samplesOfAField);
}
