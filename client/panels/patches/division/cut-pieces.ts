import type { MultiPolygon, Position } from 'geojson';
import { splitOutline } from '#core/edits/split-outline.ts';

export type Coordinates = MultiPolygon['coordinates'];

/** One request takes so many parts. */
export const MOST_PARTS = 50;

/** 一刀: a line from side to side, or a ring around what is set apart. */
export interface Cut {
  readonly way: 'line' | 'ring';
  readonly points: readonly Position[];
}

/** 切开: the outline after every cut in turn, each dividing all that it crosses; largest of a cut first. */
export function cutPieces(outline: Coordinates, cuts: readonly Cut[]): readonly Coordinates[] {
  return cuts.reduce<readonly Coordinates[]>(
    (pieces, cut) =>
      pieces.flatMap((piece) => splitOutline(piece, lineOf(cut)).map(({ coordinates }) => coordinates)),
    [outline],
  );
}

/** Why a cut is not taken; null: it divides something. */
export function cutFault(
  outline: Coordinates,
  cuts: readonly Cut[],
  cut: Cut,
): 'ringShort' | 'lineNone' | 'ringNone' | 'tooMany' | null {
  if (cut.way === 'ring' && cut.points.length < 3) return 'ringShort';
  const before = cutPieces(outline, cuts).length;
  const after = cutPieces(outline, [...cuts, cut]).length;
  if (after === before) return cut.way === 'line' ? 'lineNone' : 'ringNone';
  return after > MOST_PARTS ? 'tooMany' : null;
}

function lineOf({ way, points }: Cut): readonly Position[] {
  return way === 'ring' ? [...points, points[0]!] : points;
}
