import { ringArea } from '../plane/ring.ts';
import { distance, type Point } from '../plane/vector.ts';
import { Random } from '../random.ts';
import type { Piece } from './piece.ts';
import { placeOf } from './zones.ts';

/** How much farmland the fabric holds, m²: in all above the floor, and so much of it under the planned conversion that the floor breaks. */
export interface FarmlandQuota {
  readonly underConversion: number;
  readonly elsewhere: number;
}

const farm = new Set(['farm', 'cropland']);
const strips = new Set(['0102', '0201']);
export const isConversion = (piece: Piece): boolean =>
  piece.tags.some((tag) => tag.startsWith('conversion:'));

/** 耕地配额: turns strips of field into orchard (or back) until the farmland comes to the quota; a whole field block before the next. */
export function balanceFarmland(pieces: readonly Piece[], quota: FarmlandQuota): Piece[] {
  const inside = balance(pieces, isConversion, quota.underConversion);
  return balance(inside, (piece) => !isConversion(piece), quota.elsewhere);
}

function balance(pieces: readonly Piece[], belongs: (piece: Piece) => boolean, target: number): Piece[] {
  const result = [...pieces];
  const candidates = pieces.flatMap((piece, index) =>
    belongs(piece) && farm.has(piece.zone ?? '') && strips.has(piece.landClass ?? '')
      ? [{ piece, index }]
      : [],
  );
  const blocks = [...new Set(candidates.map(({ piece }) => piece.block ?? 0))];
  const order = new Map(new Random(5).shuffled(blocks).map((block, i) => [block, i]));
  candidates.sort(
    (a, b) => order.get(a.piece.block ?? 0)! - order.get(b.piece.block ?? 0)! || a.index - b.index,
  );
  let total = pieces
    .filter((piece) => belongs(piece) && piece.landClass === '0102')
    .reduce((sum, piece) => sum + ringArea(piece.ring), 0);
  const from = total > target ? '0102' : '0201';
  for (const { piece, index } of candidates) {
    const area = ringArea(piece.ring);
    if (piece.landClass !== from || area > Math.abs(total - target)) continue;
    result[index] = { ...piece, landClass: from === '0102' ? '0201' : '0102' };
    total += from === '0102' ? -area : area;
  }
  if (Math.abs(total - target) > 4000) throw new Error(`farmland ${total.toFixed(0)} m², wanted ${target}`);
  return result;
}

/** Indexes of the pieces nearest to a place, in that order, as long as their areas stay within `limit` m². */
export function nearestWithin(
  candidates: readonly number[],
  pieces: readonly Piece[],
  areaOf: (index: number) => number,
  around: Point,
  limit: number,
): number[] {
  const byDistance = [...candidates].sort(
    (a, b) => distance(placeOf(pieces[a]!), around) - distance(placeOf(pieces[b]!), around),
  );
  const chosen: number[] = [];
  let sum = 0;
  for (const index of byDistance) {
    if (sum + areaOf(index) > limit) break;
    chosen.push(index);
    sum += areaOf(index);
  }
  return chosen;
}
