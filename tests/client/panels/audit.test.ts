import { describe, expect, it } from 'vitest';
import { daysReversed, noFilters, queryOf } from '../../../client/panels/audit/filters.ts';
import { readable } from '../../../client/panels/audit/readable.ts';

describe('an entry of the audit log', () => {
  it('reads as lines, however deep its JSON is', () => {
    expect(
      readable({ rows: 12, files: [{ name: 'a.zip', bytes: 100 }], codes: ['0101', '0102'] }).lines,
    ).toEqual([
      { name: 'rows', value: '12' },
      { name: 'files › 1 › name', value: 'a.zip' },
      { name: 'files › 1 › bytes', value: '100' },
      { name: 'codes', value: '0101, 0102' },
    ]);
  });

  it('shows of before and after only what differs, and says when there was nothing', () => {
    const { lines, differences } = readable({
      reason: '现场核实',
      before: { land_class: '0101', area: 1200.5, note: null },
      after: { land_class: '0103', area: 1200.5, note: '' },
    });
    expect(lines).toEqual([{ name: 'reason', value: '现场核实' }]);
    expect(differences).toEqual([{ name: 'land_class', before: '0101', after: '0103' }]);
    expect(readable({ before: null, after: { a: 1 } }).differences).toEqual([
      { name: 'a', before: '', after: '1' },
    ]);
  });

  it('of an act without details has no lines', () => {
    expect(readable({})).toEqual({ lines: [], differences: [] });
  });
});

describe('the filters of the audit log', () => {
  it('send only what was filled in', () => {
    expect(queryOf(noFilters)).toEqual({});
    expect(queryOf({ ...noFilters, person: ' 王 ', outcome: 'refused' })).toEqual({
      person: '王',
      outcome: 'refused',
    });
  });

  it('notice days in the wrong order', () => {
    expect(daysReversed({ ...noFilters, from: '2026-11-22', to: '2026-11-21' })).toBe(true);
    expect(daysReversed({ ...noFilters, from: '2026-11-22', to: '2026-11-22' })).toBe(false);
    expect(daysReversed({ ...noFilters, from: '2026-11-22' })).toBe(false);
  });
});
