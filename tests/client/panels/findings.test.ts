import { describe, expect, it } from 'vitest';
import { findingMessages } from '#core/imports/messages.ts';
import { groupFindings } from '../../../client/panels/import/group-findings.ts';
import en from '../../../client/text/work.en.json' with { type: 'json' };
import zh from '../../../client/text/work.zh-CN.json' with { type: 'json' };

function textAt(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], tree);
}

describe('findings on the import form', () => {
  it('have a short heading for every code, in both languages', () => {
    const without = Object.keys(findingMessages).filter(
      (code) =>
        typeof textAt(zh.import.code, code) !== 'string' || typeof textAt(en.import.code, code) !== 'string',
    );
    expect(without).toEqual([]);
  });

  it('come errors first, then the most frequent, and never mix severities', () => {
    const finding = (code: string, severity: 'error' | 'warning') => ({
      code,
      severity,
      subject: 'row 1',
      id: `${code}:1`,
      context: {},
      message: { zh: '', en: '' },
    });
    const groups = groupFindings({
      codes: [
        { code: 'a', severity: 'warning', count: 9 },
        { code: 'b', severity: 'error', count: 1 },
        { code: 'a', severity: 'error', count: 4 },
      ],
      first: [finding('a', 'warning'), finding('a', 'error'), finding('b', 'error')],
    });
    expect(groups.map(({ code, severity, shown }) => [code, severity, shown.length])).toEqual([
      ['a', 'error', 1],
      ['b', 'error', 1],
      ['a', 'warning', 1],
    ]);
  });
});
