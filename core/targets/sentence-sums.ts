import { decimalText, parseDecimal } from '#core/geometry/decimal.ts';
import type { Bilingual } from '#core/problem.ts';
import { canonicalValue, reportedTolerance } from '#core/targets/reported.ts';
import type { Figure } from '#core/targets/sentence.ts';

/** 矛盾: figures of one sentence that cannot all be right. Shown, never mended. */
export interface Contradiction {
  readonly text: Bilingual;
  readonly at: readonly [number, number];
}

/** Sums that do not sum, products that do not multiply, rates that do not follow; each beyond what rounding explains. */
export function contradictionsIn(text: string, figures: readonly Figure[]): Contradiction[] {
  return sentencesOf(text).flatMap(([start, end]) => {
    const inside = figures.filter((figure) => figure.start >= start && figure.end <= end);
    const part = text.slice(start, end);
    return [...sums(text, inside), ...products(part, start), ...yields(part, start), ...rates(part, start)];
  });
}

function sentencesOf(text: string): [number, number][] {
  return [...text.matchAll(/[^。！？\n]+/g)].map((match) => [match.index, match.index + match[0].length]);
}

const totalWord = /(?:共计|合计|总计|总规模|总面积|总数|一共|共)[^，；：。\d]{0,12}$/;

/** 共 T：a，b，c · a，b，c，共计 T: parts of the same unit, told apart by years, 其中, 分别 or names of one list. */
function sums(text: string, figures: readonly Figure[]): Contradiction[] {
  return figures.flatMap((total, index) => {
    if (!totalWord.test(text.slice(figures[index - 1]?.end ?? 0, total.start))) return [];
    const alike = (figure: Figure) => figure.unit === total.unit && !figure.range;
    const following = figures.slice(index + 1).filter(alike);
    const preceding = figures.slice(0, index).filter(alike);
    const behind = text.slice(total.end, following[0]?.start ?? total.end);
    const opens = /[：:]|其中|分别/.test(behind);
    const parts = opens ? following : isList(text, preceding, total) ? preceding : [];
    if (parts.length < 2) return [];
    const sum = parts.reduce((all, { value }) => all + value, 0);
    const room = [total, ...parts].reduce((all, figure) => all + tolerance(figure), 0);
    if (Math.abs(sum - total.value) <= room + 0.005) return [];
    const list = parts.map((figure) => figure.text).join(' + ');
    const added = decimalSum(parts.map((figure) => figure.text));
    return [
      {
        text: {
          zh: `分项之和与总数不符：${list} = ${added} ${total.unit}，而总数写作 ${total.text} ${total.unit}`,
          en: `The parts do not sum to the total: ${list} = ${added} ${total.unit}, the total says ${total.text} ${total.unit}`,
        },
        at: [total.start, total.end] as const,
      },
    ];
  });
}

/** Parts stand in one list with their total: nothing but years, places and list words between them. */
function isList(text: string, parts: readonly Figure[], total: Figure): boolean {
  const [first] = parts;
  if (!first || parts.length < 2) return false;
  const between = text.slice(first.start, total.start);
  return !/[；]/.test(between.slice(-1)) && (/20\d\d\s*年/.test(between) || /、/.test(between));
}

const number = '(\\d[\\d,]*(?:\\.\\d+)?)';

/** 12栋，每栋2.5万平方米，总面积35万平方米. */
function products(part: string, start: number): Contradiction[] {
  const pattern = new RegExp(
    `${number}\\s*(?:个|栋|幢|座|块|宗|处)[^。；\\d]{0,20}(?:每|单|各)[^。；\\d]{0,12}${number}\\s*(万平方米|平方米|亩|公顷)[^。\\d]{0,20}(?:总|共)[^。\\d]{0,10}${number}\\s*(万平方米|平方米|亩|公顷)`,
    'g',
  );
  return [...part.matchAll(pattern)].flatMap((match) => {
    const [whole, count = '', each = '', eachUnit = '', total = '', totalUnit = ''] = match;
    const one = canonicalValue(each, eachUnit);
    const all = canonicalValue(total, totalUnit);
    if (!one || !all) return [];
    const product = Number(count.replaceAll(',', '')) * one.value;
    const room =
      Number(count) * tolerance({ text: each, unit: eachUnit }) + tolerance({ text: total, unit: totalUnit });
    // What is printed without decimals is meant as it stands: 35 is not 30.
    if (Math.abs(product - all.value) <= Math.min(room, product * 0.05)) return [];
    const shown = eachUnit === totalUnit ? ` = ${plainProduct(count, each)} ${totalUnit}` : '';
    return [
      {
        text: {
          zh: `乘积与总数不符：${count} × ${each} ${eachUnit}${shown}，而总数写作 ${total} ${totalUnit}`,
          en: `The product is not the total: ${count} × ${each} ${eachUnit}${shown}, the total says ${total} ${totalUnit}`,
        },
        at: [start + match.index, start + match.index + whole.length] as const,
      },
    ];
  });
}

/** 34.2万亩 … 437公斤/亩 … 14.95万吨. */
function yields(part: string, start: number): Contradiction[] {
  const pattern = new RegExp(
    `${number}\\s*(万亩|亩)[^。]*?${number}\\s*公斤\\s*[/／每]\\s*亩[^。\\d]*?${number}\\s*(万吨|吨)`,
    'g',
  );
  return [...part.matchAll(pattern)].flatMap((match) => {
    const [whole, area = '', areaUnit, perMu = '', total = '', totalUnit] = match;
    const mu = Number(area) * (areaUnit === '万亩' ? 10_000 : 1);
    const tonnes = (mu * Number(perMu)) / 1000;
    const unit = totalUnit === '万吨' ? 10_000 : 1;
    const half = (text: string) => 0.5 / 10 ** (text.split('.')[1]?.length ?? 0);
    const room =
      half(total) * unit +
      (half(area) * (areaUnit === '万亩' ? 10_000 : 1) * Number(perMu) + mu * half(perMu)) / 1000;
    if (Math.abs(tonnes - Number(total) * unit) <= room) return [];
    return [
      {
        text: {
          zh: `面积 × 单产与总产不符：${area} ${areaUnit} × ${perMu} 公斤 = ${Math.round((tonnes / unit) * 100) / 100} ${totalUnit}，而总产写作 ${total} ${totalUnit}`,
          en: `Area × yield is not the total: ${area} ${areaUnit} × ${perMu} kg = ${Math.round((tonnes / unit) * 100) / 100} ${totalUnit}, the total says ${total} ${totalUnit}`,
        },
        at: [start + match.index, start + match.index + whole.length] as const,
      },
    ];
  });
}

/** 34.2万亩 … 比2020年增加2.8万亩，增幅8.9%. */
function rates(part: string, start: number): Contradiction[] {
  const pattern = new RegExp(
    `${number}\\s*(万亩|亩|公顷|万吨|吨)[^。；]{0,30}?[比较][^。；\\d]{0,8}(?:20\\d\\d年)?[^。；\\d]{0,6}增(?:加|长|产)${number}\\s*(万亩|亩|公顷|万吨|吨)[，,]\\s*增(?:幅|长)${number}\\s*[%％]`,
    'g',
  );
  return [...part.matchAll(pattern)].flatMap((match) => {
    const [whole, now = '', unit, more = '', moreUnit, rate = ''] = match;
    if (unit !== moreUnit) return [];
    const half = (text: string) => 0.5 / 10 ** (text.split('.')[1]?.length ?? 0);
    const base = Number(now) - Number(more);
    const real = (Number(more) / base) * 100;
    const room =
      half(rate) + (half(more) / base + (Number(more) * (half(now) + half(more))) / base ** 2) * 100;
    if (Math.abs(real - Number(rate)) <= room) return [];
    return [
      {
        text: {
          zh: `增幅与数值不符：${more} ÷ （${now} − ${more}） = ${Math.round(real * 100) / 100}%，而增幅写作 ${rate}%`,
          en: `The rate does not follow: ${more} ÷ (${now} − ${more}) = ${Math.round(real * 100) / 100} %, the sentence says ${rate} %`,
        },
        at: [start + match.index, start + match.index + whole.length] as const,
      },
    ];
  });
}

function tolerance(figure: { readonly text: string; readonly unit: string }): number {
  return figure.text.includes('.')
    ? reportedTolerance({ reportedText: figure.text, reportedUnit: figure.unit })
    : 0;
}

function decimalSum(texts: readonly string[]): string {
  const decimals = texts.map((text) => parseDecimal(text));
  const scale = Math.max(...decimals.map((one) => one.scale));
  const units = decimals.reduce((sum, one) => sum + one.units * 10n ** BigInt(scale - one.scale), 0n);
  return decimalText(units, scale);
}

function plainProduct(count: string, each: string): string {
  const { units, scale } = parseDecimal(each);
  return decimalText(units * BigInt(count.replaceAll(',', '')), scale).replace(/\.?0+$/, '');
}
