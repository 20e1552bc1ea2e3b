import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { uuidSchema } from '#core/contract/patch-operations.ts';
import { instant, personSchema } from '#core/contract/patch-parts.ts';
import { regionCodeSchema } from '#core/contract/shared.ts';

export const crewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  regionCode: z.string(),
  /** For the map: one of eight that colour-blind people tell apart, 0–7. */
  colour: z.number().int().min(0).max(7),
  members: z.array(personSchema),
  openPatches: z.number().int(),
});

/** 班组 and people who may verify in a region. */
export const getCrews = endpoint({
  method: 'GET',
  path: '/api/crews',
  tag: 'patches',
  summary: { zh: '核查班组与人员', en: 'Crews and people for verification' },
  query: z.object({ region: regionCodeSchema.optional() }),
  response: z.object({
    crews: z.array(crewSchema),
    people: z.array(personSchema.extend({ regionCode: z.string(), openPatches: z.number().int() })),
    /** 网格员: persons named by responsibility grids, with the grid, for assigning by place. */
    grids: z.array(
      z.object({
        id: z.number().int(),
        name: z.string(),
        person: z.string().nullable(),
        regionCode: z.string(),
        /** Account whose name is the grid's person; null when there is none, or several. */
        personId: z.string().nullable(),
      }),
    ),
  }),
});

export const saveCrew = endpoint({
  method: 'POST',
  path: '/api/crews',
  tag: 'patches',
  summary: { zh: '新建或修改班组', en: 'Make or change a crew' },
  body: z.object({
    id: uuidSchema,
    name: z.string().trim().min(1).max(60),
    region: regionCodeSchema,
    colour: z.number().int().min(0).max(7),
    members: z.array(z.uuid()).max(100),
    archived: z.boolean().default(false),
  }),
  response: crewSchema,
  problems: { 403: ['not-allowed'], 422: ['invalid-value'] },
});

export const patrolSummarySchema = z.object({
  id: uuidSchema,
  person: personSchema,
  regionCode: z.string(),
  startedAt: instant,
  endedAt: instant,
  lengthMeters: z.number(),
  flags: z.number().int(),
  note: z.string().nullable(),
  /** 网格 that it went through, with the minutes in each; counted: the rule of a patrol is met. */
  grids: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      level: z.string(),
      minutes: z.number(),
      counted: z.boolean(),
    }),
  ),
  track: z.object({ type: z.literal('LineString'), coordinates: z.array(z.array(z.number())) }).nullable(),
});

/** 履职台账: patrols done and due by grid and quarter. */
export const getDutyLedger = endpoint({
  method: 'GET',
  path: '/api/patrols',
  tag: 'patches',
  // The names of chiefs are personal data, whose reading leaves an audit line.
  transaction: 'write',
  summary: { zh: '田长履职台账', en: 'Duty ledger of patrols' },
  query: z.object({
    region: regionCodeSchema,
    /** `2026-Q4`. */
    quarter: z.string().regex(/^\d{4}-Q[1-4]$/),
  }),
  response: z.object({
    patrols: z.array(patrolSummarySchema),
    grids: z.array(
      z.object({
        id: z.number().int(),
        name: z.string(),
        level: z.string(),
        person: z.string().nullable(),
        regionCode: z.string(),
        done: z.number().int(),
        /** null: no rule says how many. */
        due: z.number().int().nullable(),
        lastOn: z.string().nullable(),
      }),
    ),
  }),
});

export type Crew = z.infer<typeof crewSchema>;
export type PatrolSummary = z.infer<typeof patrolSummarySchema>;
