import { z } from 'zod';
import { causeShape, featureParams, propertiesSchema, wholeFeature } from '#core/contract/edits.ts';
import { endpoint } from '#core/contract/endpoint.ts';
import { layerIdSchema, polygonalSchema } from '#core/contract/shared.ts';

/** Features that one act changes together. */
export const TOGETHER_LIMIT = 50;

const idSchema = z.number().int().positive();
/** A feature and the version of it that the act is made on. */
const onVersion = { id: idSchema, versionId: idSchema };

const problems = {
  400: ['invalid-request'],
  403: ['not-allowed'],
  404: ['feature-not-found', 'unknown-layer'],
  409: ['stale-write'],
  413: ['too-many-vertices'],
};

/** 分割要素: divides it along a line. It keeps its id with one piece; the others become new features with the same fields. */
export const splitFeature = endpoint({
  method: 'POST',
  path: '/api/layers/{layer}/features/{id}/split',
  tag: 'edits',
  summary: {
    zh: '沿线分割一个要素（须带 If-Match）',
    en: 'Split a feature along a line (needs If-Match)',
  },
  params: featureParams,
  body: z.object({
    line: z
      .object({
        type: z.literal('LineString'),
        coordinates: z.array(z.array(z.number()).min(2)).min(2).max(1000),
      })
      .describe('EPSG:4490, lon/lat'),
    keep: z
      .number()
      .int()
      .min(0)
      .max(99)
      .default(0)
      .describe('Which piece keeps the id: 0 the largest, 1 the next …'),
    ...causeShape,
  }),
  response: z.object({ kept: wholeFeature, added: z.array(wholeFeature) }),
  ifMatch: true,
  problems: {
    ...problems,
    422: ['invalid-geometry', 'invalid-value', 'outside-regions', 'nothing-split', 'not-divisible'],
    428: ['version-required'],
  },
});

/** 合并要素: the union of features that share edges. The first keeps its id, the others end. */
export const mergeFeatures = endpoint({
  method: 'POST',
  path: '/api/layers/{layer}/features/merge',
  tag: 'edits',
  summary: { zh: '合并相邻要素', en: 'Merge features that share edges' },
  params: z.object({ layer: layerIdSchema }),
  body: z.object({
    features: z.array(z.object(onVersion)).min(2).max(TOGETHER_LIMIT).describe('The first keeps its id'),
    attributesOf: idSchema
      .optional()
      .describe('Whose fields count; the first’s when absent. Areas are summed in any case'),
    ...causeShape,
  }),
  response: wholeFeature,
  etag: true,
  problems: {
    ...problems,
    422: [
      'invalid-geometry',
      'invalid-value',
      'outside-regions',
      'cannot-merge',
      'fields-differ',
      'not-divisible',
    ],
  },
});

/** 联动修改: outlines of several features at once, as neighbours that share edges need it. */
export const reshapeFeatures = endpoint({
  method: 'POST',
  path: '/api/layers/{layer}/features/reshape',
  tag: 'edits',
  summary: {
    zh: '同时修改多个要素的图形（相邻联动）',
    en: 'Change the outlines of several features at once',
  },
  params: z.object({ layer: layerIdSchema }),
  body: z.object({
    features: z
      .array(z.object({ ...onVersion, geometry: polygonalSchema, properties: propertiesSchema.optional() }))
      .min(1)
      .max(TOGETHER_LIMIT),
    ...causeShape,
  }),
  response: z.object({ features: z.array(wholeFeature) }),
  problems: {
    ...problems,
    422: ['invalid-geometry', 'invalid-value', 'outside-regions', 'coverage-broken'],
  },
});
