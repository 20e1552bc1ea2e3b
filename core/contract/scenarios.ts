import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { regionCodeSchema } from '#core/contract/shared.ts';
import { scenarioItemSchema } from '#core/contract/what-if.ts';

/** 情景: items that a person tries together. */
const scenarioContent = {
  region: regionCodeSchema,
  name: z.string().trim().min(1).max(100),
  year: z.number().int().min(1950).max(2150),
  /** Day whose survey it is computed on; the present when null. */
  surveyDate: z.iso.date().nullable(),
  note: z.string().trim().max(500),
  items: z.array(scenarioItemSchema).max(200),
};

export const scenarioSchema = z.object({
  id: z.uuid(),
  /** What If-Match names; grows by one with every change. */
  versionId: z.number().int(),
  ...scenarioContent,
  shared: z.boolean(),
  /** null: made with the demonstration. */
  owner: z.string().nullable(),
  mine: z.boolean(),
  changedAt: z.string(),
});

const scenarioParams = z.object({ id: z.uuid() });

export const getScenarios = endpoint({
  method: 'GET',
  path: '/api/scenarios',
  tag: 'scenarios',
  summary: { zh: '我的和共享给我的情景', en: 'Scenarios of mine and shared with me' },
  query: z.object({ region: regionCodeSchema.optional() }),
  response: z.object({
    scenarios: z.array(
      scenarioSchema.omit({ items: true, note: true }).extend({ itemCount: z.number().int() }),
    ),
  }),
});

export const getScenario = endpoint({
  method: 'GET',
  path: '/api/scenarios/{id}',
  tag: 'scenarios',
  summary: { zh: '一个情景', en: 'One scenario' },
  params: scenarioParams,
  response: scenarioSchema,
  etag: true,
  problems: { 404: ['scenario-not-found'] },
});

export const addScenario = endpoint({
  method: 'POST',
  path: '/api/scenarios',
  tag: 'scenarios',
  summary: { zh: '保存新情景', en: 'Save a new scenario' },
  body: z.object({
    ...scenarioContent,
    surveyDate: scenarioContent.surveyDate.default(null),
    note: scenarioContent.note.default(''),
    shared: z.boolean().default(false),
  }),
  response: scenarioSchema,
  etag: true,
  status: 201,
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['region-not-found'],
    422: ['invalid-value'],
  },
});

export const changeScenario = endpoint({
  method: 'PATCH',
  path: '/api/scenarios/{id}',
  tag: 'scenarios',
  summary: {
    zh: '修改、共享或归档情景（须带 If-Match）',
    en: 'Change, share or archive a scenario (needs If-Match)',
  },
  params: scenarioParams,
  // Nothing here has a default: what is not given stays as it is.
  body: z
    .object({ ...scenarioContent, shared: z.boolean(), archived: z.boolean() })
    .partial()
    .omit({ region: true }),
  response: scenarioSchema,
  etag: true,
  ifMatch: true,
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['scenario-not-found'],
    409: ['stale-write'],
    422: ['invalid-value'],
    428: ['version-required'],
  },
});

/** 转为批次: the conversions of a scenario become a planned batch with its parcels in the ledger's layers; who may add there. */
export const batchFromScenario = endpoint({
  method: 'POST',
  path: '/api/scenarios/{id}/batch',
  tag: 'scenarios',
  summary: { zh: '把情景转为计划批次', en: 'Turn a scenario into a planned batch' },
  params: scenarioParams,
  body: z.object({
    batchNumber: z.string().trim().min(1).max(60),
    name: z.string().trim().min(1).max(200),
    reason: z.string().trim().min(2).max(500),
    document: z.string().trim().max(200).optional(),
  }),
  response: z.object({ batch: z.number().int(), parcels: z.array(z.number().int()) }),
  status: 201,
  problems: {
    403: ['not-allowed'],
    404: ['scenario-not-found'],
    409: ['batch-number-taken'],
    422: ['invalid-geometry', 'invalid-value', 'outside-regions'],
  },
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioSummary = z.infer<typeof getScenarios.response>['scenarios'][number];
