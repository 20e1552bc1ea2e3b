import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import {
  areaSchema,
  bilingualSchema,
  boundsSchema,
  layerIdSchema,
  lonLatSchema,
  multiPolygonSchema,
} from '#core/contract/shared.ts';
import { FORMAT_IDS } from '#core/formats/types.ts';

export const importStateSchema = z.enum([
  'reading',
  'preview',
  'committing',
  'committed',
  'failed',
  'cancelled',
]);

/** 字段对应: where a column of the layer takes its value from: a field of the file, or one value for all rows. */
export const mappingEntrySchema = z.union([
  z.object({ from: z.string().min(1).max(200) }),
  z.object({ value: z.string().max(500) }),
]);

/** Layer column → source. A column left out stays empty. `region_code` may be mapped too; else the place decides. */
export const mappingSchema = z.record(z.string().max(63), mappingEntrySchema);

/** 导入设置: what a person may decide about a file; what is left out is decided by the reader, which says why. */
export const importSettingsSchema = z.object({
  layer: layerIdSchema,
  /** EPSG number. */
  crs: z.number().int().nullable().default(null).describe('EPSG number; null: as the file says'),
  encoding: z.string().max(40).nullable().default(null).describe('e.g. gbk, utf-8; null: as the file says'),
  /** Table of a file that has several. */
  table: z.string().max(300).nullable().default(null),
  /** Null: proposed by names and aliases. */
  mapping: mappingSchema.nullable().default(null),
  /** The person says that the first column is north. */
  swapAxes: z.boolean().default(false),
  /** The person confirms coordinates outside the district's box. */
  confirmOutside: z.boolean().default(false),
  /** Rows with errors are left out; without it nothing is stored when any row has one. */
  skipBadRows: z.boolean().default(false),
  /** `make-valid`: broken rings are repaired by the database, each change of area shown. */
  repair: z.enum(['none', 'make-valid']).default('none'),
});

/** As `importSettingsSchema`, every part optional: only what is given changes. */
export const importChangesSchema = z
  .object({
    layer: layerIdSchema,
    crs: z.number().int().nullable(),
    encoding: z.string().max(40).nullable(),
    table: z.string().max(300).nullable(),
    mapping: mappingSchema.nullable(),
    swapAxes: z.boolean(),
    confirmOutside: z.boolean(),
    skipBadRows: z.boolean(),
    repair: z.enum(['none', 'make-valid']),
  })
  .partial()
  .strict();

export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  subject: z.string(),
  id: z.string(),
  row: z.number().int().optional(),
  field: z.string().optional(),
  lonLat: lonLatSchema.optional(),
  context: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The sentence in both languages. */
  message: bilingualSchema,
});

/** 待确认: why the file as a whole cannot be stored yet, and which settings would settle it. */
export const blockerSchema = z.object({
  type: z.string(),
  title: bilingualSchema,
  detail: bilingualSchema,
  next: bilingualSchema,
  field: z.string().optional(),
  /** A change of settings that settles it, when one click can. */
  settle: importChangesSchema.nullable(),
});

const crsChoiceSchema = z.object({ epsg: z.number().int(), name: bilingualSchema });

export const importPreviewSchema = z.object({
  fileName: z.string(),
  files: z.array(z.string()),
  format: z.enum(FORMAT_IDS),
  tables: z.array(z.string()),
  table: z.string(),
  featureCount: z.number().int(),
  encoding: z.object({
    value: z.string(),
    by: z.enum(['choice', 'cpg', 'ldid', 'content', 'format']),
    reason: bilingualSchema,
    choices: z.array(z.string()),
  }),
  crs: z.object({
    /** Null when it is not settled. */
    epsg: z.number().int().nullable(),
    name: bilingualSchema.nullable(),
    by: z.enum(['choice', 'declared', 'guessed', 'none']),
    reason: bilingualSchema,
    swapped: z.boolean(),
    choices: z.array(crsChoiceSchema),
  }),
  /** Lon/lat box of the file, null while its CRS is not settled. */
  bounds: boundsSchema.nullable(),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['text', 'number', 'integer', 'date', 'boolean']),
      samples: z.array(z.string()),
    }),
  ),
  mapping: mappingSchema,
  /** First rows as the file has them, values in the order of `fields`. */
  rows: z.array(z.object({ row: z.number().int(), values: z.array(z.string().nullable()) })),
  findings: z.object({
    errors: z.number().int(),
    warnings: z.number().int(),
    infos: z.number().int(),
    rowsWithErrors: z.number().int(),
    codes: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['error', 'warning', 'info']),
        count: z.number().int(),
      }),
    ),
    first: z.array(findingSchema),
  }),
  blockers: z.array(blockerSchema),
  /** Simplified outlines in lon/lat for showing over the known boundary. */
  outline: z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        properties: z.object({ row: z.number().int(), bad: z.boolean() }),
        geometry: multiPolygonSchema,
      }),
    ),
  }),
  /** True when not every row is in the outline. */
  outlineShortened: z.boolean(),
  /** Ellipsoidal area of all rows that can be stored. */
  areaSquareMeters: areaSchema,
  /** Rows that the database would repair, with the change of area. */
  repairs: z.array(
    z.object({ row: z.number().int(), areaBefore: z.number().nullable(), areaAfter: z.number() }),
  ),
  /** Batches that came from the same bytes. */
  duplicates: z.array(
    z.object({ batchId: z.number().int(), name: z.string(), layer: z.string(), createdAt: z.string() }),
  ),
  commit: z.object({
    possible: z.boolean(),
    /** Rows that would be stored and left out. */
    rows: z.number().int(),
    skipped: z.number().int(),
  }),
});

const problemInBothLanguages = z.object({
  type: z.string(),
  status: z.number().int(),
  title: bilingualSchema,
  detail: bilingualSchema,
  next: bilingualSchema,
  file: z.string().optional(),
  row: z.number().int().optional(),
  field: z.string().optional(),
  value: z.string().optional(),
});

export const importSchema = z.object({
  id: z.string(),
  state: importStateSchema,
  /** 0 … 1 of the work that runs. */
  progress: z.number().min(0).max(1),
  fileName: z.string(),
  settings: importSettingsSchema,
  preview: importPreviewSchema.nullable(),
  /** Why the state is `failed`. */
  problem: problemInBothLanguages.nullable(),
  batchId: z.number().int().nullable(),
});

export const importBatchSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  layer: layerIdSchema,
  status: z.enum(['committed', 'undone']),
  fileNames: z.array(z.string()),
  crs: z.string(),
  encoding: z.string().nullable(),
  rowCount: z.number().int(),
  skippedCount: z.number().int(),
  areaSquareMeters: areaSchema,
  createdAt: z.string(),
  undoneAt: z.string().nullable(),
});

const importId = z.object({ id: z.uuid() });
const batchId = z.object({ id: z.coerce.number().int().positive() });
const tag = 'imports';

/** 上传: multipart/form-data with `files` (one zip, or the loose files of one layer) and `settings` (JSON, at least the layer). */
export const createImport = endpoint({
  transaction: 'none',
  method: 'POST',
  path: '/api/imports',
  tag,
  summary: { zh: '上传文件并开始读取', en: 'Upload files and start reading' },
  form: z.object({
    files: z
      .array(z.string().meta({ contentMediaType: 'application/octet-stream' }))
      .describe('One zip, or the loose files of one layer'),
    settings: importSettingsSchema.describe('As JSON text'),
  }),
  response: importSchema,
  status: 202,
  problems: {
    400: ['invalid-request'],
    413: ['upload-too-large'],
    422: ['file-empty', 'upload-without-file'],
  },
});

export const getImport = endpoint({
  transaction: 'none',
  method: 'GET',
  path: '/api/imports/{id}',
  tag,
  summary: { zh: '导入的进度与预览', en: 'Progress and preview of an import' },
  params: importId,
  response: importSchema,
  problems: { 404: ['import-not-found'] },
});

export const changeImport = endpoint({
  transaction: 'none',
  method: 'PATCH',
  path: '/api/imports/{id}',
  tag,
  summary: { zh: '更改导入设置并重新读取', en: 'Change the settings and read again' },
  params: importId,
  body: importChangesSchema,
  response: importSchema,
  problems: { 404: ['import-not-found'], 409: ['import-not-changeable'] },
});

export const commitImport = endpoint({
  transaction: 'none',
  method: 'POST',
  path: '/api/imports/{id}/commit',
  tag,
  summary: { zh: '存为一个批次（同一事务）', en: 'Store as one batch, in one transaction' },
  params: importId,
  body: z.object({ name: z.string().trim().min(1).max(200) }).strict(),
  response: importSchema,
  status: 202,
  problems: {
    404: ['import-not-found'],
    409: ['import-not-ready'],
    422: ['rows-with-errors', 'crs-unknown', 'outside-district', 'axes-swapped', 'crs-contradicted'],
  },
});

export const cancelImport = endpoint({
  transaction: 'none',
  method: 'DELETE',
  path: '/api/imports/{id}',
  tag,
  summary: { zh: '取消导入，不留痕迹', en: 'Cancel an import, leaving nothing behind' },
  params: importId,
  response: importSchema,
  problems: { 404: ['import-not-found'], 409: ['import-committed'] },
});

export const getImportBatches = endpoint({
  method: 'GET',
  path: '/api/import-batches',
  tag,
  summary: { zh: '导入批次，最近的在前', en: 'Import batches, latest first' },
  response: z.object({ batches: z.array(importBatchSchema) }),
});

export const undoImportBatch = endpoint({
  transaction: 'none',
  method: 'POST',
  path: '/api/import-batches/{id}/undo',
  tag,
  summary: { zh: '撤销一个批次（历史保留）', en: 'Undo a batch; history is kept' },
  params: batchId,
  response: importBatchSchema,
  problems: { 404: ['batch-not-found'], 409: ['batch-already-undone', 'batch-changed-since'] },
});

export type ImportState = z.infer<typeof importStateSchema>;
export type MappingEntry = z.infer<typeof mappingEntrySchema>;
export type Mapping = z.infer<typeof mappingSchema>;
export type ImportSettings = z.infer<typeof importSettingsSchema>;
export type ImportChanges = z.infer<typeof importChangesSchema>;
export type Blocker = z.infer<typeof blockerSchema>;
export type ImportPreview = z.infer<typeof importPreviewSchema>;
export type ImportResource = z.infer<typeof importSchema>;
export type ImportBatch = z.infer<typeof importBatchSchema>;
