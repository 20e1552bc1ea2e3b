import { type RegisterCode, registerOf } from '#core/patches/registers.ts';
import { type CodeList, nameIn } from '#core/vocabulary/code-list.ts';
import { patchClass1 } from '#core/vocabulary/lists/patch-class-1.ts';
import { patchJudgement1 } from '#core/vocabulary/lists/patch-judgement-1.ts';
import { patchJudgementKind1 } from '#core/vocabulary/lists/patch-judgement-kind-1.ts';
import { patchRectification1 } from '#core/vocabulary/lists/patch-rectification-1.ts';
import { patchRegister1 } from '#core/vocabulary/lists/patch-register-1.ts';
import { patchSplit1 } from '#core/vocabulary/lists/patch-split-1.ts';
import { patchState1 } from '#core/vocabulary/lists/patch-state-1.ts';
import { patchUseDetail1 } from '#core/vocabulary/lists/patch-use-detail-1.ts';
import type { ExportLine, PatchExport } from '#server/patches/export/export-patches.ts';
import { SheetWriter } from '#server/patches/export/sheet-writer.ts';
import { packedWorkbook, plain } from '#server/reports/write-xlsx.ts';
import { Styles } from '#server/reports/xlsx/styles.ts';

const named = (list: CodeList, code: string | null) => (code === null ? '' : nameIn(list, code, 'zh'));
const lights: Readonly<Record<string, string>> = {
  none: '未计时',
  green: '正常',
  yellow: '临期',
  red: '超期',
};

/** Columns of the register whose letters the other sheets compute by. */
const registerColumns = [
  { key: 'number', title: '图斑编号', width: 20, text: ({ number }: ExportLine) => number },
  {
    key: 'register',
    title: '台账',
    width: 18,
    text: ({ register }: ExportLine) => named(patchRegister1, register),
  },
  {
    key: 'class',
    title: '类别',
    width: 16,
    text: ({ patchClass }: ExportLine) => named(patchClass1, patchClass),
  },
  { key: 'state', title: '状态', width: 10, text: ({ state }: ExportLine) => named(patchState1, state) },
  { key: 'town', title: '镇街', width: 14, text: ({ town }: ExportLine) => town },
  { key: 'village', title: '村', width: 14, text: ({ village }: ExportLine) => village },
  { key: 'location', title: '坐落', width: 20, text: ({ location }: ExportLine) => location ?? '' },
  { key: 'found', title: '发现日期', width: 12, text: ({ foundOn }: ExportLine) => foundOn ?? '' },
  { key: 'built', title: '建设时间', width: 12, text: ({ builtOn }: ExportLine) => builtOn ?? '' },
  {
    key: 'judgement',
    title: '核实认定意见',
    width: 14,
    text: ({ judgement }: ExportLine) => named(patchJudgement1, judgement),
  },
  {
    key: 'kind',
    title: '认定细类',
    width: 14,
    text: ({ judgementKind }: ExportLine) => named(patchJudgementKind1, judgementKind),
  },
  {
    key: 'use',
    title: '用途分类细化',
    width: 14,
    text: ({ useDetail }: ExportLine) => named(patchUseDetail1, useDetail),
  },
  { key: 'project', title: '项目名称', width: 20, text: ({ projectName }: ExportLine) => projectName ?? '' },
  { key: 'assignee', title: '承办', width: 12, text: ({ assignee }: ExportLine) => assignee ?? '' },
  { key: 'due', title: '办理期限', width: 12, text: ({ due }: ExportLine) => due ?? '' },
  { key: 'light', title: '期限状态', width: 10, text: ({ light }: ExportLine) => lights[light] ?? light },
  {
    key: 'split',
    title: '拆分状态',
    width: 10,
    text: ({ splitState }: ExportLine) => named(patchSplit1, splitState),
  },
  {
    key: 'parent',
    title: '母图斑编号',
    width: 20,
    text: ({ parentNumber }: ExportLine) => parentNumber ?? '',
  },
  {
    key: 'area',
    title: '图斑面积（平方米）',
    width: 14,
    area: ({ areaSquareMeters }: ExportLine) => areaSquareMeters,
  },
  {
    key: 'farmland',
    title: '占耕地（平方米）',
    width: 14,
    area: ({ farmlandSquareMeters }: ExportLine) => farmlandSquareMeters,
  },
  {
    key: 'permanent',
    title: '占永久基本农田（平方米）',
    width: 14,
    area: ({ permanentSquareMeters }: ExportLine) => permanentSquareMeters,
  },
  {
    key: 'remaining',
    title: '剩余未整改（平方米）',
    width: 14,
    area: ({ remainingSquareMeters }: ExportLine) => remainingSquareMeters,
  },
] as const;
const measures = ['area', 'farmland', 'permanent', 'remaining'] as const;
const columnOf = (key: (typeof registerColumns)[number]['key']) =>
  registerColumns.findIndex((each) => each.key === key);

/** 图斑台账工作簿: the register, sums by class and by village that count it by formulas, and the county's list of fourteen columns. */
export function patchesXlsx(data: PatchExport): Uint8Array {
  const styles = new Styles();
  const title = `${data.county}图斑台账`;
  const account =
    data.accountMadeAt === null
      ? '尚无整层套合账，占地未计'
      : `占地取自 ${data.accountMadeAt.slice(0, 10)} 的整层套合账`;
  const about = `时点 ${data.day}；${account}；图斑为疑似，认定以审核为准`;
  const frame = { mark: data.mark, about };
  const sheets = [
    registerSheet(data, styles, frame),
    summarySheet(data, styles, frame, {
      name: '分类汇总',
      caption: '分台账、分类别汇总',
      heads: ['台账', '类别'],
      keys: ['register', 'class'],
    }),
    summarySheet(data, styles, frame, {
      name: '镇村汇总',
      caption: '分台账、分镇村汇总',
      heads: ['台账', '镇街', '村'],
      keys: ['register', 'town', 'village'],
    }),
    countySheet(data, styles, frame),
  ];
  const print = {
    header: `&L${plain(title)}${data.mark ? `&R${plain(data.mark)}` : ''}`,
    footer: `&L${plain(about)}&R第 &P 页，共 &N 页`,
  };
  return packedWorkbook(
    sheets.map((sheet) => ({ ...sheet, ...print })),
    styles,
    { title, time: `${data.asOf.slice(0, 19)}Z` },
  );
}

interface Frame {
  readonly mark: string | null;
  readonly about: string;
}

const register = '图斑台账';

function registerSheet({ lines }: PatchExport, styles: Styles, frame: Frame) {
  const muTitles = ['图斑面积（亩）', '占耕地（亩）', '占永久基本农田（亩）', '剩余未整改（亩）'];
  const sheet = new SheetWriter(styles, {
    name: register,
    caption: '图斑台账',
    ...frame,
    heads: [...registerColumns.map((column) => column.title), ...muTitles, '备注'],
    widths: [...registerColumns.map(({ width }) => width), ...muTitles.map(() => 12), 24],
  });
  for (const line of lines) {
    sheet.add([
      ...registerColumns.map((column) =>
        'text' in column ? sheet.text(column.text(line)) : sheet.area(column.area(line)),
      ),
      ...measures.map((key) => {
        const column = registerColumns[columnOf(key)]!;
        const value = 'area' in column ? column.area(line) : null;
        return sheet.mu(value, `${sheet.column(columnOf(key))}${sheet.next}`);
      }),
      sheet.text(line.note ?? ''),
    ]);
  }
  return sheet.done();
}

interface Summary {
  readonly name: string;
  readonly caption: string;
  readonly heads: readonly string[];
  readonly keys: readonly ('register' | 'class' | 'town' | 'village')[];
}

/** Two registers are never added: each has a line of its own sums, and there is none of all. */
function summarySheet(
  { lines }: PatchExport,
  styles: Styles,
  frame: Frame,
  { name, caption, heads, keys }: Summary,
) {
  const sheet = new SheetWriter(styles, {
    name,
    caption,
    ...frame,
    heads: [
      ...heads,
      ...['下发数', '下发面积（平方米）', '核实后数', '核实后面积（平方米）', '核实后面积（亩）', '已销号数'],
      ...[
        '占耕地（平方米）',
        '占耕地（亩）',
        '占永久基本农田（平方米）',
        '占永久基本农田（亩）',
        '剩余未整改（平方米）',
      ],
    ],
    widths: [...heads.map(() => 18), ...Array<number>(11).fill(14)],
  });
  const [split, parent, closed] = [
    named(patchSplit1, 'split'),
    named(patchSplit1, 'part'),
    named(patchState1, 'closed'),
  ];
  const range = (key: Parameters<typeof columnOf>[0]) => {
    const column = sheet.column(columnOf(key));
    return `'${register}'!$${column}$4:$${column}$${Math.max(4, lines.length + 3)}`;
  };
  const textOf = (line: ExportLine, key: (typeof keys)[number]) => {
    const column = registerColumns[columnOf(key)]!;
    return 'text' in column ? column.text(line) : '';
  };
  const groups = new Map<string, ExportLine[]>();
  for (const line of lines) {
    const key = JSON.stringify(keys.map((each) => textOf(line, each)));
    const group = groups.get(key) ?? [];
    group.push(line);
    groups.set(key, group);
  }
  const sums = (own: readonly ExportLine[], conditions: string) => {
    const issued = own.filter(({ splitState }) => splitState !== 'part');
    const verified = own.filter(({ splitState }) => splitState !== 'split');
    const without = (state: string) => `${range('split')},"<>${state}"`;
    const total = (of: readonly ExportLine[], value: (line: ExportLine) => number | null) => {
      const known = of.map(value).filter((each) => each !== null);
      return known.length === 0
        ? null
        : Math.round(known.reduce((sum, each) => sum + Math.round(each * 100), 0)) / 100;
    };
    const areas = (key: (typeof measures)[number], state: string) =>
      `ROUND(SUMIFS(${range(key)},${conditions}${without(state)}),2)`;
    const [area, farmland] = [keys.length + 3, keys.length + 6];
    return [
      sheet.count(issued.length, `COUNTIFS(${conditions}${without(parent)})`),
      sheet.area(total(issued, ({ areaSquareMeters }) => areaSquareMeters) ?? 0, areas('area', parent)),
      sheet.count(verified.length, `COUNTIFS(${conditions}${without(split)})`),
      sheet.area(total(verified, ({ areaSquareMeters }) => areaSquareMeters) ?? 0, areas('area', split)),
      sheet.mu(
        total(verified, ({ areaSquareMeters }) => areaSquareMeters) ?? 0,
        `${sheet.column(area)}${sheet.next}`,
      ),
      sheet.count(
        verified.filter(({ state }) => state === 'closed').length,
        `COUNTIFS(${conditions}${without(split)},${range('state')},"${closed}")`,
      ),
      ...(
        [
          ['farmland', total(verified, ({ farmlandSquareMeters }) => farmlandSquareMeters), farmland],
          ['permanent', total(verified, ({ permanentSquareMeters }) => permanentSquareMeters), farmland + 2],
        ] as const
      ).flatMap(([key, value, at]) =>
        value === null
          ? [sheet.area(null), sheet.area(null)]
          : [sheet.area(value, areas(key, split)), sheet.mu(value, `${sheet.column(at)}${sheet.next}`)],
      ),
      sheet.area(
        total(verified, ({ remainingSquareMeters }) => remainingSquareMeters),
        areas('remaining', split),
      ),
    ];
  };
  let last: string | undefined;
  const finish = () => {
    if (last === undefined) return;
    const own = lines.filter((line) => textOf(line, 'register') === last);
    const unit = registerOf(own[0]!.register as RegisterCode).unit.zh;
    sheet.total(
      [`${last}合计（${unit}）`, ...keys.slice(1).map(() => '')],
      sums(own, `${range('register')},"${last}",`),
    );
  };
  for (const [key, own] of groups) {
    const texts = JSON.parse(key) as string[];
    if (texts[0] !== last) finish();
    last = texts[0];
    const conditions = keys.map((each, i) => `${range(each)},${sheet.column(i)}${sheet.next},`).join('');
    sheet.add([...texts.map((text) => sheet.text(text)), ...sums(own, conditions)]);
  }
  finish();
  return sheet.done();
}

/** 县级清单: what was judged to be unlawful non-agricultural use. The party to a project is 个人信息 and is not in it. */
function countySheet({ lines, county }: PatchExport, styles: Styles, frame: Frame) {
  const sheet = new SheetWriter(styles, {
    name: '非农违法清单',
    caption: '非农违法线索清单（项目主体为个人信息，未导出）',
    ...frame,
    heads: [
      ...['序号', '县名称', '监测批次', '线索编号', '项目名称', '项目主体', '非农违法土地用途'],
      ...[
        '非农违法面积（亩）',
        '非农违法耕地面积（亩）',
        '非农违法基本农田面积（亩）',
        '是否整改',
        '整改方式',
      ],
      ...['重大典型问题', '备注'],
    ],
    widths: [8, 12, 18, 20, 20, 12, 16, 14, 14, 14, 10, 12, 16, 20],
  });
  const of = (key: (typeof measures)[number], at: number) =>
    `'${register}'!${sheet.column(columnOf(key))}${at}`;
  let number = 0;
  for (const [i, line] of lines.entries()) {
    if (line.judgement !== 'non-agricultural' || line.splitState === 'split') continue;
    number += 1;
    const done = line.state === 'closed' ? '是' : '否';
    sheet.add([
      sheet.count(number),
      ...[county, line.batch ?? '', line.number, line.projectName ?? '', ''].map((each) => sheet.text(each)),
      sheet.text(named(patchUseDetail1, line.useDetail) || named(patchJudgementKind1, line.judgementKind)),
      sheet.mu(line.areaSquareMeters, of('area', i + 4)),
      sheet.mu(line.farmlandSquareMeters, of('farmland', i + 4)),
      sheet.mu(line.permanentSquareMeters, of('permanent', i + 4)),
      ...[done, named(patchRectification1, line.rectification), '', line.note ?? ''].map((each) =>
        sheet.text(each),
      ),
    ]);
  }
  return sheet.done();
}
