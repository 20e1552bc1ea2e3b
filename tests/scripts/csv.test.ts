import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../scripts/generate/csv.ts';

describe('reading CSV', () => {
  it('understands quotes, doubled quotes, line ends in quotes, a BOM and CRLF', () => {
    expect(parseCsv('\ufeffa,b\r\n"x, y","say ""no""\nthen"\r\n')).toEqual([
      ['a', 'b'],
      ['x, y', 'say "no"\nthen'],
    ]);
  });

  it('reads back whatever is written with every cell quoted', () => {
    const table = fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows
          .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join())
          .join('\n');
        expect(parseCsv(`${text}\n`)).toEqual(rows);
      }),
    );
  });
});
