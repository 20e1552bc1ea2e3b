import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { findingSchema } from '#core/contract/imports.ts';
import { featureSchema } from '#core/contract/layers.ts';
import {
  layerIdSchema,
  momentSchema,
  multiPolygonSchema,
  polygonalSchema,
  propertyValueSchema,
} from '#core/contract/shared.ts';
import { causeSchema, versionSchema, versionWithGeometrySchema } from '#core/contract/versions.ts';

export const featureParams = z.object({
  layer: layerIdSchema,
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
});

export const wholeFeature = featureSchema.extend({ geometry: multiPolygonSchema });

/** Why, by what cause (变动原因), by which document, and since when on the ground (a day not after today; today when absent). */
export const causeShape = {
  reason: z.string().trim().min(2).max(500),
  /** What moved the figures: absent, the change counts as a correction. */
  cause: causeSchema.optional(),
  document: z.string().trim().max(200).optional(),
  trueFrom: momentSchema.optional(),
};

/** A feature as it was stored, and what a person should look at: overlaps with and gaps to neighbours of a coverage. */
const storedFeature = wholeFeature.extend({ findings: z.array(findingSchema) });

export const propertiesSchema = z.record(z.string().max(63), propertyValueSchema);

const writeProblems = {
  400: ['invalid-request'],
  403: ['not-allowed'],
  404: ['feature-not-found', 'unknown-layer'],
  409: ['stale-write'],
  413: ['too-many-vertices'],
  422: ['invalid-geometry', 'invalid-value', 'outside-regions'],
  428: ['version-required'],
} as const;

/** 新增要素. */
export const addFeature = endpoint({
  method: 'POST',
  path: '/api/layers/{layer}/features',
  tag: 'edits',
  summary: { zh: '新增一个要素', en: 'Add a feature' },
  params: z.object({ layer: layerIdSchema }),
  body: z.object({ geometry: polygonalSchema, properties: propertiesSchema, ...causeShape }),
  response: storedFeature,
  etag: true,
  status: 201,
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    413: ['too-many-vertices'],
    422: ['invalid-geometry', 'invalid-value', 'outside-regions'],
  },
});

/** 修改要素: fields and geometry that are given change, the rest stays. */
export const editFeature = endpoint({
  method: 'PATCH',
  path: '/api/layers/{layer}/features/{id}',
  tag: 'edits',
  summary: { zh: '修改一个要素（须带 If-Match）', en: 'Edit a feature (needs If-Match)' },
  params: featureParams,
  body: z.object({
    properties: propertiesSchema.optional(),
    geometry: polygonalSchema.optional(),
    ...causeShape,
  }),
  response: storedFeature,
  etag: true,
  ifMatch: true,
  problems: writeProblems,
});

/** 注销要素: it ends on the ground; history keeps it. */
export const withdrawFeature = endpoint({
  method: 'POST',
  path: '/api/layers/{layer}/features/{id}/withdraw',
  tag: 'edits',
  summary: {
    zh: '注销一个要素，历史保留（须带 If-Match）',
    en: 'End a feature, keeping its history (needs If-Match)',
  },
  params: featureParams,
  body: z.object(causeShape),
  response: versionSchema,
  ifMatch: true,
  problems: writeProblems,
});

/** 恢复版本: an earlier state becomes a new version. */
export const restoreVersion = endpoint({
  method: 'POST',
  path: '/api/layers/{layer}/features/{id}/restore',
  tag: 'edits',
  summary: {
    zh: '把一个历史版本恢复为新版本（须带 If-Match）',
    en: 'Make an earlier state the newest version (needs If-Match)',
  },
  params: featureParams,
  body: z.object({ versionId: z.number().int().positive(), ...causeShape }),
  response: wholeFeature,
  etag: true,
  ifMatch: true,
  problems: { ...writeProblems, 404: [...writeProblems[404], 'version-not-found'] },
});

/** 变更历史: every version of a feature, newest knowledge first. Also of a feature that has ended. */
export const getHistory = endpoint({
  method: 'GET',
  path: '/api/layers/{layer}/features/{id}/history',
  tag: 'edits',
  summary: { zh: '要素的全部版本', en: 'Every version of a feature' },
  params: featureParams,
  response: z.object({
    versions: z.array(versionSchema.extend({ geometryChanged: z.boolean() })),
    /** The version in force; null when the feature has ended. It is what If-Match names. */
    current: z.number().int().nullable(),
  }),
  problems: { 404: ['feature-not-found', 'unknown-layer'] },
});

export const getVersion = endpoint({
  method: 'GET',
  path: '/api/layers/{layer}/features/{id}/versions/{versionId}',
  tag: 'edits',
  summary: { zh: '一个版本及其几何', en: 'One version with its geometry' },
  params: featureParams.extend({
    versionId: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  }),
  response: versionWithGeometrySchema,
  problems: { 404: ['feature-not-found', 'version-not-found', 'unknown-layer'] },
});

/** 个人信息: the fields of personal data of a feature; looking is an act in the audit log. */
export const getPersonalFields = endpoint({
  method: 'GET',
  path: '/api/layers/{layer}/features/{id}/personal',
  tag: 'edits',
  summary: { zh: '查看个人信息字段（留痕）', en: 'The fields of personal data (leaves an audit line)' },
  params: featureParams,
  transaction: 'write',
  response: z.object({ properties: z.record(z.string(), propertyValueSchema) }),
  problems: { 404: ['feature-not-found', 'unknown-layer'] },
});
