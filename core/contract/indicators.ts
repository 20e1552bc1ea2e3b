import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import {
  asOfQuery,
  bilingualSchema,
  layerIdSchema,
  momentSchema,
  regionCodeSchema,
} from '#core/contract/shared.ts';
import { causeSchema } from '#core/contract/versions.ts';

/**
 * 口径: a small declarative form of what an indicator counts. Rows of `layer` inside the region that pass every filter; of each its `value`,
 * or with `overlay` only what lies under rows of another layer; summed or counted; less what `minus` comes to.
 */
export const filterSchema = z.union([
  z.object({
    field: z.string().max(63),
    in: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .max(200),
  }),
  z.object({
    field: z.string().max(63),
    notIn: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .max(200),
  }),
  /** Compared with the target's year. */
  z.object({ field: z.string().max(63), year: z.enum(['=', '<=', '>=']) }),
  z.object({ field: z.string().max(63), atLeast: z.number() }),
  z.object({ field: z.string().max(63), atMost: z.number() }),
  /** The text holds the place the target names (南运河片区); without a place every row passes. */
  z.object({ field: z.string().max(63), holdsPlace: z.literal(true) }),
]);

const formulaPart = {
  layer: layerIdSchema,
  filters: z.array(filterSchema).max(20),
  /** `signed`: the layer's signed area column (图斑地类面积 where it has one); `geometry`: ellipsoidal; `rows`: how many; a column's name. */
  value: z.string().max(63),
  aggregate: z.enum(['sum', 'minimum', 'count']),
  overlay: z.object({ layer: layerIdSchema, filters: z.array(filterSchema).max(20) }).optional(),
};

export const formulaSchema = z.object({ ...formulaPart, minus: z.object(formulaPart).optional() });

export const indicatorSchema = z.object({
  code: z.string(),
  title: bilingualSchema,
  unit: z.enum(['area', 'count', 'money', 'ratio']),
  rule: z.object({ text: bilingualSchema, source: z.string() }),
  /** null: nothing measures it; its targets are kept for the record. */
  formula: formulaSchema.nullable(),
  /** The formula in words, from the formula itself. */
  formulaText: bilingualSchema.nullable(),
  comparator: z.enum(['>=', '<=', '=']),
  decimals: z.number().int(),
  warningRatio: z.number(),
  own: z.boolean(),
});

export const getIndicators = endpoint({
  method: 'GET',
  path: '/api/indicators',
  tag: 'targets',
  summary: { zh: '指标库：口径、单位、依据', en: 'Indicators: formula, unit, source' },
  response: z.object({ indicators: z.array(indicatorSchema) }),
});

/** 句子转指标: what a planning sentence asks. Proposals only: a person confirms; what is not there is not invented. */
export const readSentence = endpoint({
  method: 'POST',
  path: '/api/targets/sentence',
  tag: 'targets',
  transaction: 'read',
  summary: {
    zh: '从规划文句中读出指标（须人工确认）',
    en: 'Read targets from a planning sentence (a person confirms)',
  },
  body: z.object({ text: z.string().min(1).max(4000), year: z.number().int().optional() }),
  response: z.object({
    proposals: z.array(
      z.object({
        /** null: the figure is no indicator that is known. */
        indicator: z.string().nullable(),
        comparator: z.enum(['>=', '<=', '=']),
        /** The words that say so, as written; null when none do and `=` is only assumed. */
        comparatorText: z.string().nullable(),
        /** Canonical: m², else the unit's own. */
        value: z.number(),
        reportedText: z.string(),
        reportedUnit: z.string(),
        unit: z.enum(['area', 'count', 'money', 'ratio']),
        year: z.number().int().nullable(),
        place: z.string().nullable(),
        regionCode: z.string().nullable(),
        /** Where in the text: [start, end) of the figure with its unit. */
        at: z.tuple([z.number().int(), z.number().int()]),
        /** The clause it stands in, as written. */
        clause: z.string(),
        /** `approximate`: the sentence says about; `range`: one of two ends; `total`: the sentence says that others are in it. */
        flags: z.array(z.enum(['approximate', 'range', 'total'])),
      }),
    ),
    /** 矛盾: sums that do not sum, products that do not multiply; shown, never mended. */
    contradictions: z.array(
      z.object({ text: bilingualSchema, at: z.tuple([z.number().int(), z.number().int()]) }),
    ),
  }),
  problems: { 400: ['invalid-request'] },
});

const targetContent = {
  indicator: z.string().max(60),
  region: regionCodeSchema,
  year: z.number().int().min(1950).max(2150),
  comparator: z.enum(['>=', '<=', '=']),
  /** As the document prints it, with its unit; the canonical value is worked out from it. */
  reportedText: z.string().trim().min(1).max(40),
  reportedUnit: z.string().trim().min(1).max(20),
  place: z.string().trim().min(1).max(60).optional(),
  sourceDocument: z.string().trim().min(1).max(300),
  sourceClause: z.string().trim().max(200).optional(),
  note: z.string().trim().max(500).optional(),
};

export const targetWishSchema = z.object({ ...targetContent, reason: z.string().trim().min(2).max(500) });

export const targetRevisionSchema = z.object({
  /** null: the target ends. */
  content: z.object(targetContent).omit({ indicator: true, region: true }).nullable(),
  reason: z.string().trim().min(2).max(500),
});

/** 录入控制指标. */
export const addTarget = endpoint({
  method: 'POST',
  path: '/api/targets',
  tag: 'targets',
  summary: { zh: '录入一个控制指标', en: 'Enter a target' },
  body: targetWishSchema,
  response: z.object({ id: z.number().int() }),
  status: 201,
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['region-not-found'],
    409: ['target-exists'],
    422: ['invalid-value'],
  },
});

/** 修订或停用控制指标: what it was stays in the history. */
export const changeTarget = endpoint({
  method: 'POST',
  path: '/api/targets/{id}/revision',
  tag: 'targets',
  summary: { zh: '修订或停用一个控制指标', en: 'Revise or end a target' },
  params: z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
  body: targetRevisionSchema,
  response: z.object({ id: z.number().int().nullable() }),
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['target-not-found'],
    409: ['target-exists'],
    422: ['invalid-value'],
  },
});

/** 谁动了这个数: from the figure of one moment to that of another, by cause and row; the parts sum exactly. */
export const getMovement = endpoint({
  method: 'GET',
  path: '/api/targets/{id}/movement',
  tag: 'targets',
  summary: { zh: '两个时点之间指标数的变动及原因', en: 'What moved a figure between two moments, by cause' },
  params: z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
  query: z.object({ from: momentSchema, to: momentSchema.optional().describe('Now when absent') }),
  response: z.object({
    from: z.object({ moment: z.string(), value: z.number() }),
    to: z.object({ moment: z.string(), value: z.number() }),
    /** Every cause, also those that moved nothing; from + Σ change = to, to the hundredth. */
    causes: z.array(z.object({ cause: causeSchema, change: z.number(), rowCount: z.number().int() })),
    /** The rows that moved it, largest first; at most 1000 of them. */
    rows: z.array(
      z.object({
        layer: layerIdSchema,
        id: z.number().int(),
        label: z.string(),
        regionCode: z.string(),
        regionName: z.string(),
        cause: causeSchema,
        change: z.number(),
        /** When it became so on the ground, and when it was made known. */
        validFrom: z.string(),
        knownFrom: z.string(),
        changedBy: z.string().nullable(),
        reason: z.string().nullable(),
        document: z.string().nullable(),
      }),
    ),
    truncated: z.boolean(),
  }),
  problems: {
    400: ['invalid-request'],
    404: ['target-not-found', 'target-not-measured'],
    422: ['invalid-value'],
  },
});

export const targetStateSchema = z.enum(['holds', 'near', 'breached', 'not-measured']);

/** 指标看板: every target of a region and below by year, its trend, and what plans will do to the figures. */
export const getDashboard = endpoint({
  method: 'GET',
  path: '/api/dashboard',
  tag: 'targets',
  summary: {
    zh: '指标看板：各地区各年度指标状态、趋势与预测',
    en: 'Dashboard: states, trends and forecast by region and year',
  },
  query: z.object({
    region: regionCodeSchema,
    year: z.coerce.number().int().min(1950).max(2150).optional(),
    ...asOfQuery,
  }),
  response: z.object({
    region: z.object({ code: z.string(), name: z.string() }),
    year: z.number().int(),
    years: z.array(z.number().int()),
    dataDate: z.string().nullable(),
    targets: z.array(
      z.object({
        target: z.number().int(),
        indicator: z.string(),
        title: bilingualSchema,
        unit: z.enum(['area', 'count', 'money', 'ratio']),
        place: z.string().nullable(),
        year: z.number().int(),
        comparator: z.enum(['>=', '<=', '=']),
        value: z.number(),
        reportedText: z.string(),
        reportedUnit: z.string(),
        measured: z.number().nullable(),
        margin: z.number().nullable(),
        state: targetStateSchema,
        /** Why it is not measured. */
        reason: bilingualSchema.nullable(),
        sourceDocument: z.string(),
        sourceClause: z.string().nullable(),
      }),
    ),
    /** 各下级地区: what each region right below comes to, for the indicators measured by rows. */
    parts: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        /** null: nothing of it is measured here, which is not zero. */
        farmlandSquareMeters: z.number().nullable(),
        permanentSquareMeters: z.number().nullable(),
        farmlandRows: z.number().int(),
        /** Of the region's own targets of the year; null: it has none. */
        worst: targetStateSchema.nullable(),
      }),
    ),
    /** 趋势: farmland as of the end of each year for which there is data, and today. */
    trend: z.array(z.object({ moment: z.string(), farmlandSquareMeters: z.number() })),
    /** 预测: farmland after the planned conversions and green plans of each year, cut from the ledger. */
    forecast: z.array(
      z.object({
        year: z.number().int(),
        farmlandSquareMeters: z.number(),
        conversionSquareMeters: z.number(),
        greenSquareMeters: z.number(),
      }),
    ),
    /** 还可征转: what the planned quota and the farmland floor still leave, by place; the less of the two binds. */
    room: z.array(
      z.object({
        target: z.number().int(),
        place: z.string().nullable(),
        year: z.number().int(),
        quotaSquareMeters: z.number(),
        usedSquareMeters: z.number(),
        leftSquareMeters: z.number(),
        /** Farmland that may still go before the floor breaks; null when no floor is measured. */
        floorMarginSquareMeters: z.number().nullable(),
      }),
    ),
  }),
  problems: { 400: ['invalid-request'], 404: ['region-not-found'] },
});

/** 指标报告: the dashboard as a file to sign. */
export const exportReport = endpoint({
  method: 'GET',
  path: '/api/dashboard/export',
  tag: 'exports',
  transaction: 'none',
  summary: {
    zh: '导出指标报告（XLSX、DOCX、PDF，留痕）',
    en: 'Export the report (XLSX, DOCX, PDF; leaves an audit line)',
  },
  query: z.object({
    region: regionCodeSchema,
    year: z.coerce.number().int().min(1950).max(2150).optional(),
    scenario: z.uuid().optional().describe('Adds what this scenario would do'),
    format: z.enum(['xlsx', 'docx', 'pdf']),
    ...asOfQuery,
  }),
  produces: [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/pdf',
  ],
  response: z.string(),
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['region-not-found', 'scenario-not-found'],
  },
});

export type Filter = z.infer<typeof filterSchema>;
export type Formula = z.infer<typeof formulaSchema>;
export type Indicator = z.infer<typeof indicatorSchema>;
export type SentenceReading = z.infer<typeof readSentence.response>;
export type Movement = z.infer<typeof getMovement.response>;
export type Dashboard = z.infer<typeof getDashboard.response>;
export type TargetWish = z.output<typeof targetWishSchema>;
export type TargetRevision = z.output<typeof targetRevisionSchema>;
