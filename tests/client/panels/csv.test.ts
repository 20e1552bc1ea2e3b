import { describe, expect, it } from 'vitest';
import { csvText } from '../../../client/panels/targets/csv.ts';

describe('CSV for spreadsheets', () => {
  it('begins with a BOM and ends its lines with CRLF', () => {
    expect(
      csvText([
        ['图斑', 1.5],
        [null, 2],
      ]),
    ).toBe('\uFEFF图斑,1.5\r\n,2\r\n');
  });

  it('disarms text that would run as a formula', () => {
    for (const evil of ['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1', ' =HYPERLINK("http://x")']) {
      const cell = csvText([[evil]])
        .slice(1, -2)
        .replace(/^"/, '');
      expect(cell.startsWith("'")).toBe(true);
    }
  });

  it('leaves negative numbers as numbers', () => {
    expect(csvText([[-2.5]])).toBe('\uFEFF-2.5\r\n');
  });

  it('quotes commas, quotes and line breaks', () => {
    expect(csvText([['甲,乙', '他说"好"', '两\n行']])).toBe('\uFEFF"甲,乙","他说""好""","两\n行"\r\n');
  });
});
