import type { ReportTable } from '#core/reports/table.ts';

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
  readonly strong?: boolean;
}

/** 要素: a name and what it is, in two columns. */
export interface Facts {
  readonly kind: 'facts';
  readonly facts: readonly (readonly [name: string, text: string])[];
}

export interface Section {
  /** With its number: 一、指标完成情况. */
  readonly title: string;
  readonly blocks: readonly (Paragraph | Facts | ReportTable)[];
}

/** 报告: the content that every writer sets; none adds or leaves out a figure. */
export interface Report {
  readonly title: string;
  readonly subtitle: string;
  /** 示意数据, on every page; null for real data. */
  readonly mark: string | null;
  /** Which moment it tells of, said at the foot of every page. */
  readonly foot: string;
  readonly head: Facts;
  readonly sections: readonly Section[];
  /** 编制, 审核, 批准: lines to sign on. */
  readonly signatures: readonly string[];
  /** UTC, to the second: what files give as the time they were made: that of which the report tells, so that the same report has the same bytes. */
  readonly time: string;
}

/** Every table of a report, in order. */
export function tablesOf(report: Report): ReportTable[] {
  return report.sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'table'));
}

const numerals = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** 一、二、三… before the titles; sections without anything in them are left out. */
export function numbered(sections: readonly Section[]): Section[] {
  return sections
    .filter(({ blocks }) => blocks.length > 0)
    .map(({ title, blocks }, index) => ({ title: `${numerals[index + 1] ?? index + 1}、${title}`, blocks }));
}
