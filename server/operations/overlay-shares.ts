import { catalog } from '#core/catalog/index.ts';
import type { OverlayShare } from '#core/contract/layers.ts';
import type { OverlayPiece } from '#server/db/tables/features.ts';

/** Pieces below this (m²) are the noise of two lines drawn twice, not an overlap: 0.01 m², the unit areas are kept in. */
const smallestPiece = 0.01;

/** 套合占比: pieces gathered by layer in identify order; a layer's area counts ground once even where its features overlap. */
export function sharesOf(
  subjectAreaSquareMeters: number,
  pieces: readonly OverlayPiece[],
): { subjectAreaSquareMeters: number; shares: OverlayShare[] } {
  const shares = [...catalog]
    .sort((a, b) => a.identifyOrder - b.identifyOrder)
    .flatMap((layer) => {
      const own = pieces.filter(
        (piece) => piece.layer === layer.id && piece.areaSquareMeters >= smallestPiece,
      );
      const first = own[0];
      if (!first) return [];
      const areaSquareMeters = Math.min(first.layerAreaSquareMeters, subjectAreaSquareMeters);
      return [
        {
          layer: layer.id,
          areaSquareMeters,
          share: subjectAreaSquareMeters > 0 ? areaSquareMeters / subjectAreaSquareMeters : 0,
          features: own.map(({ id, label, areaSquareMeters: area }) => ({
            id,
            label,
            areaSquareMeters: area,
          })),
        },
      ];
    });
  return { subjectAreaSquareMeters, shares };
}
