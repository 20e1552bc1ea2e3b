import type { ReportTable } from '#core/reports/table.ts';
import { beijing } from '#server/reports/beijing.ts';
import type { ReportData } from '#server/reports/compose.ts';

/** 分村面积: farmland and, when it is measured, permanent farmland of every village, with Σ. */
export function villageTable({ farmland, permanentByVillage }: ReportData): ReportTable[] {
  if (!farmland) return [];
  const permanent = new Map(permanentByVillage?.map(({ code, value }) => [code, value]));
  const fields = new Map(farmland.byVillage.map((part) => [part.code, part]));
  const names = new Map(
    [...farmland.byVillage, ...(permanentByVillage ?? [])].map((part) => [part.code, part.name]),
  );
  return [
    {
      kind: 'table',
      name: '分村面积',
      caption: '分村（社区）耕地与永久基本农田面积',
      total: '合计',
      columns: [
        { key: 'name', title: '村（社区）', kind: 'text', width: 26 },
        { key: 'code', title: '区划代码', kind: 'text', width: 24, sheetOnly: true },
        { key: 'count', title: '耕地图斑', kind: 'count', width: 14 },
        { key: 'farmland', title: '耕地（平方米）', kind: 'm2', width: 24 },
        { key: 'ha', title: '耕地（公顷）', kind: 'ha', width: 18, derived: { as: 'ha', of: 'farmland' } },
        { key: 'mu', title: '耕地（亩）', kind: 'mu', width: 18, derived: { as: 'mu', of: 'farmland' } },
        { key: 'share', title: '占比', kind: 'share', width: 15, derived: { as: 'share', of: 'farmland' } },
        ...(permanentByVillage
          ? ([
              { key: 'permanent', title: '永久基本农田（平方米）', kind: 'm2', width: 24 },
              {
                key: 'permanentHa',
                title: '永久基本农田（公顷）',
                kind: 'ha',
                width: 20,
                derived: { as: 'ha', of: 'permanent' },
              },
            ] as const)
          : []),
      ],
      rows: [...names]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([code, name]) => ({
          name,
          code,
          count: fields.get(code)?.rowCount ?? null,
          farmland: fields.get(code)?.value ?? null,
          permanent: permanent.get(code) ?? null,
        })),
      ...(permanentByVillage ? {} : { notes: ['永久基本农田未量算，不列。'] }),
    },
  ];
}

/** 耕地分地类: its sum is the figure of farmland. */
export function classTable({ farmland }: ReportData): ReportTable[] {
  if (!farmland || farmland.byClass.length === 0) return [];
  return [
    {
      kind: 'table',
      name: '耕地分地类',
      caption: '耕地分地类面积（三调工作分类）',
      total: '合计',
      columns: [
        { key: 'class', title: '地类', kind: 'text', width: 26 },
        { key: 'count', title: '图斑数', kind: 'count', width: 16 },
        { key: 'area', title: '面积（平方米）', kind: 'm2', width: 26 },
        { key: 'ha', title: '面积（公顷）', kind: 'ha', width: 22, derived: { as: 'ha', of: 'area' } },
        { key: 'mu', title: '面积（亩）', kind: 'mu', width: 22, derived: { as: 'mu', of: 'area' } },
        { key: 'share', title: '占比', kind: 'share', width: 16, derived: { as: 'share', of: 'area' } },
      ],
      rows: farmland.byClass.map(({ code, name, value, rowCount }) => ({
        class: `${code} ${name}`,
        count: rowCount,
        area: value,
      })),
    },
  ];
}

/** 趋势与预测: what farmland came to, and what it will after the plans of each year. */
export function courseTables({ trend, forecast }: ReportData): ReportTable[] {
  const past: ReportTable = {
    kind: 'table',
    name: '耕地趋势',
    caption: '各时点耕地面积',
    columns: [
      { key: 'moment', title: '时点', kind: 'text', width: 40 },
      { key: 'area', title: '耕地（平方米）', kind: 'm2', width: 30 },
      { key: 'ha', title: '耕地（公顷）', kind: 'ha', width: 30, derived: { as: 'ha', of: 'area' } },
    ],
    rows: trend.map(({ moment, farmlandSquareMeters }) => ({
      moment: moment.includes('T') ? beijing(moment) : moment,
      area: farmlandSquareMeters,
    })),
  };
  const future: ReportTable = {
    kind: 'table',
    name: '耕地预测',
    caption: '按已列计划的征转与绿地占用推算',
    columns: [
      { key: 'year', title: '年度', kind: 'text', width: 20 },
      { key: 'conversion', title: '征转占耕地（平方米）', kind: 'm2', width: 28 },
      { key: 'green', title: '绿地占耕地（平方米）', kind: 'm2', width: 28 },
      { key: 'area', title: '年末耕地（平方米）', kind: 'm2', width: 28 },
      { key: 'ha', title: '年末耕地（公顷）', kind: 'ha', width: 26, derived: { as: 'ha', of: 'area' } },
    ],
    rows: forecast.map((one) => ({
      year: `${one.year} 年`,
      conversion: one.conversionSquareMeters,
      green: one.greenSquareMeters,
      area: one.farmlandSquareMeters,
    })),
  };
  return [past, future].filter(({ rows }) => rows.length > 0);
}
