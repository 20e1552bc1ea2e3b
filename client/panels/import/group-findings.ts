import type { ImportPreview } from '#core/contract/imports.ts';

type Findings = ImportPreview['findings'];

export interface FindingGroup {
  readonly code: string;
  readonly severity: Findings['first'][number]['severity'];
  /** All findings of this kind in the file. */
  readonly count: number;
  /** Those that the server sent along. */
  readonly shown: Findings['first'];
}

const order = { error: 0, warning: 1, info: 2 };

/** 按代码分组: errors before warnings before notes, the most frequent first. */
export function groupFindings({ codes, first }: Pick<Findings, 'codes' | 'first'>): FindingGroup[] {
  return codes
    .map(({ code, severity, count }) => ({
      code,
      severity,
      count,
      shown: first.filter((finding) => finding.code === code && finding.severity === severity),
    }))
    .sort((a, b) => order[a.severity] - order[b.severity] || b.count - a.count || (a.code < b.code ? -1 : 1));
}
