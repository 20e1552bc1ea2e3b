import { type EvidenceContent, fieldName } from '#core/evidence/content.ts';
import { formatDecimalDegrees } from '#core/geometry/format-coordinates.ts';
import { areaText, squareMeters, toFixedHalfUp } from '#core/geometry/units.ts';
import type { Facts, Paragraph } from '#core/reports/report.ts';
import type { Column, ReportTable } from '#core/reports/table.ts';
import { beijing } from '#server/reports/beijing.ts';

/* 举证报告的文字与表: what the report says of a pack's content; the maps and pictures stand between them. */

/** Rows of pieces that are printed; the JSON has all of them. */
const mostPieces = 120;

export function timeOf(instant: number): string {
  return beijing(new Date(instant).toISOString());
}

export function basicFacts(content: EvidenceContent): Facts {
  const { patch, crs } = content;
  const rows: (readonly [string, string | null])[] = [
    ['图斑编号', patch.number],
    ['台账', patch.register.name],
    ['类别', patch.class.name],
    ['状态', patch.withdrawn === null ? patch.state.name : `已作废（${patch.withdrawn}）`],
    ['所在区域', `${patch.region.name}（${patch.region.code}）`],
    ['坐落', patch.location],
    ['发现日期', patch.foundOn],
    ['承办', patch.assignee],
    ['办理期限', patch.dueOn],
    ['拆分', patch.split.name],
    ['母图斑', patch.parents.join('、') || null],
    ['子图斑', patch.parts.join('、') || null],
    ...patch.values
      .filter(({ field }) => !shownElsewhere.has(field))
      .map(({ name, value }) => [name, String(value)] as const),
    ['数据时点', `${timeOf(content.dataAt)}（北京时间）`],
    ['坐标系', `${crs.geographic}；${crs.plane}`],
  ];
  return { kind: 'facts', facts: rows.flatMap(([name, text]) => (text ? [[name, text] as const] : [])) };
}

const shownElsewhere = new Set([
  'patch_class',
  'location',
  'found_on',
  'due_on',
  'split_state',
  'remaining_area',
]);

const text = (key: string, title: string, width: number): Column => ({ key, title, width, kind: 'text' });

export function areaTable({ areas }: EvidenceContent): ReportTable {
  return {
    kind: 'table',
    name: '面积',
    caption: '面积',
    columns: [
      text('name', '项目', 3),
      text('ruler', '量算方法', 3),
      { key: 'squareMeters', title: '面积（平方米）', kind: 'm2', width: 2 },
      { key: 'mu', title: '面积（亩）', kind: 'mu', width: 2, derived: { as: 'mu', of: 'squareMeters' } },
      { key: 'ha', title: '面积（公顷）', kind: 'ha', width: 2, derived: { as: 'ha', of: 'squareMeters' } },
    ],
    rows: areas.map(({ name, ruler, squareMeters }) => ({ name, ruler, squareMeters })),
    notes: ['1 亩 = 10000/15 平方米；面积以椭球面积为准，复核值只作对照。'],
  };
}

export function cornerTable({ corners, crs }: EvidenceContent): ReportTable {
  return {
    kind: 'table',
    name: '界址点',
    caption: '界址点成果表',
    columns: [
      text('name', '点号', 1.1),
      text('place', '地块-圈', 1.1),
      text('northing', 'X（北）m', 2.2),
      text('easting', 'Y（东）m', 2.2),
      text('lon', '经度 °', 2),
      text('lat', '纬度 °', 2),
      text('spacing', '至下一点 m', 1.5),
    ],
    rows: corners.flatMap(({ part, ring, corners: points }) =>
      points.map((point) => ({
        name: point.name,
        place: `${part}-${ring}`,
        northing: toFixedHalfUp(point.northing, 3),
        easting: toFixedHalfUp(point.easting, 3),
        lon: toFixedHalfUp(point.lon, 8),
        lat: toFixedHalfUp(point.lat, 8),
        spacing: toFixedHalfUp(point.spacingMeters, 2),
      })),
    ),
    notes: [`${crs.plane}，Y 含 500 km、不带带号；边长为椭球面上的长度。圈 1 为外圈，其余为内圈。`],
  };
}

export function overlayBlocks({ overlay }: EvidenceContent): (Paragraph | Facts | ReportTable)[] {
  if (!overlay) return [{ kind: 'paragraph', text: '尚未套合：没有任何套合面积，不等于面积为零。' }];
  const part = (name: string, value: number) => ({ name, value });
  const facts: Facts = {
    kind: 'facts',
    facts: [
      ['套合账号', overlay.accountId],
      ['套合底账', overlay.asOf === null ? '现状调查' : `截至 ${overlay.asOf} 的调查（动工前）`],
      [
        '套合时间',
        `${beijing(overlay.madeAt)}（北京时间）${overlay.stale ? '；此后底账或图形已变化，须重新套合' : ''}`,
      ],
    ],
  };
  const classes: ReportTable = {
    kind: 'table',
    name: '套合面积',
    caption: '套合面积',
    columns: [
      text('name', '范围', 4),
      { key: 'value', title: '面积（平方米）', kind: 'm2', width: 2 },
      { key: 'mu', title: '面积（亩）', kind: 'mu', width: 2, derived: { as: 'mu', of: 'value' } },
    ],
    rows: [
      part('图斑', overlay.totalSquareMeters),
      part('耕地', overlay.farmlandSquareMeters),
      part('永久基本农田', overlay.permanentSquareMeters),
      part('农用地', overlay.agriculturalSquareMeters),
      part('建设用地', overlay.constructionSquareMeters),
      part('未利用地', overlay.unusedSquareMeters),
      part('生态保护红线', overlay.redlineSquareMeters),
      part('城镇开发边界外', overlay.outsideUrbanSquareMeters),
      part('无调查资料', overlay.unsurveyedSquareMeters),
    ],
    notes: overlay.notMeasured.map(({ layer, reason }) => `${layer} 未能套合：${reason.zh}`),
  };
  const shown = overlay.pieces.slice(0, mostPieces);
  const pieces: ReportTable = {
    kind: 'table',
    name: '套合分块',
    caption: '套合分块',
    columns: [
      text('layer', '图层', 2),
      text('label', '要素', 2),
      text('name', '地类', 2.4),
      { key: 'value', title: '面积（平方米）', kind: 'm2', width: 2 },
    ],
    rows: shown.map((piece) => ({
      layer: piece.layer,
      label: piece.label,
      name: [piece.code, piece.name].filter(Boolean).join(' '),
      value: piece.areaSquareMeters,
    })),
    ...(overlay.pieces.length > shown.length
      ? { notes: [`另有 ${overlay.pieces.length - shown.length} 块，见 evidence.json。`] }
      : {}),
  };
  const thresholds = overlay.thresholds.map(
    (rule): Paragraph => ({
      kind: 'paragraph',
      strong: rule.reached,
      text: `${rule.text.zh} ${areaText(squareMeters(rule.areaSquareMeters), 'mu', 2)} 亩，标准 ${rule.limitMu} 亩：${
        rule.reached ? '达到移送标准(面积)' : '未达到移送标准(面积)'
      }。依据：${rule.source}${rule.verified ? '' : '（未核实原文）'}。`,
    }),
  );
  return [
    facts,
    classes,
    ...(shown.length > 0 ? [pieces] : []),
    ...thresholds,
    {
      kind: 'paragraph',
      text: '面积是否达到标准只是移送的条件之一，不代表对行为性质的认定；未经审核的图斑均为疑似。',
    },
  ];
}

export function photoFacts(photo: EvidenceContent['photos'][number], note: string): Facts {
  const { fix, bearing, bearingReference, pitch } = photo;
  const directions = { true: '真北', magnetic: '磁北，未改正' } as const;
  const rows: (readonly [string, string | null])[] = [
    [
      `照片 ${photo.number}`,
      `${photo.roleName}${photo.removed ? `（已移除：${photo.removed.reason}）` : ''}；${note}`,
    ],
    ['拍摄时间', `${timeOf(photo.takenAt)}（设备时钟，北京时间）`],
    [
      '位置',
      fix
        ? `${formatDecimalDegrees(fix.lonLat, 7)}；精度 ±${toFixedHalfUp(fix.accuracyMeters, 1)} m`
        : '没有位置',
    ],
    [
      '方位',
      bearing === null
        ? '没有方位'
        : `${toFixedHalfUp(bearing, 1)}°（${bearingReference === null ? '基准未知' : directions[bearingReference]}）${
            pitch === null ? '' : `；俯仰 ${toFixedHalfUp(pitch, 1)}°`
          }`,
    ],
    ['拍摄人', `${photo.person.name}；${photo.origin === 'camera' ? '本系统相机拍摄' : '取自相册'}`],
    ['说明', photo.reason ?? null],
    ['原件 SHA-256', photo.sha256],
    ['水印件 SHA-256', photo.stamped?.sha256 ?? null],
  ];
  return { kind: 'facts', facts: rows.flatMap(([name, value]) => (value ? [[name, value] as const] : [])) };
}

export function historyTable({ events }: EvidenceContent): ReportTable {
  return {
    kind: 'table',
    name: '流转记录',
    caption: '流转记录',
    columns: [
      text('at', '时间', 2.2),
      text('person', '人员', 1.5),
      text('what', '事项', 4.6),
      text('reason', '理由', 2.4),
      text('received', '服务器收到', 2.2),
    ],
    rows: events.map((event) => ({
      at: timeOf(event.at),
      person: event.deliveredBy === null ? event.person : `${event.person}（${event.deliveredBy} 代传）`,
      what: event.what,
      reason: event.reason ?? '',
      received: timeOf(event.receivedAt),
    })),
  };
}

export function conflictBlocks({ conflicts }: EvidenceContent): Paragraph[] {
  if (conflicts.length === 0) return [{ kind: 'paragraph', text: '没有待裁决的冲突。' }];
  return conflicts.map((conflict, index): Paragraph => {
    const sides =
      'candidates' in conflict
        ? conflict.candidates
            .map(({ person, at, value }) => `${person.name}（${timeOf(at)}）：${sideOf(value)}`)
            .join('；')
        : '';
    return { kind: 'paragraph', text: `${index + 1}. ${titleOf(conflict)}${sides ? `：${sides}` : ''}。` };
  });
}

function titleOf(conflict: EvidenceContent['conflicts'][number]): string {
  switch (conflict.kind) {
    case 'field':
      return `“${fieldName(conflict.field)}”有不同填报`;
    case 'state':
      return '办理状态不一致';
    case 'void-step':
      return conflict.why === 'own-work' ? '复核了本人的工作，该步不生效' : '不合流程的一步，不生效';
    case 'withdrawn-with-work':
      return `作废时另有 ${conflict.operations.length} 条工作未被看到`;
    default:
      return conflict.areaSquareMeters === null
        ? '已销号，但未填报剩余面积'
        : `已销号，但仍报有剩余 ${toFixedHalfUp(conflict.areaSquareMeters, 2)} 平方米`;
  }
}

function sideOf(value: unknown): string {
  if (value === null) return '（空）';
  if (typeof value !== 'object') return String(value);
  return 'name' in value ? String(value.name) : '图形见 evidence.json';
}
