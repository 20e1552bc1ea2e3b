import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layerById } from '#core/catalog/index.ts';
import { type Formula, formulaSchema } from '#core/contract/indicators.ts';
import { indicatorByCode, indicatorCatalog, indicatorRows } from '#core/indicators/catalog.ts';
import { formulaText } from '#core/indicators/describe.ts';
import { evaluateTarget, worstState } from '#core/targets/evaluate.ts';
import { canonicalValue } from '#core/targets/reported.ts';

const filters = ({ filters: own, overlay }: Formula) => [...own, ...(overlay?.filters ?? [])];

describe('指标库', () => {
  it('has each code once, and every formula keeps to the contract and to fields of its layer', () => {
    expect(new Set(indicatorCatalog.map(({ code }) => code)).size).toBe(indicatorCatalog.length);
    for (const { code, formula } of indicatorCatalog) {
      if (!formula) continue;
      expect(formulaSchema.parse(formula), code).toEqual(formula);
      const fields = [formula.layer, formula.overlay?.layer ?? formula.layer].flatMap((id) =>
        layerById(id).fields.map(({ name }) => name),
      );
      for (const { field } of filters(formula)) expect(fields, code).toContain(field);
      if (!['signed', 'geometry', 'rows'].includes(formula.value)) expect(fields).toContain(formula.value);
    }
  });

  it('says of each that nothing measures what is missing', () => {
    for (const { code, formula, missing } of indicatorCatalog) {
      expect(formula !== null || (missing?.zh.startsWith('缺少') ?? false), code).toBe(true);
    }
  });

  it('puts a formula into words in both languages, from the formula itself', () => {
    const text = (code: string) => formulaText(indicatorByCode(code)!.formula!);
    expect(text('green_space').zh).toBe('Σ “绿地建设计划”〔计划年度 = 目标年度〕的椭球面积');
    expect(text('house_building_public').zh).toBe(
      '数目：“乱占耕地图斑”〔台账 = 农村乱占耕地建房，类别 = 公共管理服务类〕',
    );
    expect(text('occupied_permanent_farmland').zh).toBe(
      'Σ “永久基本农田”落在“乱占耕地图斑”〔台账 = 农村乱占耕地建房〕之下的部分的永久基本农田面积',
    );
    expect(text('village_income').zh).toBe('最小值：“村庄分类”的村集体经营性年收入');
    expect(text('farmland_retention').en).toContain('Class area of “Land parcels”');
    const minus = { ...indicatorByCode('green_space')!.formula!, minus: indicatorByCode('grids')!.formula! };
    expect(formulaText(minus).zh).toMatch(/ − （数目：“.+”）$/);
  });

  it('carries the same formulas to the database', () => {
    const row = indicatorRows().find(({ code }) => code === 'conversion_area');
    expect(JSON.parse(row?.formula ?? '')).toEqual(indicatorByCode('conversion_area')?.formula);
  });
});

describe('示意数据的指标', () => {
  const targets = JSON.parse(
    readFileSync(new URL('../../../data/seed/targets.json', import.meta.url), 'utf8'),
  ) as { indicator: string; value: number; reported: [string, string]; clause: string | null }[];

  it('come to the value that their document prints, in the unit of their indicator, with the section named', () => {
    for (const { indicator, value, reported, clause } of targets) {
      expect(canonicalValue(...reported), `${indicator} ${reported.join(' ')}`).toEqual({
        value,
        kind: indicatorByCode(indicator)?.unit,
      });
      expect(clause).toBeTruthy();
    }
  });
});

describe('临近', () => {
  const band = { warningRatio: 0.05 };

  it('is a floor or a ceiling that holds with less in hand than the band', () => {
    const floor = { comparator: '>=', value: 100 } as const;
    expect(evaluateTarget(104.99, floor, band).state).toBe('near');
    expect(evaluateTarget(105, floor, band).state).toBe('holds');
    expect(evaluateTarget(99.99, floor, band).state).toBe('breached');
    expect(evaluateTarget(96, { comparator: '<=', value: 100 }, band).state).toBe('near');
    expect(evaluateTarget(95, { comparator: '<=', value: 100 }, band).state).toBe('holds');
    expect(evaluateTarget(0, { comparator: '<=', value: 0 }, band).state).toBe('holds');
  });

  it('never is an equality, which holds within what the document prints', () => {
    const equal = { comparator: '=', value: 295_400 } as const;
    expect(evaluateTarget(295_449.99, equal, { ...band, tolerance: 50 }).state).toBe('holds');
    expect(evaluateTarget(295_450.01, equal, { ...band, tolerance: 50 }).state).toBe('breached');
  });

  it('is looked at before what holds, and after what is breached', () => {
    expect(worstState(['holds', 'near', 'not-measured'])).toBe('near');
    expect(worstState(['near', 'breached'])).toBe('breached');
    expect(worstState([])).toBeUndefined();
  });
});
