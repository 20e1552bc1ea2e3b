import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';

export const auditEntrySchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  /** null: the system itself or the command line. */
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  action: z.string(),
  /** `refused` acts are kept too, e.g. a failed sign-in. */
  outcome: z.enum(['done', 'refused']),
  layer: z.string().nullable(),
  subject: z.string().nullable(),
  regionCode: z.string().nullable(),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string(),
});

const filters = {
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  person: z.string().trim().max(100).optional().describe('Part of the name'),
  action: z.string().trim().max(60).optional().describe('An action, or its beginning'),
  layer: z.string().max(63).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
};

/** 审计日志, newest first. */
export const getAudit = endpoint({
  method: 'GET',
  path: '/api/audit',
  tag: 'audit',
  access: 'audit',
  transaction: 'none',
  summary: { zh: '审计日志', en: 'Audit log' },
  query: z.object({
    ...filters,
    before: z.coerce.number().int().positive().optional().describe('Entries with a smaller number'),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.object({
    entries: z.array(auditEntrySchema),
    /** Pass as `before` for the next page; null at the end. */
    next: z.number().int().nullable(),
    actions: z.array(z.string()).describe('Actions there are, for the filter'),
  }),
});

/** 导出审计日志 as CSV; itself an act. */
export const exportAudit = endpoint({
  method: 'GET',
  path: '/api/audit/export',
  tag: 'audit',
  access: 'audit',
  transaction: 'none',
  summary: { zh: '导出审计日志（CSV）', en: 'Export the audit log (CSV)' },
  query: z.object(filters),
  produces: ['text/csv'],
  response: z.string(),
});

/** 校验: walks the hash chain from its first link. */
export const verifyAudit = endpoint({
  method: 'POST',
  path: '/api/audit/verification',
  tag: 'audit',
  access: 'audit',
  transaction: 'none',
  summary: { zh: '校验审计链', en: 'Verify the audit chain' },
  response: z.object({
    intact: z.boolean(),
    entries: z.number().int(),
    /** First broken link and what is wrong with it. */
    broken: z
      .object({ seq: z.number().int(), reason: z.enum(['changed', 'missing', 'reordered', 'head']) })
      .nullable(),
    last: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
  }),
});

export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type AuditVerification = z.infer<typeof verifyAudit.response>;
