import type { Target } from '#core/contract/targets.ts';
import type { Column, ReportTable } from '#core/reports/table.ts';
import type { ReportData } from '#server/reports/compose.ts';

const states: Readonly<Record<Target['state'], string>> = {
  holds: '达标',
  near: '临近',
  breached: '未达标',
  'not-measured': '未量算',
};
const comparators: Readonly<Record<Target['comparator'], string>> = { '>=': '≥', '<=': '≤', '=': '=' };

/** 指标表: areas, then what is counted otherwise, then by which words and which document. */
export function targetTables({ targets, indicators }: ReportData): ReportTable[] {
  const areas = targets.filter(({ unit }) => unit === 'area');
  const others = targets.filter(({ unit }) => unit !== 'area');
  return [
    ...(areas.length > 0 ? [areaTable(areas)] : []),
    ...(others.length > 0 ? [otherTable(others)] : []),
    ...(targets.length > 0 ? [basisTable(targets, indicators)] : []),
  ];
}

const subject: readonly Column[] = [
  { key: 'title', title: '指标', kind: 'text', width: 34 },
  { key: 'asked', title: '文件要求', kind: 'text', width: 24 },
];
const state: Column = { key: 'state', title: '状态', kind: 'text', width: 13 };

function areaTable(targets: readonly Target[]): ReportTable {
  return {
    kind: 'table',
    name: '面积指标',
    caption: '面积指标',
    columns: [
      ...subject,
      { key: 'value', title: '目标（平方米）', kind: 'm2', width: 24, sheetOnly: true },
      { key: 'measured', title: '实测（平方米）', kind: 'm2', width: 25 },
      { key: 'ha', title: '实测（公顷）', kind: 'ha', width: 19, derived: { as: 'ha', of: 'measured' } },
      {
        key: 'margin',
        title: '余量（平方米）',
        kind: 'm2',
        width: 25,
        signed: true,
        derived: { as: 'difference', of: 'measured', minus: 'value' },
      },
      {
        key: 'marginHa',
        title: '余量（公顷）',
        kind: 'ha',
        width: 19,
        signed: true,
        derived: { as: 'ha', of: 'margin' },
      },
      state,
    ],
    rows: targets.map((target) => ({
      ...said(target),
      value: target.value,
      measured: target.measured?.value ?? null,
    })),
    notes: ['余量 = 实测 − 目标：“≥”的指标余量为正即达标，“≤”的指标余量为负即未超出。状态按未取整的数判定。'],
  };
}

function otherTable(targets: readonly Target[]): ReportTable {
  return {
    kind: 'table',
    name: '其他指标',
    caption: '其他指标',
    columns: [
      ...subject,
      { key: 'value', title: '目标', kind: 'number', width: 22 },
      { key: 'measured', title: '实测', kind: 'number', width: 22 },
      {
        key: 'margin',
        title: '余量',
        kind: 'number',
        width: 22,
        signed: true,
        derived: { as: 'difference', of: 'measured', minus: 'value' },
      },
      { key: 'unit', title: '单位', kind: 'text', width: 12 },
      state,
    ],
    rows: targets.map((target) => ({
      ...said(target),
      value: target.value,
      measured: target.measured?.value ?? null,
      unit: { area: '平方米', count: '个', money: '元', ratio: '%' }[target.unit],
    })),
  };
}

function basisTable(targets: readonly Target[], indicators: ReportData['indicators']): ReportTable {
  const words = new Map(indicators.map(({ code, formulaText }) => [code, formulaText?.zh]));
  return {
    kind: 'table',
    name: '口径与依据',
    caption: '口径与依据',
    columns: [
      { key: 'title', title: '指标', kind: 'text', width: 28 },
      { key: 'formula', title: '口径', kind: 'text', width: 50 },
      { key: 'source', title: '来源文件与条款', kind: 'text', width: 42 },
      { key: 'rows', title: '要素数', kind: 'count', width: 13 },
      { key: 'date', title: '数据日期', kind: 'text', width: 20 },
    ],
    rows: targets.map((target) => ({
      title: titleOf(target),
      formula: target.measured
        ? `${words.get(target.indicator) ?? target.rule.text.zh}（${target.rule.source}）`
        : `未量算：${target.reason?.zh ?? '没有口径'}`,
      source: [target.sourceDocument, target.sourceClause, target.note && `注：${target.note}`]
        .filter(Boolean)
        .join('；'),
      rows: target.measured?.rowCount ?? null,
      date: target.measured?.dataDate ?? null,
    })),
  };
}

function said(target: Target) {
  return {
    title: titleOf(target),
    asked: `${comparators[target.comparator]} ${target.reportedText} ${target.reportedUnit}`,
    state: states[target.state],
  };
}

function titleOf({ title, place }: Target): string {
  return place ? `${title.zh}（${place}）` : title.zh;
}
