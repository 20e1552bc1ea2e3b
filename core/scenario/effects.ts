import type { GroundPiece, TargetEffect } from '#core/contract/what-if.ts';
import { squareMeters } from '#core/geometry/units.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import { type permanentPieces, sumSquareMeters } from '#core/scenario/account.ts';
import type { ScenarioInput } from '#core/scenario/cuts.ts';
import { evaluateTarget } from '#core/targets/evaluate.ts';
import { isFarmland } from '#core/vocabulary/land-use.ts';

/** What the items of a scenario cut. */
interface Pieces {
  readonly pieces: readonly GroundPiece[];
  readonly permanent: ReturnType<typeof permanentPieces>;
  readonly isReclaimed: (item: string) => boolean;
}

/** 指标前后: each target before and after the scenario, compared in hundredths of a square metre. Ground of other regions does not count in it. */
export function targetsAfter(input: ScenarioInput, cut: Pieces): TargetEffect[] {
  return input.targets.map((target) => {
    if (target.beforeSquareMeters === null) return target;
    const after = sumSquareMeters([target.beforeSquareMeters, ...changes(target, input, cut)]);
    // What is not moved stays as it was judged, with the digits that its document prints.
    if (after === target.beforeSquareMeters) return target;
    const { state, margin } = evaluateTarget(
      after,
      { comparator: target.comparator, value: squareMeters(target.valueSquareMeters) },
      { warningRatio: target.warningRatio },
    );
    return { ...target, afterSquareMeters: after, marginAfterSquareMeters: margin, stateAfter: state };
  });
}

/** What the scenario adds to an indicator's figure, m²; indicators that are not here it does not move. */
function changes(
  target: TargetEffect,
  { items }: ScenarioInput,
  { pieces, permanent, isReclaimed }: Pieces,
): number[] {
  const prefix = regionPrefix(target.regionCode);
  const inside = <T extends { readonly regionCode: string }>(all: readonly T[]) =>
    all.filter(({ regionCode }) => regionCode.startsWith(prefix));
  switch (target.indicator) {
    case 'farmland_retention':
      return inside(pieces).map((piece) => {
        const farmland = isFarmland(piece.landClass);
        if (isReclaimed(piece.item)) return farmland ? 0 : piece.parcelSquareMeters;
        return farmland ? -piece.classSquareMeters : 0;
      });
    case 'permanent_farmland':
      return inside(permanent).map(({ squareMeters: taken }) => -taken);
    case 'conversion_area': {
      // The quota is of a place that names tell: 南运河片区.
      const counted = new Set(
        items
          .filter(({ kind, name }) => kind === 'conversion' && name.includes(target.place ?? ''))
          .map(({ id }) => id),
      );
      return inside(pieces)
        .filter(({ item }) => counted.has(item))
        .map(({ parcelSquareMeters }) => parcelSquareMeters);
    }
    default:
      return [];
  }
}
