import { describe, expect, it } from 'vitest';
import { courseOption } from '../../../../client/panels/dashboard/chart-option.ts';

const point = (label: string, farmland: number, planned = false) => ({
  label,
  farmland,
  planned: planned ? { conversion: 1, green: 0 } : null,
});
const look = {
  unit: 'ha' as const,
  language: 'zh' as const,
  still: true,
  words: { measured: '实测', forecast: '预测', floor: (area: string) => `下限 ${area}` },
  colour: (property: string) => property,
};

describe('the chart of farmland', () => {
  const points = [point('2023', 640_000), point('2024', 639_000), point('2025', 480_000, true)];

  it('joins the forecast to the last measured figure', () => {
    const [measured, forecast] = courseOption({ points, floor: null }, look).series;
    expect(measured?.data).toEqual([64, 63.9, null]);
    expect(forecast?.data).toEqual([null, 63.9, 48]);
  });

  it('keeps the floor and every figure in sight', () => {
    const { yAxis, series, animation } = courseOption({ points, floor: 300_000 }, look);
    expect(yAxis.min).toBeLessThan(30);
    expect(yAxis.max).toBeGreaterThan(64);
    expect(JSON.stringify(series[0])).toContain('下限 30.00 公顷');
    expect(animation).toBe(false);
  });
});
