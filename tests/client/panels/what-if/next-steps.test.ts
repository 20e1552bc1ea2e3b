import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Codes of findings that a scenario's answer may carry: its own, those of cutting, and those of outlines. */
function codes(): string[] {
  const sources = [
    ...readdirSync(join(root, 'core/scenario')).map((name) => `core/scenario/${name}`),
    'core/overlay/accounting.ts',
    'core/geometry/validity.ts',
    'server/operations/what-if.ts',
    'server/operations/what-if-items.ts',
  ];
  const text = sources.map(read).join('\n');
  const found = text.matchAll(/'((?:scenario|geometry|overlay\.area)\.[a-z]+(?:[.-][a-z]+)*\.[a-z-]+)'/g);
  return [...new Set([...found].map((match) => match[1]!))].sort();
}

describe('what to do about a finding', () => {
  it.each(['zh-CN', 'en'])('is said of every finding of a scenario in %s', (language) => {
    const { next } = JSON.parse(read(`client/text/scenarios.${language}.json`)).whatIf;
    const said = (code: string) =>
      code.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[name], next);
    expect(codes().length).toBeGreaterThan(10);
    expect(codes().filter((code) => typeof said(code) !== 'string')).toEqual([]);
  });
});
