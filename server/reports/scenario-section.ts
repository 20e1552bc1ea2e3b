import { createHash } from 'node:crypto';
import type { Scenario } from '#core/contract/scenarios.ts';
import type { WhatIf } from '#core/contract/what-if.ts';
import type { Section } from '#core/reports/report.ts';
import type { ReportTable } from '#core/reports/table.ts';

const kinds = { conversion: '征转', green: '绿地', demolition: '拆除', reclamation: '复垦' };
const levels = { 'state-council': '国务院', province: '省级人民政府', none: '无须审批' };
const states = { holds: '达标', near: '临近', breached: '未达标', 'not-measured': '未量算' };

/** 情景试算一节: what the scenario leaves, touches, must make good, and who must approve it. */
export function scenarioSection(scenario: Scenario, result: WhatIf): Section {
  const { balance, authority, total } = result;
  return {
    title: `情景试算：${scenario.name}`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          ['情景', `${scenario.name}（版本 ${scenario.versionId}，${scenario.items.length} 项）`],
          ['计算依据指纹', fingerprint(scenario, result)],
          ['审批权限', [levels[authority.level], ...authority.reasons.map(ruleText)].join('；')],
          ['占补平衡规则', ruleText(balance.rule)],
        ],
      },
      itemTable(scenario, result),
      ...effectTable(result),
      ...touchedTable(result),
      shareTable('情景分地类', '占用土地分地类面积', '地类', total.byClass),
      shareTable('情景分村', '占用土地分村（社区）面积', '村（社区）', total.byVillage),
      balanceTable(result),
      ...result.findings.map((finding) => ({
        kind: 'paragraph' as const,
        text: `${{ error: '错误', warning: '提醒', info: '说明' }[finding.severity]}：${finding.message.zh}`,
      })),
    ],
  };
}

function itemTable(scenario: Scenario, { items }: WhatIf): ReportTable {
  return {
    kind: 'table',
    name: '情景事项',
    caption: '情景事项',
    total: '合计',
    columns: [
      { key: 'name', title: '事项', kind: 'text', width: 28 },
      { key: 'kind', title: '类型', kind: 'text', width: 14 },
      { key: 'area', title: '占地（平方米）', kind: 'm2', width: 24 },
      { key: 'lost', title: '减少耕地（平方米）', kind: 'm2', width: 24 },
      { key: 'gained', title: '新增耕地（平方米）', kind: 'm2', width: 24 },
      { key: 'permanent', title: '占永久基本农田（平方米）', kind: 'm2', width: 24 },
    ],
    rows: scenario.items.map(({ id, name, kind }) => {
      const item = items.find((one) => one.id === id && one.computed);
      return {
        name: item ? name : `${name}（未计算）`,
        kind: kinds[kind],
        area: item?.areaSquareMeters ?? null,
        lost: item?.farmlandLostSquareMeters ?? null,
        gained: item?.farmlandGainedSquareMeters ?? null,
        permanent: item?.permanentSquareMeters ?? null,
      };
    }),
    notes: ['事项之间重叠的部分只计一次，计入在前的事项；占地为各事项自身面积。'],
  };
}

function effectTable({ targets }: WhatIf): ReportTable[] {
  const moved = targets.filter((target) => target.beforeSquareMeters !== target.afterSquareMeters);
  if (moved.length === 0) return [];
  const unmeasured = targets.filter((target) => target.afterSquareMeters === null).length;
  const rest = targets.length - moved.length - unmeasured;
  return [
    {
      kind: 'table',
      name: '情景对指标',
      notes: [`其余 ${rest} 项面积指标的数不因本情景变动，${unmeasured} 项未量算。`],
      caption: '对指标的影响',
      columns: [
        { key: 'title', title: '指标', kind: 'text', width: 30 },
        { key: 'value', title: '目标（平方米）', kind: 'm2', width: 24, sheetOnly: true },
        { key: 'before', title: '实施前（平方米）', kind: 'm2', width: 24 },
        { key: 'after', title: '实施后（平方米）', kind: 'm2', width: 24 },
        {
          key: 'afterHa',
          title: '实施后（公顷）',
          kind: 'ha',
          width: 18,
          derived: { as: 'ha', of: 'after' },
        },
        {
          key: 'margin',
          title: '实施后余量（平方米）',
          kind: 'm2',
          width: 24,
          signed: true,
          derived: { as: 'difference', of: 'after', minus: 'value' },
        },
        { key: 'state', title: '状态', kind: 'text', width: 22 },
      ],
      rows: moved.map((target) => ({
        title: target.place ? `${target.title.zh}（${target.place}）` : target.title.zh,
        value: target.valueSquareMeters,
        before: target.beforeSquareMeters,
        after: target.afterSquareMeters,
        state:
          target.stateAfter === 'not-measured'
            ? `未量算：${target.reason?.zh ?? ''}`
            : `${states[target.stateBefore]} → ${states[target.stateAfter]}`,
      })),
    },
  ];
}

function touchedTable({ touched }: WhatIf): ReportTable[] {
  if (touched.length === 0) return [];
  return [
    {
      kind: 'table',
      name: '情景占用管控线',
      caption: '占用管控线',
      columns: [
        { key: 'layer', title: '管控线', kind: 'text', width: 34 },
        { key: 'area', title: '占用（平方米）', kind: 'm2', width: 26 },
        { key: 'ha', title: '占用（公顷）', kind: 'ha', width: 22, derived: { as: 'ha', of: 'area' } },
        { key: 'features', title: '涉及图斑', kind: 'count', width: 16 },
        { key: 'verdict', title: '结论', kind: 'text', width: 22 },
      ],
      rows: touched.map(({ title, areaSquareMeters, features, blocks }) => ({
        layer: title.zh,
        area: areaSquareMeters,
        features: features.length,
        verdict: blocks ? '不得占用' : '须说明',
      })),
    },
  ];
}

function shareTable(
  name: string,
  caption: string,
  of: string,
  shares: WhatIf['total']['byClass'],
): ReportTable {
  return {
    kind: 'table',
    name,
    caption,
    total: '合计',
    columns: [
      { key: 'name', title: of, kind: 'text', width: 36 },
      { key: 'area', title: '面积（平方米）', kind: 'm2', width: 26 },
      { key: 'ha', title: '面积（公顷）', kind: 'ha', width: 22, derived: { as: 'ha', of: 'area' } },
      { key: 'mu', title: '面积（亩）', kind: 'mu', width: 22, derived: { as: 'mu', of: 'area' } },
      { key: 'share', title: '占比', kind: 'share', width: 16, derived: { as: 'share', of: 'area' } },
    ],
    rows: shares.map(({ code, name, areaSquareMeters }) => ({
      name: of === '地类' ? `${code} ${name}` : name,
      area: areaSquareMeters,
    })),
  };
}

function balanceTable({ balance }: WhatIf): ReportTable {
  return {
    kind: 'table',
    name: '情景占补平衡',
    caption: '占补平衡',
    columns: [
      { key: 'name', title: '项目', kind: 'text', width: 40 },
      { key: 'area', title: '面积（平方米）', kind: 'm2', width: 26 },
      { key: 'ha', title: '面积（公顷）', kind: 'ha', width: 22, derived: { as: 'ha', of: 'area' } },
      { key: 'mu', title: '面积（亩）', kind: 'mu', width: 22, derived: { as: 'mu', of: 'area' } },
    ],
    rows: [
      { name: '应补充耕地（占补平衡）', area: balance.occupiedSquareMeters },
      ...(balance.inOutSquareMeters > 0
        ? [{ name: '应恢复耕地（进出平衡）', area: balance.inOutSquareMeters }]
        : []),
      { name: '情景内补充耕地', area: balance.suppliedSquareMeters },
      { name: '尚缺', area: balance.shortfallSquareMeters },
    ],
  };
}

/** A rule that nobody checked against its document says so. */
function ruleText({ text, source, verified }: WhatIf['balance']['rule']): string {
  return `${text.zh}（${source}${verified ? '' : '；规则待核实'}）`;
}

/** 指纹: SHA-256 of what was computed from what: items, moments, and the version of every parcel that was cut. */
function fingerprint({ id, versionId, items }: Scenario, { moments, pieces }: WhatIf): string {
  const inputs = {
    id,
    versionId,
    items,
    moments,
    parcels: pieces.map(({ parcel, versionId: of }) => [parcel, of]),
  };
  return `SHA-256 ${createHash('sha256').update(JSON.stringify(inputs)).digest('hex')}`;
}
