import type { MultiPolygon } from 'geojson';
import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { ImportPreview, ImportSettings } from '#core/contract/imports.ts';
import type { Finding } from '#core/finding.ts';
import { type ZipLimits, zipLimits } from '#core/formats/zip.ts';
import type { Analysis } from '#core/imports/analysis.ts';
import { hasField } from '#core/imports/field-mapping.ts';
import { findingMessage } from '#core/imports/messages.ts';
import type { Run } from '#server/access/access.ts';
import { batchesOfFile, featuresInBox, madeValid, regionOutlines } from '#server/db/tables/import-batches.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import type { ReadTask, RepairableRow, StoredFile } from '#server/imports/protocol.ts';
import { analyseFiles, type ReadOptions } from '#server/imports/reader.ts';

export interface ImportFiles {
  readonly files: readonly StoredFile[];
  /** Of all files together. */
  readonly sha256: string;
}

/** 预检结果: what is shown, and the task that reads the same rows again for storing them. */
export interface AnalysedImport {
  readonly preview: ImportPreview;
  readonly task: Omit<ReadTask, 'work'>;
}

/**
 * 预检导入: reads the files against the layer, the regions and the district of this database. With `make-valid` the broken polygons go through the
 * database's repair and everything is read once more with the result. Changes nothing.
 *
 * @throws Problem when the files cannot be read
 */
export async function analyseImport(
  run: Run,
  upload: ImportFiles,
  settings: ImportSettings,
  options: ReadOptions & { readonly limits?: ZipLimits; readonly vertexLimit?: number } = {},
): Promise<AnalysedImport> {
  const [regions, workspace, duplicates] = await Promise.all([
    run(regionOutlines),
    run(workspaceSetting),
    run((tx) => batchesOfFile(tx, upload.sha256)),
  ]);
  const layer = layerById(settings.layer);
  let task: Omit<ReadTask, 'work'> = {
    files: upload.files,
    settings,
    districtBox: workspace.districtBox,
    regions,
    limits: options.limits ?? zipLimits,
    vertexLimit: options.vertexLimit,
    repaired: [],
  };
  let result = await analyseFiles(task, options);
  let repairs: ImportPreview['repairs'] = [];
  if (result.repairable.length > 0) {
    const repaired = await repair(run, result.repairable, options.signal);
    repairs = repaired.map(({ row, areaBefore, areaAfter }) => ({ row, areaBefore, areaAfter }));
    task = { ...task, repaired: repaired.map(({ row, geometry }) => [row, geometry] as const) };
    result = await analyseFiles(task, options);
  }
  const preview = { ...result.analysis, repairs, duplicates } as ImportPreview;
  const overlap = await overlapFinding(run, layer, result.analysis);
  return { preview: overlap ? withFinding(preview, overlap) : preview, task };
}

interface Repaired {
  readonly row: number;
  readonly geometry: MultiPolygon;
  readonly areaBefore: number;
  readonly areaAfter: number;
}

async function repair(
  run: Run,
  rows: readonly RepairableRow[],
  signal: AbortSignal | undefined,
): Promise<Repaired[]> {
  const repaired: Repaired[] = [];
  for (const { row, geometry, areaSquareMeters } of rows) {
    signal?.throwIfAborted();
    const made = await run((tx) => madeValid(tx, geometry));
    if (made) {
      repaired.push({
        row,
        geometry: made.geometry,
        areaBefore: areaSquareMeters,
        areaAfter: made.areaSquareMeters,
      });
    }
  }
  return repaired;
}

/** Land layers cover the ground once: what lies there already would be counted twice. */
async function overlapFinding(
  run: Run,
  layer: LayerDefinition,
  { bounds, crs, fileName }: Analysis,
): Promise<Finding | undefined> {
  if (!hasField(layer, 'class_area') || bounds === null || crs.epsg === null) return undefined;
  const count = await run((tx) => featuresInBox(tx, layer, bounds));
  if (count === 0) return undefined;
  const code = 'layer.rows.already-there';
  return { code, severity: 'warning', subject: `file ${fileName}`, id: code, context: { count } };
}

function withFinding(preview: ImportPreview, finding: Finding): ImportPreview {
  const { findings } = preview;
  const { code, severity, subject, id, context } = finding;
  return {
    ...preview,
    findings: {
      ...findings,
      warnings: findings.warnings + 1,
      codes: [...findings.codes, { code, severity, count: 1 }],
      first: [...findings.first, { code, severity, subject, id, context, message: findingMessage(finding) }],
    },
  };
}
