import type { AuditEntry } from '#core/contract/audit.ts';
import { csvLine, csvStart } from '#core/formats/csv-line.ts';
import type { Bilingual } from '#core/problem.ts';
import type { Queryable } from '#server/db/database.ts';
import { type AuditFilter, auditEntries } from '#server/db/tables/audit-entries.ts';

const pageSize = 500;

/**
 * 审计日志 as CSV, newest first, page by page: memory holds one page and no transaction stays open while the reader is slow.
 *
 * @param before entries with a smaller number; what comes after the export began is not in it
 */
export async function* auditCsv(
  db: Queryable,
  filter: AuditFilter,
  before: number,
  language: keyof Bilingual,
): AsyncGenerator<string> {
  yield csvStart + csvLine(columns.map(([title]) => title[language]));
  for (let next = before; ; ) {
    const entries = await auditEntries(db, filter, { before: next, limit: pageSize });
    if (entries.length > 0)
      yield entries.map((entry) => csvLine(columns.map(([, cell]) => cell(entry)))).join('');
    const last = entries.at(-1);
    if (!last || entries.length < pageSize) return;
    next = last.seq;
  }
}

const columns: readonly (readonly [Bilingual, (entry: AuditEntry) => string | number | null])[] = [
  [{ zh: '序号', en: 'Number' }, ({ seq }) => seq],
  [{ zh: '时间（UTC）', en: 'Time (UTC)' }, ({ at }) => at],
  [{ zh: '人员', en: 'Person' }, ({ person }) => person?.name ?? null],
  [{ zh: '行为', en: 'Action' }, ({ action }) => action],
  [{ zh: '结果', en: 'Outcome' }, ({ outcome }) => outcome],
  [{ zh: '图层', en: 'Layer' }, ({ layer }) => layer],
  [{ zh: '对象', en: 'Subject' }, ({ subject }) => subject],
  [{ zh: '区域代码', en: 'Region code' }, ({ regionCode }) => regionCode],
  [{ zh: '地址', en: 'Address' }, ({ address }) => address],
  [{ zh: '请求编号', en: 'Request id' }, ({ requestId }) => requestId],
  [{ zh: '详情', en: 'Detail' }, ({ detail }) => JSON.stringify(detail)],
  [{ zh: '哈希', en: 'Hash' }, ({ hash }) => hash],
];
