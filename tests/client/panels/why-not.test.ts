import { describe, expect, it } from 'vitest';
import type { ImportPreview, ImportSettings } from '#core/contract/imports.ts';
import { proposedName, whyNotCommit } from '../../../client/panels/import/why-not.ts';

const settings: ImportSettings = {
  layer: 'land_parcels',
  crs: null,
  encoding: null,
  table: null,
  mapping: null,
  swapAxes: false,
  confirmOutside: false,
  skipBadRows: false,
  repair: 'none',
};

const sound = {
  mapping: { parcel_number: { from: 'TBBH' }, land_class: { from: 'DLBM' } },
  findings: { errors: 0, warnings: 0, infos: 0, rowsWithErrors: 0, codes: [], first: [] },
  blockers: [],
  commit: { possible: true, rows: 3, skipped: 0 },
} as unknown as ImportPreview;

function reason(
  change: Partial<ImportPreview>,
  given: Partial<ImportSettings> = {},
  name = '批次',
  state = 'preview',
) {
  const resource = { state: state as 'preview', settings: { ...settings, ...given } };
  return whyNotCommit(resource, { ...sound, ...change }, name, 'zh')?.reason ?? null;
}

describe('why a file cannot be stored yet', () => {
  it('says nothing when it can', () => {
    expect(reason({})).toBeNull();
  });

  it('waits for the reading', () => {
    expect(reason({}, {}, '批次', 'reading')).toBe('working');
  });

  it('names the open question before anything else', () => {
    const blocker = {
      type: 'crs-unknown',
      title: { zh: '坐标系未知', en: 'CRS' },
    } as ImportPreview['blockers'][number];
    const resource = { state: 'preview' as const, settings };
    expect(whyNotCommit(resource, { ...sound, blockers: [blocker] }, '', 'zh')).toEqual({
      reason: 'blocked',
      values: { title: '坐标系未知' },
    });
  });

  it('names required fields without a source', () => {
    const resource = { state: 'preview' as const, settings };
    expect(whyNotCommit(resource, { ...sound, mapping: {} }, '批次', 'zh')?.values.fields).toBe(
      '图斑编号、地类编码',
    );
  });

  it('stops at rows with errors until they are left out', () => {
    const findings = { ...sound.findings, errors: 2, rowsWithErrors: 2 };
    expect(reason({ findings })).toBe('bad-rows');
    expect(reason({ findings }, { skipBadRows: true })).toBeNull();
  });

  it('never lets an empty file, a refusal of the server or a nameless batch through', () => {
    expect(reason({ commit: { possible: true, rows: 0, skipped: 5 } })).toBe('no-rows');
    expect(reason({ commit: { possible: false, rows: 3, skipped: 0 } })).toBe('refused');
    expect(reason({}, {}, '  ')).toBe('no-name');
  });
});

describe('the name proposed for a batch', () => {
  it('is the file without folder and ending, and the day', () => {
    expect(proposedName('成果/小稍直口图斑.shp', '2026-11-22')).toBe('小稍直口图斑 2026-11-22');
  });

  it('fits the column', () => {
    expect(proposedName(`${'长'.repeat(300)}.zip`, '2026-11-22')).toHaveLength(200);
  });
});
