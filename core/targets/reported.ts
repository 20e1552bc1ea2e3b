import { decimalText, parseDecimal, scaledHalfUp } from '#core/geometry/decimal.ts';

export type ReportedKind = 'area' | 'count' | 'money' | 'ratio';

/** 文件单位: what a document prints behind a figure, as a kind and an exact factor to the canonical unit (m², yuan, one, one in a hundred). */
interface ReportedUnit {
  readonly kind: ReportedKind;
  readonly factor: readonly [numerator: bigint, denominator: bigint];
}

const units: Readonly<Record<string, ReportedUnit>> = {
  平方米: { kind: 'area', factor: [1n, 1n] },
  平米: { kind: 'area', factor: [1n, 1n] },
  '㎡': { kind: 'area', factor: [1n, 1n] },
  'm²': { kind: 'area', factor: [1n, 1n] },
  万平方米: { kind: 'area', factor: [10_000n, 1n] },
  万平米: { kind: 'area', factor: [10_000n, 1n] },
  公顷: { kind: 'area', factor: [10_000n, 1n] },
  ha: { kind: 'area', factor: [10_000n, 1n] },
  万公顷: { kind: 'area', factor: [100_000_000n, 1n] },
  亩: { kind: 'area', factor: [2000n, 3n] },
  万亩: { kind: 'area', factor: [20_000_000n, 3n] },
  平方公里: { kind: 'area', factor: [1_000_000n, 1n] },
  平方千米: { kind: 'area', factor: [1_000_000n, 1n] },
  'km²': { kind: 'area', factor: [1_000_000n, 1n] },
  元: { kind: 'money', factor: [1n, 1n] },
  万元: { kind: 'money', factor: [10_000n, 1n] },
  亿元: { kind: 'money', factor: [100_000_000n, 1n] },
  '%': { kind: 'ratio', factor: [1n, 1n] },
  '％': { kind: 'ratio', factor: [1n, 1n] },
};

const counters = [
  '个批次',
  '户',
  '个',
  '宗',
  '处',
  '起',
  '片',
  '块',
  '栋',
  '幢',
  '名',
  '人',
  '村',
  '批',
  '座',
  '家',
  '条',
];

/** The unit of a document, also with 万 before a counter (2.3万处); undefined when it is none we know. */
export function reportedUnit(text: string): ReportedUnit | undefined {
  const known = units[text];
  if (known) return known;
  const plain = text.startsWith('万') ? text.slice(1) : text;
  if (!counters.includes(plain)) return undefined;
  return { kind: 'count', factor: [plain === text ? 1n : 10_000n, 1n] };
}

/**
 * 上报数 → 规范值: a figure as printed (`1,234.5`) with its unit, in the canonical unit, rounded half-up to 0.01 as it is kept.
 * @returns undefined when the figure is no number or the unit is not known
 */
export function canonicalValue(
  figure: string,
  unit: string,
): { value: number; kind: ReportedKind } | undefined {
  const known = reportedUnit(unit.trim());
  const plain = figure.trim().replaceAll(/[,，](?=\d{3})/g, '');
  if (!known || !/^\d{1,13}(\.\d{1,8})?$/.test(plain)) return undefined;
  const [numerator, denominator] = known.factor;
  return {
    value: Number(decimalText(scaledHalfUp(parseDecimal(plain), 2, numerator, denominator), 2)),
    kind: known.kind,
  };
}

/** 位数: half of the last digit that a document prints, in the canonical unit; 0 for what cannot be read. A figure within it prints the same. */
export function reportedTolerance({
  reportedText,
  reportedUnit: unit,
}: {
  readonly reportedText: string;
  readonly reportedUnit: string;
}): number {
  const known = reportedUnit(unit.trim());
  const match = /^[\d,，]+(?:\.(\d+))?$/.exec(reportedText.trim());
  if (!known || !match) return 0;
  const [numerator, denominator] = known.factor;
  const half = Number(numerator) / Number(denominator) / 2 / 10 ** (match[1]?.length ?? 0);
  // Counted things are whole: half of one is no room.
  return known.kind === 'count' && half <= 0.5 ? 0 : half;
}
