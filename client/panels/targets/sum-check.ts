import type { TargetRow } from '#core/contract/targets.ts';
import { decimalText } from '#core/geometry/decimal.ts';
import { centiSquareMeters, type SquareMeters, squareMeters } from '#core/geometry/units.ts';

export interface SumCheck {
  /** `partial`: rows are still missing, so nothing is proven either way. */
  readonly state: 'equal' | 'different' | 'partial';
  /** Σ of the rows at hand, m², exact to 0.01. */
  readonly sum: SquareMeters;
  readonly rowCount: number;
  /** sum − figure, m²; of partial sums it means nothing. */
  readonly difference: SquareMeters;
}

type Page = readonly Pick<TargetRow, 'value'>[];

/** The number that was opened, as the server stated it. */
export interface OpenedFigure {
  /** m² */
  readonly value: number;
  readonly rowCount: number;
}

/**
 * 合计核对: do the rows that this browser holds add up to the figure? Added in whole hundredths of a square metre, so equal means equal to
 * the last printed digit.
 *
 * @param pages    rows received so far, page by page, each with its share in m²; a page is added up once
 * @param figure   value and count that the figure's card shows
 * @param complete the server has no further row
 */
export function checkSum(pages: readonly Page[], figure: OpenedFigure, complete: boolean): SumCheck {
  let hundredths = 0n;
  let rowCount = 0;
  for (const page of pages) {
    hundredths += hundredthsOf(page);
    rowCount += page.length;
  }
  const difference = hundredths - centiSquareMeters(figure.value);
  const equal = difference === 0n && rowCount === figure.rowCount;
  return {
    state: complete ? (equal ? 'equal' : 'different') : 'partial',
    sum: areaOf(hundredths),
    rowCount,
    difference: areaOf(difference),
  };
}

const added = new WeakMap<Page, bigint>();

function hundredthsOf(page: Page): bigint {
  const known = added.get(page);
  if (known !== undefined) return known;
  let sum = 0n;
  for (const { value } of page) sum += centiSquareMeters(value);
  added.set(page, sum);
  return sum;
}

function areaOf(hundredths: bigint): SquareMeters {
  return squareMeters(Number(decimalText(hundredths, 2)));
}
