import type { Finding } from '#core/finding.ts';
import { roundToSum } from '#core/geometry/round-to-sum.ts';
import { centiSquareMeters, roundHalfUp, type SquareMeters, squareMeters } from '#core/geometry/units.ts';

/** One piece that a layer cuts from the subject. `id` names the feature of the layer. */
export interface OverlayPiece {
  readonly id: string | number;
  /** Ellipsoidal m² as the cutting kernel measured it, not rounded. */
  readonly areaSquareMeters: number;
}

/** Every piece a layer cuts from one subject. */
export interface LayerPieces {
  readonly layer: string;
  readonly pieces: readonly OverlayPiece[];
}

export interface AccountRow {
  readonly id: string | number;
  /** Rounded to 0.01 m². */
  readonly areaSquareMeters: SquareMeters;
  /** Share of the subject in percent, to 0.01. */
  readonly sharePercent: number;
}

/** 一个图层的占用账: what a layer covers of the subject. */
export interface LayerAccount {
  readonly layer: string;
  readonly rows: readonly AccountRow[];
  readonly coveredSquareMeters: SquareMeters;
  readonly coveredPercent: number;
  /** The part of the subject that the layer does not cover; 0 when it covers all of it. */
  readonly outsideSquareMeters: SquareMeters;
  readonly outsidePercent: number;
  /**
   * True: rows and outside add up to the subject exactly, and their shares to 100.00. False: the layer's features overlap one another inside the
   * subject, nothing was forced and `findings` says so.
   */
  readonly balanced: boolean;
  readonly findings: readonly Finding[];
}

/** Difference up to which pieces that cover a subject may miss its area: noise of cutting and of two rulers. */
export function balanceTolerance(subjectSquareMeters: number): number {
  return Math.max(0.1, subjectSquareMeters * 5e-7);
}

/**
 * 占用分析平差: turns measured pieces into figures that add up. The subject is rounded to 0.01 m²; each layer's rows and what it leaves outside are
 * allocated by largest remainder, so they sum to the subject exactly. The same function runs on the server and in the browser.
 *
 * @param subjectSquareMeters ellipsoidal m² of the subject
 * @returns one account per layer, rows in the order of the pieces
 * Finding `overlay.area.unbalanced` (warning) when a layer's pieces exceed the subject by more than `balanceTolerance`.
 * @throws RangeError when an area is negative or not finite, or the subject has none
 */
export function accountOverlay(
  subjectSquareMeters: number,
  layers: readonly LayerPieces[],
  subject = 'subject',
): LayerAccount[] {
  if (!(subjectSquareMeters > 0)) throw new RangeError(`a subject needs an area: ${subjectSquareMeters}`);
  return layers.map((layer) => accountLayer(subjectSquareMeters, layer, subject));
}

function accountLayer(whole: number, { layer, pieces }: LayerPieces, subject: string): LayerAccount {
  const measured = pieces.map(({ areaSquareMeters }) => areaSquareMeters);
  const covered = measured.reduce((sum, area) => sum + area, 0);
  const rest = whole - covered;
  const tolerance = balanceTolerance(whole);
  if (rest < -tolerance) return overlappingLayer(whole, covered, { layer, pieces }, subject);

  const outside = rest > tolerance ? rest : 0;
  const parts = [...measured, outside];
  const empty = covered + outside === 0;
  const areas = empty ? parts.map(() => 0) : roundToSum(parts, whole, 0.01);
  const shares = empty ? parts.map(() => 0) : roundToSum(parts, 100, 0.01);
  const outsideArea = areas.at(-1)!;
  const outsideShare = shares.at(-1)!;
  return {
    layer,
    rows: pieces.map(({ id }, i) => ({
      id,
      areaSquareMeters: squareMeters(areas[i]!),
      sharePercent: shares[i]!,
    })),
    coveredSquareMeters: squareMeters(roundHalfUp(roundHalfUp(whole, 2) - outsideArea, 2)),
    coveredPercent: roundHalfUp(100 - outsideShare, 2),
    outsideSquareMeters: squareMeters(outsideArea),
    outsidePercent: outsideShare,
    balanced: true,
    findings: [],
  };
}

function overlappingLayer(
  whole: number,
  covered: number,
  { layer, pieces }: LayerPieces,
  subject: string,
): LayerAccount {
  return {
    layer,
    rows: pieces.map(({ id, areaSquareMeters }) => ({
      id,
      areaSquareMeters: squareMeters(roundHalfUp(areaSquareMeters, 2)),
      sharePercent: roundHalfUp((areaSquareMeters / whole) * 100, 2),
    })),
    coveredSquareMeters: squareMeters(roundHalfUp(covered, 2)),
    coveredPercent: roundHalfUp((covered / whole) * 100, 2),
    outsideSquareMeters: squareMeters(0),
    outsidePercent: 0,
    balanced: false,
    findings: [
      {
        code: 'overlay.area.unbalanced',
        severity: 'warning',
        subject,
        id: `overlay.area.unbalanced:${subject}:${layer}`,
        context: {
          layer,
          subjectSquareMeters: roundHalfUp(whole, 2),
          piecesSquareMeters: roundHalfUp(covered, 2),
          excessSquareMeters: Number(centiSquareMeters(covered - whole)) / 100,
        },
      },
    ],
  };
}
