import { exportAudit, getAudit, verifyAudit } from '#core/contract/audit.ts';
import { auditCsv } from '#server/audit/audit-csv.ts';
import { verifyChain } from '#server/audit/verify-chain.ts';
import type { SystemContext } from '#server/context.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { auditActions, auditEntries, lastAuditSeq } from '#server/db/tables/audit-entries.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { languageOf } from '#server/http/language.ts';
import type { Routes } from '#server/http/routes.ts';
import { actingAs } from '#server/people/acting-as.ts';

/** 审计: read, exported and verified by the audit administrator; nothing here changes an entry. */
export function auditRoutes(routes: Routes, { db }: SystemContext): void {
  routes.on(getAudit, async ({ query: { before, limit, ...filter } }) => {
    const [entries, actions] = [
      await auditEntries(db, filter, { before, limit: limit + 1 }),
      await auditActions(db),
    ];
    const page = entries.slice(0, limit);
    return { entries: page, next: entries.length > limit ? (page.at(-1)?.seq ?? null) : null, actions };
  });

  routes.on(exportAudit, async ({ query: filter, request, actor, origin }) => {
    const last = await lastAuditSeq(db);
    // Committed before the first byte leaves.
    await actingAs(db, actor, origin, (tx) =>
      recordAct(tx, { action: 'export.audit', detail: { format: 'csv', ...filter } }),
    );
    return new FileAnswer('审计日志.csv', 'text/csv', auditCsv(db, filter, last + 1, languageOf(request)));
  });

  routes.on(verifyAudit, async ({ actor, origin }) => {
    const result = await verifyChain(db);
    const { intact, entries, broken } = result;
    await actingAs(db, actor, origin, (tx) =>
      recordAct(tx, { action: 'audit.verify', detail: { intact, entries, ...(broken && { broken }) } }),
    );
    return result;
  });
}
