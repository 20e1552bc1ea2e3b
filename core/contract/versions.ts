import { z } from 'zod';
import {
  areaSchema,
  boundsSchema,
  layerIdSchema,
  multiPolygonSchema,
  propertyValueSchema,
} from '#core/contract/shared.ts';

export const changeKindSchema = z.enum(['import', 'add', 'edit', 'withdraw', 'restore', 'seed']);

/** 变动原因: why a figure moved. Absent: as the kind of change says (import: resurveyed, else corrected). */
export const causeSchema = z.enum(['converted', 'occupied', 'reclaimed', 'resurveyed', 'corrected']);

/** 版本: one state of a feature, who made it, when and why, on both time axes. */
export const versionSchema = z.object({
  layer: layerIdSchema,
  id: z.number().int(),
  versionId: z.number().int(),
  kind: changeKindSchema,
  /** True on the ground from … until (null: still). */
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  /** Known to us from … until (null: still; a version that was corrected has an end). */
  knownFrom: z.string(),
  knownUntil: z.string().nullable(),
  changedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  reason: z.string().nullable(),
  document: z.string().nullable(),
  cause: causeSchema.nullable(),
  batchId: z.number().int().nullable(),
  source: z.string().nullable(),
  regionCode: z.string(),
  label: z.string(),
  areaSquareMeters: areaSchema,
  geometryAreaSquareMeters: areaSchema,
  bounds: boundsSchema,
  /** Fields of personal data are left out here, as on the card. */
  properties: z.record(z.string(), propertyValueSchema),
});

export const versionWithGeometrySchema = versionSchema.extend({ geometry: multiPolygonSchema });

/** 冲突: what a stale write was made on (null: unknown to us) and what is in force now (null: withdrawn). */
export const conflictSchema = z.object({
  base: versionWithGeometrySchema.nullable(),
  current: versionWithGeometrySchema.nullable(),
});

export type Version = z.infer<typeof versionSchema>;
export type VersionWithGeometry = z.infer<typeof versionWithGeometrySchema>;
export type Conflict = z.infer<typeof conflictSchema>;
export type ChangeKind = z.infer<typeof changeKindSchema>;
export type Cause = z.infer<typeof causeSchema>;
