import type { Dashboard, Indicator } from '#core/contract/indicators.ts';
import type { Target } from '#core/contract/targets.ts';
import { formatArea, squareMeters } from '#core/geometry/units.ts';
import { numbered, type Report, type Section } from '#core/reports/report.ts';
import { roomAnswer } from '#core/reports/room.ts';
import type { ReportTable } from '#core/reports/table.ts';
import type { Moments } from '#server/db/moments.ts';
import { classTable, courseTables, villageTable } from '#server/reports/area-tables.ts';
import { beijing } from '#server/reports/beijing.ts';
import { targetTables } from '#server/reports/target-tables.ts';

/** 一个地类或一个村的面积, m². */
export interface PartArea {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly rowCount: number;
}

/** What a report is made of; every figure was measured in the rights of the person who exports. */
export interface ReportData {
  readonly region: { readonly code: string; readonly name: string };
  readonly year: number;
  readonly moments: Moments;
  readonly demonstration: boolean;
  readonly targets: readonly Target[];
  readonly indicators: readonly Indicator[];
  /** null: not measured. */
  readonly farmland: {
    readonly byVillage: readonly PartArea[];
    readonly byClass: readonly PartArea[];
  } | null;
  readonly permanentByVillage: readonly PartArea[] | null;
  readonly dataDate: string | null;
  readonly room: Dashboard['room'];
  readonly trend: Dashboard['trend'];
  readonly forecast: Dashboard['forecast'];
  /** 情景: what it would do; absent when none is asked. */
  readonly scenario?: Section;
}

/** 编排报告: title, facts, sections and signature lines, in the office's order. */
export function composeReport(data: ReportData): Report {
  const { region, year, moments, demonstration } = data;
  return {
    title: `${region.name}自然资源控制指标报告`,
    subtitle: `（${year} 年度）`,
    mark: demonstration ? '示意数据' : null,
    foot: `地面时点 ${beijing(moments.asOf)}　获知时点 ${beijing(moments.knownAt)}（北京时间）`,
    head: { kind: 'facts', facts: factsOf(data) },
    sections: numbered([
      {
        title: '指标完成情况',
        blocks: [{ kind: 'paragraph', text: summaryOf(data) }, ...targetTables(data)],
      },
      { title: '还可征转', blocks: roomBlocks(data) },
      { title: '分村（社区）面积', blocks: villageTable(data) },
      { title: '耕地分地类面积', blocks: classTable(data) },
      { title: '耕地趋势与预测', blocks: courseTables(data) },
      ...(data.scenario ? [data.scenario] : []),
    ]),
    signatures: ['编制', '审核', '批准'],
    time: `${moments.knownAt.slice(0, 19)}Z`,
  };
}

function factsOf({ region, year, moments, demonstration, dataDate }: ReportData): [string, string][] {
  return [
    ['地区', `${region.name}（区划代码 ${region.code}）`],
    ['指标年度', `${year} 年`],
    ['数据日期', dataDate ?? '未量算'],
    ['地面时点', `${beijing(moments.asOf)}（北京时间）`],
    ['获知时点', `${beijing(moments.knownAt)}（北京时间）`],
    ['坐标系', '2000 国家大地坐标系 CGCS2000（EPSG:4490）'],
    ['面积单位', '平方米、公顷、亩；1 公顷 = 10000 平方米，亩 = 平方米 × 0.0015'],
    [
      '面积口径',
      '数据库椭球面积；耕地取图斑地类面积（图斑面积扣除田坎后），永久基本农田取划定成果面积。公顷、亩由平方米换算后四舍五入，合计以平方米为准',
    ],
    ...(demonstration ? [['数据性质', '示意数据（虚构），不得用于实际业务'] as [string, string]] : []),
  ];
}

function summaryOf({ targets }: ReportData): string {
  const count = (state: Target['state']) => targets.filter((target) => target.state === state).length;
  if (targets.length === 0) return '本地区本年度没有录入控制指标。';
  return `共 ${targets.length} 项指标：达标 ${count('holds')} 项，临近 ${count('near')} 项，未达标 ${count('breached')} 项，未量算 ${count('not-measured')} 项。未量算的指标不作达标与否的判断，原因见下表。`;
}

function roomBlocks({ room, year, region }: ReportData): Section['blocks'] {
  if (room.length === 0) return [];
  const table: ReportTable = {
    kind: 'table',
    name: '还可征转',
    caption: `${year} 年征转额度使用情况`,
    columns: [
      { key: 'place', title: '片区', kind: 'text', width: 26 },
      { key: 'quota', title: '额度（平方米）', kind: 'm2', width: 24 },
      { key: 'used', title: '已用（平方米）', kind: 'm2', width: 24 },
      {
        key: 'left',
        title: '剩余（平方米）',
        kind: 'm2',
        width: 24,
        signed: true,
        derived: { as: 'difference', of: 'quota', minus: 'used' },
      },
      { key: 'floor', title: '耕地余量（平方米）', kind: 'm2', width: 24, signed: true },
      {
        key: 'room',
        title: '还可征转（平方米）',
        kind: 'm2',
        width: 24,
        derived: { as: 'room', of: 'left', floor: 'floor' },
      },
      { key: 'roomHa', title: '还可征转（公顷）', kind: 'ha', width: 20, derived: { as: 'ha', of: 'room' } },
    ],
    rows: room.map((one) => ({
      place: one.place ?? region.name,
      quota: one.quotaSquareMeters,
      used: one.usedSquareMeters,
      floor: one.floorMarginSquareMeters,
    })),
  };
  const said = room.map((one) => ({ kind: 'paragraph' as const, text: roomText(one, region.name) }));
  return [...said, table];
}

/** 还可征转一句话: the less of what the quota and the farmland floor leave, what binds, and both figures. */
export function roomText(one: Dashboard['room'][number], regionName: string): string {
  const { squareMeters, limit } = roomAnswer(one);
  const { quotaSquareMeters: quota, usedSquareMeters: used, floorMarginSquareMeters: floor } = one;
  const margin =
    floor === null
      ? '耕地保有量没有量算'
      : `耕地保有量${floor < 0 ? '已低于下限' : '还有余量'} ${hectares(Math.abs(floor))}`;
  return `${one.year} 年 ${one.place ?? regionName} 还可征转 ${hectares(squareMeters)}：计划 ${hectares(quota)}，已用 ${hectares(used)}，剩余 ${hectares(one.leftSquareMeters)}；${margin}；${limits[limit]}。`;
}

const limits = {
  quota: '受剩余计划约束',
  floor: '受耕地保有量约束',
  'no-floor': '只按剩余计划计',
  'over-quota': '已超出计划，不能再征转',
  'below-floor': '耕地不足，不能再征转',
};

function hectares(value: number): string {
  const area = squareMeters(value);
  const sign = value < 0 ? '−' : '';
  const text = (unit: 'ha' | 'm2') => sign + formatArea(squareMeters(Math.abs(area)), unit);
  return `${text('ha')}（${text('m2')}）`;
}
