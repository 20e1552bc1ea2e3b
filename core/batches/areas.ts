import type { BatchAreas } from '#core/contract/batches.ts';
import type { GroundPiece, GroundTotals } from '#core/contract/what-if.ts';
import { centiSquareMeters } from '#core/geometry/units.ts';
import { isFarmland } from '#core/vocabulary/land-use.ts';

/**
 * 报批面积: the areas of a parcel of a batch, or of all, from what a what-if cut of it. The total is the sum of the three groups and what is not
 * surveyed, so that a table adds up to the cent.
 *
 * @param pieces those of the parcel, or all of them
 */
export function batchAreas(totals: GroundTotals, pieces: readonly GroundPiece[]): BatchAreas {
  const groups = [
    totals.agriculturalSquareMeters,
    totals.constructionSquareMeters,
    totals.unusedSquareMeters,
    totals.unsurveyedSquareMeters,
  ];
  return {
    totalSquareMeters: sumOfAreas(groups),
    agriculturalSquareMeters: totals.agriculturalSquareMeters,
    farmlandSquareMeters: farmlandOf(pieces),
    permanentSquareMeters: totals.permanentSquareMeters,
    constructionSquareMeters: totals.constructionSquareMeters,
    unusedSquareMeters: totals.unusedSquareMeters,
    unsurveyedSquareMeters: totals.unsurveyedSquareMeters,
    byClass: totals.byClass,
  };
}

/** Σ 图斑地类面积 of the farmland among pieces, m². */
export function farmlandOf(pieces: readonly GroundPiece[]): number {
  return sumOfAreas(
    pieces.filter(({ landClass }) => isFarmland(landClass)).map((piece) => piece.classSquareMeters),
  );
}

/** Sum of areas kept to 0.01 m², exact. */
export function sumOfAreas(areas: readonly number[]): number {
  return Number(areas.reduce((sum, area) => sum + centiSquareMeters(area), 0n)) / 100;
}
