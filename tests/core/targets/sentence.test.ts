import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalValue, reportedTolerance } from '#core/targets/reported.ts';
import { readSentence } from '#core/targets/sentence.ts';

const read = (text: string, year?: number) =>
  readSentence(text, year ?? null).proposals.map((one) => ({
    indicator: one.indicator,
    says: `${one.comparator}${one.comparatorText === null ? '?' : ''} ${one.reportedText}${one.reportedUnit}`,
    year: one.year,
    place: one.place,
  }));
const problems = (text: string) => readSentence(text).contradictions.map(({ text: words }) => words.zh);

describe('句子转指标: floors, caps and places', () => {
  it('reads two floors of one sentence with their year', () => {
    expect(read('到2030年，全镇耕地保有量不少于1.25万亩，永久基本农田稳定在8200亩以上。')).toEqual([
      { indicator: 'farmland_retention', says: '>= 1.25万亩', year: 2030, place: null },
      { indicator: 'permanent_farmland', says: '>= 8200亩', year: 2030, place: null },
    ]);
  });

  it('reads a cap, in front of the figure and behind it', () => {
    expect(read('2026年，柳树河片区农用地转为建设用地控制在12.5公顷以内。')).toEqual([
      { indicator: 'conversion_area', says: '<= 12.5公顷', year: 2026, place: '柳树河片区' },
    ]);
    expect(read('占用耕地不得超过30亩')[0]).toMatchObject({
      indicator: 'occupied_farmland',
      says: '<= 30亩',
    });
  });

  it('takes the year given where the sentence names none, and no comparator where it has none', () => {
    expect(read('北河片区计划将7.2公顷农用地征转。', 2027)).toEqual([
      { indicator: 'conversion_area', says: '=? 7.2公顷', year: 2027, place: '北河片区' },
    ]);
    expect(read('北河片区计划将7.2公顷农用地征转。')[0]?.year).toBeNull();
  });

  it('does not make a promise of what was reached already', () => {
    expect(read('目前造林已达到300亩。')[0]).toMatchObject({ indicator: 'afforestation', says: '=? 300亩' });
    expect(read('造林力争达到300亩。')[0]).toMatchObject({ says: '>= 300亩' });
  });

  it('says where in the text the figure stands', () => {
    const text = '要求：绿地不低于 3.5 公顷。';
    const [proposal] = readSentence(text).proposals;
    expect(text.slice(...(proposal?.at ?? [0, 0]))).toBe('3.5 公顷');
    expect(proposal?.clause).toBe('绿地不低于 3.5 公顷');
  });

  it('flags about and ranges', () => {
    const flags = (text: string) => readSentence(text).proposals[0]?.flags;
    expect(flags('建设绿地约2公顷')).toEqual(['approximate']);
    expect(flags('建设绿地2—3公顷')).toEqual(['range']);
    expect(flags('建设绿地2公顷')).toEqual([]);
  });
});

describe('句子转指标: sums by years', () => {
  it('gives each part its year and place, and the total the last year', () => {
    const text =
      '五年共建设绿地不少于30公顷：2024年建设绿地10公顷，主要位于东湖片区；2025年8.5公顷，主要位于西岭片区；2026年11.5公顷。';
    expect(read(text)).toEqual([
      { indicator: 'green_space_total', says: '>= 30公顷', year: 2026, place: null },
      { indicator: 'green_space', says: '=? 10公顷', year: 2024, place: '东湖片区' },
      { indicator: 'green_space', says: '=? 8.5公顷', year: 2025, place: '西岭片区' },
      { indicator: 'green_space', says: '=? 11.5公顷', year: 2026, place: null },
    ]);
    expect(problems(text)).toEqual([]);
    expect(problems(text.replace('11.5', '12.5'))).toEqual([
      '分项之和与总数不符：10 + 8.5 + 12.5 = 31.0 公顷，而总数写作 30 公顷',
    ]);
  });
});

describe('句子转指标: what is no target', () => {
  it('invents nothing of people, prices, weights, lengths, changes and rates of something else', () => {
    for (const text of [
      '全镇人口3.2万人，从业人员1500名。',
      '项目总投资12亿元，年税收3000万元。',
      '比2022年增加1.2万亩。',
      '小麦单产达到450公斤/亩，亩均效益1200元。',
      '新建道路12.5公里，绿化长廊300米。',
      '任务完成率达到95%。',
      '建成卫生厕所120个，改造危房36户。',
      '每户宅基地200平方米。',
    ]) {
      expect(read(text), text).toEqual([]);
    }
  });

  it('names no indicator for an area that the catalogue does not know', () => {
    expect(read('推广玉米良种5万亩，开展飞防2.4万亩。').map(({ indicator }) => indicator)).toEqual([
      null,
      null,
    ]);
  });

  it('reads counts only where the words make them an indicator', () => {
    expect(read('完成设施农业备案36宗，备案总面积约21.4公顷。')).toMatchObject([
      { indicator: 'facility_filings', says: '=? 36宗' },
      { indicator: 'facility_filing_area', says: '=? 21.4公顷' },
    ]);
    expect(read('东岭村剩余52户未签约。')).toMatchObject([
      { indicator: 'unsigned_households', says: '=? 52户', place: '东岭村' },
    ]);
    expect(read('到2028年，村集体年收入达到30万元以上。')).toMatchObject([
      { indicator: 'village_income', says: '>= 30万元', year: 2028 },
    ]);
  });
});

describe('句子转指标: contradictions are shown', () => {
  it('multiplies what is printed of each', () => {
    expect(problems('建设8栋厂房，每栋1.5万平方米，总建筑面积15万平方米。')).toEqual([
      '乘积与总数不符：8 × 1.5 万平方米 = 12 万平方米，而总数写作 15 万平方米',
    ]);
    expect(problems('建设8栋厂房，每栋1.5万平方米，总建筑面积12万平方米。')).toEqual([]);
  });

  it('multiplies area and yield, and follows a rate, within what rounding explains', () => {
    expect(problems('夏粮20.0万亩，单产400公斤/亩，总产8.0万吨')).toEqual([]);
    expect(problems('夏粮20.0万亩，单产400公斤/亩，总产9.5万吨')).toHaveLength(1);
    expect(problems('夏粮22万亩，比2020年增加2万亩，增幅10%')).toEqual([]);
    expect(problems('夏粮22万亩，比2020年增加2万亩，增幅25%')).toHaveLength(1);
  });
});

describe('上报数', () => {
  it('becomes the canonical value exactly', () => {
    expect(canonicalValue('55.28', '公顷')).toEqual({ value: 552_800, kind: 'area' });
    expect(canonicalValue('1.43', '万亩')).toEqual({ value: 9_533_333.33, kind: 'area' });
    expect(canonicalValue('12,878', '宗')).toEqual({ value: 12_878, kind: 'count' });
    expect(canonicalValue('2.3', '万处')).toEqual({ value: 23_000, kind: 'count' });
    expect(canonicalValue('20', '万元')).toEqual({ value: 200_000, kind: 'money' });
    for (const [figure, unit] of [
      ['5', '公斤'],
      ['', '亩'],
      ['1e9', '亩'],
      ['-3', '亩'],
    ] as const) {
      expect(canonicalValue(figure, unit)).toBeUndefined();
    }
  });

  it('is met by what prints the same: half of the last digit, and no room where things are counted', () => {
    expect(reportedTolerance({ reportedText: '29.54', reportedUnit: '公顷' })).toBeCloseTo(50, 9);
    expect(reportedTolerance({ reportedText: '856', reportedUnit: '亩' })).toBeCloseTo(1000 / 3, 6);
    expect(reportedTolerance({ reportedText: '48', reportedUnit: '宗' })).toBe(0);
  });

  it('reads any text without failing, and never beyond it', () => {
    const parts = fc.constantFrom(
      '耕地',
      '不低于',
      '公顷',
      '亩',
      '2025年',
      '片区',
      '，',
      '。',
      '：',
      '共',
      '12',
      '3.5',
      '每',
      '万',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (words) => {
        const text = words.join('');
        const { proposals, contradictions } = readSentence(text);
        for (const { at } of [...proposals, ...contradictions]) {
          expect(at[0]).toBeLessThan(at[1]);
          expect(at[1]).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
