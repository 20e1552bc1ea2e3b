import type { Movement } from '#core/contract/indicators.ts';
import type { Cause } from '#core/contract/versions.ts';
import { decimalText } from '#core/geometry/decimal.ts';
import { centiSquareMeters } from '#core/geometry/units.ts';

export interface Bar {
  readonly key: 'from' | Cause | 'to';
  /** What the bar stands for: a figure at the ends, a change between. */
  readonly value: number;
  readonly rowCount: number | null;
  /** Where it begins and ends, 0…1 of the scale; the figure after it is its `end`. */
  readonly start: number;
  readonly end: number;
}

export interface Waterfall {
  readonly bars: readonly Bar[];
  /** Whether from and all changes come to the last figure, to the hundredth. */
  readonly exact: boolean;
  /** What is left over when they do not. */
  readonly difference: number;
  /** The scale does not begin at zero: changes are small beside the figure. */
  readonly cut: boolean;
}

/**
 * 瀑布图: from the first figure by every cause to the last. Each bar begins where the one before ended; added in whole hundredths, so that the
 * chain ends at the last figure exactly or says that it does not.
 */
export function waterfall({ from, to, causes }: Pick<Movement, 'from' | 'to' | 'causes'>): Waterfall {
  let level = centiSquareMeters(from.value);
  const levels = [level];
  const steps = causes.map(({ cause, change, rowCount }) => {
    const start = level;
    level += centiSquareMeters(change);
    levels.push(level);
    return { key: cause, value: change, rowCount, start, end: level };
  });
  const last = centiSquareMeters(to.value);
  levels.push(last);
  const [low, high] = [least(levels), most(levels)];
  const room = high - low;
  // A figure of 55 ha that lost 0.3 ha: from zero the change could not be seen.
  const cut = low > 0n && room * 4n < high;
  const pad = room / 4n;
  const base = cut ? (low > pad ? low - pad : 0n) : low < 0n ? low : 0n;
  const whole = Number((high > base ? high : base + 1n) - base);
  const at = (value: bigint) => Number(value - base) / whole;
  return {
    bars: [
      { key: 'from', value: from.value, rowCount: null, start: at(base), end: at(levels[0]!) },
      ...steps.map((step) => ({ ...step, start: at(step.start), end: at(step.end) })),
      { key: 'to', value: to.value, rowCount: null, start: at(base), end: at(last) },
    ],
    exact: level === last,
    difference: Number(decimalText(last - level, 2)),
    cut,
  };
}

const least = (values: readonly bigint[]) => values.toSorted((a, b) => Number(a - b))[0]!;
const most = (values: readonly bigint[]) => values.toSorted((a, b) => Number(b - a))[0]!;
