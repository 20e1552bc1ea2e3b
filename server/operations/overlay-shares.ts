import { catalog } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { OverlayShare } from '#core/contract/layers.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { accountOverlay, balanceTolerance } from '#core/overlay/accounting.ts';
import type { OverlayPiece } from '#server/db/tables/features.ts';

/** Pieces below this (m²) are the noise of two lines drawn twice, not an overlap: 0.01 m², the unit areas are kept in. */
const smallestPiece = 0.01;

/**
 * 套合占比: the account of one feature by layer, in identify order, m² to 0.01. A layer whose features overlap each other
 * inside the subject counts ground once: its area is that of the pieces' union.
 */
export function sharesOf(
  subjectAreaSquareMeters: number,
  pieces: readonly OverlayPiece[],
): { subjectAreaSquareMeters: number; shares: OverlayShare[] } {
  const shares = [...catalog]
    .sort((a, b) => a.identifyOrder - b.identifyOrder)
    .flatMap(({ id }) => {
      const own = pieces.filter(
        ({ layer, areaSquareMeters }) => layer === id && areaSquareMeters >= smallestPiece,
      );
      return own.length > 0 ? [shareOf(id, subjectAreaSquareMeters, own)] : [];
    });
  return { subjectAreaSquareMeters, shares };
}

function shareOf(layer: LayerId, subject: number, pieces: readonly OverlayPiece[]): OverlayShare {
  const [account] = accountOverlay(subject, [{ layer, pieces }]);
  const union = pieces[0]?.layerAreaSquareMeters ?? 0;
  const covered = account?.coveredSquareMeters ?? 0;
  const areaSquareMeters = covered - union > balanceTolerance(subject) ? roundHalfUp(union, 2) : covered;
  return {
    layer,
    areaSquareMeters,
    share: Math.min(1, areaSquareMeters / subject),
    features: pieces.map(({ id, label }, index) => ({
      id,
      label,
      areaSquareMeters: account?.rows[index]?.areaSquareMeters ?? 0,
    })),
  };
}
