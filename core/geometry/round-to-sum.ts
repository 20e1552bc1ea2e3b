import { decimalOf, scaledHalfUp } from '#core/geometry/decimal.ts';

/**
 * 最大余额法: rounds parts to multiples of `step` so that they add up to `total` (itself rounded half-up to the step) exactly.
 * Parts are taken in proportion to their sum, so the noise of a cutting kernel disappears; zero parts stay zero; equal
 * remainders go to the larger part, then to the earlier one.
 *
 * @param parts non-negative amounts, any order
 * @param step  a power of ten, 1 or smaller: 0.01 for m² and for percent
 * @returns one value per part, in the order of the parts
 * @throws RangeError on a negative or non-finite part, a negative total, a step that is not a power of ten, or when all parts are zero and the total is not
 */
export function roundToSum(parts: readonly number[], total: number, step: number): number[] {
  const decimals = Math.round(-Math.log10(step));
  if (decimals < 0 || Number(`1e-${decimals}`) !== step) throw new RangeError(`not a power of ten: ${step}`);
  const scale = 10 ** decimals;
  const sum = accurateSum(parts);
  const near = Math.round(total * scale);
  // Most totals are multiples of the step already: then their decimal need not be read.
  const totalUnits = near / scale === total ? near : Number(scaledHalfUp(decimalOf(total), decimals));
  if (totalUnits < 0) throw new RangeError(`negative total: ${total}`);
  if (sum === 0) {
    if (totalUnits !== 0) throw new RangeError('parts are all zero but the total is not');
    return parts.map(() => 0);
  }

  const quotas = parts.map((part) => (part / sum) * totalUnits);
  const units = quotas.map(Math.floor);
  let left = totalUnits - units.reduce((a, b) => a + b, 0);
  const order = quotas
    .map((quota, index) => ({ index, part: parts[index]!, remainder: quota - units[index]! }))
    .filter(({ part }) => part > 0)
    .sort((a, b) => b.remainder - a.remainder || b.part - a.part || a.index - b.index);
  for (let i = 0; left > 0; i = (i + 1) % order.length, left--) units[order[i]!.index]! += 1;
  // A quota that rounding lifted over its whole number can leave the sum one too high.
  for (let i = order.length - 1; left < 0; i--) {
    const { index } = order[i]!;
    if (units[index]! > 0) {
      units[index]! -= 1;
      left++;
    }
  }
  // Of two whole numbers below 2^53 the quotient is the number nearest to the decimal.
  return units.map((value) => value / scale);
}

function accurateSum(parts: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const part of parts) {
    if (!(part >= 0) || part === Number.POSITIVE_INFINITY) throw new RangeError(`not an amount: ${part}`);
    const next = sum + part;
    lost += Math.abs(sum) >= part ? sum - next + part : part - next + sum;
    sum = next;
  }
  return sum + lost;
}
