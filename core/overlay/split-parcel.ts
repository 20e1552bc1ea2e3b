import { roundToSum } from '#core/geometry/round-to-sum.ts';
import { centiSquareMeters } from '#core/geometry/units.ts';
import { balanceTolerance } from '#core/overlay/accounting.ts';

/** 图斑的三个面积, m² to 0.01: 图斑面积 TBMJ = 图斑地类面积 TBDLMJ + 扣除地类面积 KCMJ. */
export interface SignedAreas {
  readonly parcelSquareMeters: number;
  readonly deductedSquareMeters: number;
  readonly classSquareMeters: number;
}

/** A parcel that is to be divided: its signed areas and the ellipsoidal area of its outline. */
export interface SignedParcel extends SignedAreas {
  readonly geometrySquareMeters: number;
}

export interface SplitParcel {
  /** What no cut takes. */
  readonly rest: SignedAreas;
  /** One for each group of cuts, in their order. */
  readonly groups: readonly { readonly total: SignedAreas; readonly members: readonly SignedAreas[] }[];
}

/**
 * 图斑分割: divides the signed areas of a parcel over what is cut from it. TBMJ goes by largest remainder in proportion to the ellipsoidal
 * areas of the parts, the rest among them; KCMJ in proportion to each part's TBMJ; TBDLMJ is the difference. So each of the three columns adds
 * up to the parcel's own to 0.01 m². First the parcel is divided between the rest and the groups, then each group over its members: a
 * group's total does not depend on how many members share it, nor on their order.
 *
 * @param cuts of each group the ellipsoidal areas (m², unrounded) that its members cut; cuts do not overlap
 * @throws RangeError on a negative or non-finite area
 */
export function splitParcel(parcel: SignedParcel, cuts: readonly (readonly number[])[]): SplitParcel {
  const sums = cuts.map((members) => members.reduce((sum, area) => sum + area, 0));
  const left = parcel.geometrySquareMeters - sums.reduce((sum, area) => sum + area, 0);
  // Below this a rest is the noise of cutting, not ground.
  const rest = left > balanceTolerance(parcel.geometrySquareMeters) ? left : 0;
  const [remaining, ...totals] = divide(parcel, [rest, ...sums]);
  return {
    rest: remaining!,
    groups: cuts.map((members, index) => ({
      total: totals[index]!,
      members: divide(totals[index]!, members),
    })),
  };
}

/** Signed areas of each part; all of them when there is nothing to divide by go to the first. */
function divide(whole: SignedAreas, areas: readonly number[]): SignedAreas[] {
  if (areas.length === 0) return [];
  const parcel = roundToSum(someOf(areas), whole.parcelSquareMeters, 0.01);
  const deducted =
    whole.deductedSquareMeters === 0
      ? parcel.map(() => 0)
      : roundToSum(someOf(parcel), whole.deductedSquareMeters, 0.01);
  return parcel.map((square, index) => ({
    parcelSquareMeters: square,
    deductedSquareMeters: deducted[index]!,
    classSquareMeters: Number(centiSquareMeters(square) - centiSquareMeters(deducted[index]!)) / 100,
  }));
}

/** Nothing can be shared out in proportion to nothing: then the first part has it. */
function someOf(parts: readonly number[]): readonly number[] {
  return parts.some((part) => part > 0) ? parts : parts.map((_, index) => (index === 0 ? 1 : 0));
}
