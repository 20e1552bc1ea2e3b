import { layerById } from '#core/catalog/index.ts';
import type { ImportPreview, ImportResource } from '#core/contract/imports.ts';
import { mappingRows } from './mapping.ts';

/** 不能入库的原因: key under `import.whyNot` and the values of its sentence. */
export interface WhyNot {
  readonly reason: 'working' | 'blocked' | 'missing-field' | 'bad-rows' | 'no-rows' | 'no-name' | 'refused';
  readonly values: Readonly<Record<string, string | number>>;
}

/** The first thing that keeps an import from being stored; null when nothing does. */
export function whyNotCommit(
  resource: Pick<ImportResource, 'state' | 'settings'>,
  preview: ImportPreview,
  name: string,
  language: 'zh' | 'en',
): WhyNot | null {
  if (resource.state !== 'preview') return { reason: 'working', values: {} };
  const blocker = preview.blockers[0];
  if (blocker) return { reason: 'blocked', values: { title: blocker.title[language] } };
  const missing = mappingRows(layerById(resource.settings.layer), preview.mapping).filter(
    (row) => row.missing,
  );
  if (missing.length > 0) {
    const fields = missing.map((row) => row.field?.title[language] ?? row.column).join('、');
    return { reason: 'missing-field', values: { fields } };
  }
  const bad = preview.findings.rowsWithErrors;
  if (bad > 0 && !resource.settings.skipBadRows) return { reason: 'bad-rows', values: { count: bad } };
  if (preview.commit.rows === 0) return { reason: 'no-rows', values: {} };
  if (!preview.commit.possible) return { reason: 'refused', values: {} };
  if (name.trim() === '') return { reason: 'no-name', values: {} };
  return null;
}

/** 批次名称 that is proposed: the file's name without its ending, and the day. */
export function proposedName(fileName: string, today: string): string {
  return `${fileName.replace(/^.*[\\/]/, '').replace(/\.[a-z]+$/i, '')} ${today}`.slice(0, 200);
}
