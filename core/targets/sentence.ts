import type { Comparator } from '#core/targets/evaluate.ts';
import { canonicalValue, type ReportedKind } from '#core/targets/reported.ts';
import { type Contradiction, contradictionsIn } from '#core/targets/sentence-sums.ts';
import {
  approximately,
  changeBefore,
  indicatorWords,
  ofEach,
  ofTheSame,
  toldAsDone,
  wordsAfter,
  wordsBefore,
} from '#core/targets/sentence-words.ts';

/** 文句里的一个数, with what the sentence says of it. A person confirms it; what is not there is not invented. */
export interface Proposal {
  /** null: an area, but none that the catalogue names. */
  readonly indicator: string | null;
  readonly comparator: Comparator;
  /** The words that say so, as written; null when none do and `=` is only assumed. */
  readonly comparatorText: string | null;
  /** Canonical: m², yuan, one, per cent. */
  readonly value: number;
  readonly reportedText: string;
  readonly reportedUnit: string;
  readonly unit: ReportedKind;
  readonly year: number | null;
  readonly place: string | null;
  /** Where in the text: [start, end) of the figure with its unit. */
  readonly at: readonly [number, number];
  /** The clause it stands in, as written. */
  readonly clause: string;
  /** `approximate`: the sentence says about; `range`: it names two ends, and this is one of them; `total`: it says that others are in it. */
  readonly flags: readonly ('approximate' | 'range' | 'total')[];
}

export interface Reading {
  readonly proposals: readonly Proposal[];
  readonly contradictions: readonly Contradiction[];
}

/** A figure with its unit as it stands in the text. */
export interface Figure {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly unit: string;
  readonly value: number;
  readonly kind: ReportedKind;
  readonly range: boolean;
}

const units =
  '万平方米|万平米|平方公里|平方千米|平方米|平米|㎡|万公顷|公顷|万亩|亩|亿元|万元|元|%|％|个批次|万?(?:个|户|宗|处|起|片|块|栋|幢|条|座)';
const figurePattern = new RegExp(
  `(?<![\\d.])(\\d[\\d,，]*(?:\\.\\d+)?)(?:\\s*[-—–~～至]\\s*(\\d[\\d,，]*(?:\\.\\d+)?))?\\s*(${units})`,
  'g',
);

/**
 * 句子转指标: the figures of a planning sentence that are areas, or that its words make a known indicator, with comparator, unit, year and place.
 * People, prices, weights and changes against another year are left alone.
 *
 * @param year for figures in whose sentence no year is named
 */
export function readSentence(text: string, year: number | null = null): Reading {
  const figures = figuresOf(text);
  const proposals: Proposal[] = [];
  let last: Proposal | undefined;
  for (const [index, figure] of figures.entries()) {
    const sentence = spanAround(text, figure.start, /[。！？\n]/);
    const previous = figures[index - 1];
    const from = Math.max(sentence[0], previous?.end ?? 0);
    const proposal = proposalOf(text, figure, {
      sentence,
      from,
      next: figures[index + 1]?.start ?? text.length,
      last: last && last.at[0] >= sentence[0] ? last : undefined,
      year,
    });
    if (!proposal) continue;
    proposals.push(proposal);
    last = proposal;
  }
  return { proposals, contradictions: contradictionsIn(text, figures) };
}

/** Every figure with a unit that is known, in order. */
export function figuresOf(text: string): Figure[] {
  return [...text.matchAll(figurePattern)].flatMap((match) => {
    const [whole, low = '', high, unit = ''] = match;
    const behind = text.slice(match.index + whole.length, match.index + whole.length + 4);
    // 公斤/亩, 元/亩 or 亩均: a unit of something else; 个月, 个百分点: no counter.
    if (/^(?:\/|／)/.test(behind) || /^(?:月|百分点|多月|小时|工作日)/.test(behind)) return [];
    if (/^(?:亩|公顷|㎡|平方米)$/.test(unit) && /[/／每]\s*$/.test(text.slice(0, match.index))) return [];
    const canonical = canonicalValue(high ?? low, unit);
    if (!canonical) return [];
    return [
      {
        start: match.index,
        end: match.index + whole.length,
        text: (high ?? low).replaceAll(/[,，]/g, ''),
        unit,
        ...canonical,
        range: high !== undefined,
      },
    ];
  });
}

interface Surroundings {
  readonly sentence: readonly [number, number];
  /** Where the figure before it ends, or the sentence begins. */
  readonly from: number;
  /** Where the figure after it begins. */
  readonly next: number;
  readonly last: Proposal | undefined;
  readonly year: number | null;
}

function proposalOf(text: string, figure: Figure, around: Surroundings): Proposal | undefined {
  const { sentence, from } = around;
  const before = text.slice(from, figure.start);
  const after = text.slice(figure.end, Math.min(around.next, sentence[1]));
  if (changeBefore.test(before) || /[比较](?:20\d\d年|上年|去年|同期)[^，；]*$/.test(before))
    return undefined;
  if (figure.kind !== 'money' && ofEach.test(before)) return undefined;
  const own =
    indicatorOf(figure, before, after) ??
    (ofTheSame.test(before) ? indicatorOf(figure, text.slice(sentence[0], figure.start), '') : undefined);
  // 2022年 33.68 公顷: of a list the first alone says what it is a list of.
  const carried =
    own === undefined && around.last?.unit === figure.kind && isListItem(before, around.last)
      ? around.last.indicator
      : undefined;
  const named = own ?? carried ?? null;
  if (named === null && figure.kind !== 'area') return undefined;
  const { comparator, comparatorText } = comparatorOf(text, figure, from, sentence);
  const total = /(?:共计|合计|总计|共|总规模|总面积|累计)[^，；：。]*$/.test(before);
  const indicator = named === 'green_space' && total ? 'green_space_total' : named;
  return {
    indicator,
    comparator,
    comparatorText,
    value: figure.value,
    reportedText: figure.text,
    reportedUnit: figure.unit,
    unit: figure.kind,
    year: yearOf(text, figure, sentence, total) ?? around.year,
    place: placeOf(text, figure, around, after, indicator),
    at: [figure.start, figure.end],
    clause: text.slice(...spanAround(text, figure.start, clauseEnd)).trim(),
    flags: [
      ...(approximately.test(before.trimEnd()) || /^(?:左右|上下|余|多)/.test(after)
        ? ['approximate' as const]
        : []),
      ...(figure.range ? ['range' as const] : []),
      ...(total ? ['total' as const] : []),
    ],
  };
}

const clauseEnd = /[，；：。！？\n,;]/;

/** The indicator named nearest before the figure, else right behind it. */
function indicatorOf(figure: Figure, before: string, after: string): string | undefined {
  const fitting = indicatorWords.filter(
    ({ kind, units: counters }) => kind === figure.kind && (!counters || counters.test(figure.unit)),
  );
  let best: { end: number; indicator: string; weak: boolean } | undefined;
  for (const { words, indicator, weak = false } of fitting) {
    for (const match of before.matchAll(words)) {
      const end = match.index + match[0].length;
      if (!best || (best.weak && !weak) || (best.weak === weak && end > best.end))
        best = { end, indicator, weak };
    }
  }
  // 48宗 of a clause that names the area behind it: the words behind belong to the next figure unless nothing stands between.
  const behind = /^[^，；。：]{0,16}/.exec(after)?.[0] ?? '';
  const following = fitting.find(({ words }) => behind.search(new RegExp(words.source)) >= 0);
  if (best && !(following && /[，；]/.test(before.slice(best.end)))) return best.indicator;
  return following?.indicator ?? best?.indicator;
}

function isListItem(before: string, last: Proposal): boolean {
  const short = /^[，,；;、]?\s*(?:和|及|其中|分别为?)?\s*(?:约|近)?\s*$/.test(before);
  return last.indicator !== null && (short || /^[^。]{0,24}20\d\d\s*年[^，,；;。]{0,12}$/.test(before));
}

function comparatorOf(
  text: string,
  figure: Figure,
  from: number,
  sentence: readonly [number, number],
): { comparator: Comparator; comparatorText: string | null } {
  const clauseStart = Math.max(from, spanAround(text, figure.start, clauseEnd)[0]);
  const before = text.slice(clauseStart, figure.start);
  for (const { words, comparator } of wordsAfter) {
    const match = words.exec(text.slice(figure.end, sentence[1]));
    if (match) {
      const held = /(?:保持|稳定|维持|控制)在[^，；]*$/.exec(before);
      return { comparator, comparatorText: held ? `${held[0].slice(0, 3)}…${match[0]}` : match[0] };
    }
  }
  let best: { at: number; comparator: Comparator; text: string } | undefined;
  for (const { words, comparator } of wordsBefore) {
    for (const match of before.matchAll(words)) {
      if (!best || match.index > best.at) best = { at: match.index, comparator, text: match[0] };
    }
  }
  const promised = best && !(/^(?:力争)?(?:达到|达)$/.test(best.text) && toldAsDone.test(before));
  return best && promised
    ? { comparator: best.comparator, comparatorText: best.text }
    : { comparator: '=', comparatorText: null };
}

/** The year named last before the figure in its sentence; of a total the last year of the sentence. */
function yearOf(
  text: string,
  figure: Figure,
  [start, end]: readonly [number, number],
  total: boolean,
): number | null {
  const years = [
    ...text.slice(start, end).matchAll(/(?<![比较\d])(20\d{2})\s*年?(?=\s*(?:年|[-—–~至]\s*20\d{2}\s*年))/g),
  ].map((match) => ({ at: start + match.index, year: Number(match[1]) }));
  const before = years.filter(({ at }) => at < figure.start).at(-1);
  if (before) {
    // 2021—2023年: the second is the one that counts, unless another figure stands between.
    return before.year;
  }
  return total
    ? (years
        .map(({ year }) => year)
        .sort((a, b) => a - b)
        .at(-1) ?? null)
    : null;
}

const placePattern = /[\u4e00-\u9fa5]{2,14}?(?:片区|村|镇|街道|社区|街)(?!民|庄|委|规划|容|貌|史|办)/g;
const lead =
  /^.*(?:主要位于|位于|建设|推进|推动|启动|保障|确保|配合|计划|规划|其中|在|对|将|把|由|为|至|到|年|我街|我区|我镇)(?=.{2})/;
const notAPlace =
  /^(?:我|全|本|各|每|该|此|一|两|三|这|那|农|乡|小城|新农)|行政村|薄弱村|美丽乡村|农村|新村$|乡村$|个村|文明村/;
const projectPattern =
  /(?:建设|打造|新建|规划|推进|推动|引进)([\u4e00-\u9fa5]{2,18}?(?:产业园|创业园|科技园|基地|博览园|广场|园区))/g;

/** The place named nearest before the figure in its clause, else where the words right behind it put it; a project for what is a project's. */
function placeOf(
  text: string,
  figure: Figure,
  { from, sentence }: Surroundings,
  after: string,
  indicator: string | null,
): string | null {
  const clause = Math.max(from, spanAround(text, figure.start, clauseEnd)[0]);
  const near = placesIn(text.slice(clause, figure.start)).at(-1);
  if (near) return near;
  const put = /^[^。；;]{0,6}[，（(,]?\s*(?:主要)?(?:位于|用于)/.exec(after);
  const behind = put && placesIn(after.slice(put[0].length)).at(0);
  if (behind) return behind;
  if (!indicator?.startsWith('project_')) return null;
  return (
    [...text.slice(sentence[0], figure.start).matchAll(projectPattern)]
      .at(-1)?.[1]
      ?.replace(/^(?:建设|打造|新建|规划|推进)+/, '') ?? null
  );
}

function placesIn(text: string): string[] {
  return [...text.matchAll(placePattern)]
    .map(([name]) => name.replace(lead, ''))
    .filter((name) => name.length >= 2 && !notAPlace.test(name));
}

/** [start, end) of what stands around a place up to the separators. */
function spanAround(text: string, at: number, separator: RegExp): [number, number] {
  let start = at;
  while (start > 0 && !separator.test(text[start - 1] ?? '')) start -= 1;
  let end = at;
  while (end < text.length && !separator.test(text[end] ?? '')) end += 1;
  return [start, end];
}
