import type { ImportPreview } from '#core/contract/imports.ts';
import type { Finding } from '#core/finding.ts';
import { findingMessage } from '#core/imports/messages.ts';

/** How many findings of one code, and of all, are listed with their place; all are counted. */
const mostOfOneCode = 50;
const mostListed = 300;

/** 发现统计: counts findings by code and keeps the first of each. */
export class FindingTally {
  readonly #codes = new Map<string, { code: string; severity: Finding['severity']; count: number }>();
  readonly #listed: Finding[] = [];
  rowsWithErrors = 0;

  /** Findings about the file. */
  add(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const key = `${finding.severity} ${finding.code}`;
      const entry = this.#codes.get(key) ?? { code: finding.code, severity: finding.severity, count: 0 };
      entry.count++;
      this.#codes.set(key, entry);
      if (entry.count <= mostOfOneCode && this.#listed.length < mostListed) this.#listed.push(finding);
    }
  }

  /** Findings of one row; true when it has an error. */
  addRow(findings: readonly Finding[]): boolean {
    this.add(findings);
    const bad = findings.some(({ severity }) => severity === 'error');
    if (bad) this.rowsWithErrors++;
    return bad;
  }

  summary(): ImportPreview['findings'] {
    const codes = [...this.#codes.values()].sort(
      (a, b) => order[a.severity] - order[b.severity] || b.count - a.count,
    );
    const count = (severity: Finding['severity']) =>
      codes.reduce((sum, entry) => sum + (entry.severity === severity ? entry.count : 0), 0);
    return {
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      rowsWithErrors: this.rowsWithErrors,
      codes,
      first: this.#listed
        .map((finding) => ({
          ...finding,
          lonLat: finding.lonLat && [...finding.lonLat],
          message: findingMessage(finding),
        }))
        .sort((a, b) => order[a.severity] - order[b.severity]) as ImportPreview['findings']['first'],
    };
  }
}

const order = { error: 0, warning: 1, info: 2 } as const;
