import { cutRing } from '../plane/cut.ts';
import { distanceToPath, offset, type Path } from '../plane/path.ts';
import { interiorPoint, type Ring } from '../plane/ring.ts';
import type { ZoneKind } from './layout.ts';

/** 地块: a piece of the growing fabric. Cutting hands everything but the ring on to the parts. */
export interface Piece {
  readonly ring: Ring;
  /** 12-digit code of the village or community. */
  readonly village: string;
  /** Land class once it is settled: roads, water and finished parcels. */
  readonly landClass?: string;
  /** Name of the road or river. */
  readonly name?: string;
  /** Works that the piece belongs to: `conversion:1`, `site:health`, … */
  readonly tags: readonly string[];
  readonly zone?: ZoneKind;
  /** Number of the block a parcel was cut from. */
  readonly block?: number;
}

export function cutPiece(piece: Piece, path: Path, snap?: number): Piece[] {
  return cutRing(piece.ring, path, snap).map((ring) => (ring === piece.ring ? piece : { ...piece, ring }));
}

/** Cuts every piece; settled pieces (roads, water) stay whole. */
export function cutAll(pieces: readonly Piece[], path: Path): Piece[] {
  return pieces.flatMap((piece) => (piece.landClass === undefined ? cutPiece(piece, path) : [piece]));
}

/** 走廊: cuts a strip of `width` metres along a path out of the open pieces and settles it as a land class. */
export function layCorridor(
  pieces: readonly Piece[],
  path: Path,
  width: number,
  landClass: string,
  name?: string,
): Piece[] {
  const edges = [offset(path, width / 2), offset(path, -width / 2)];
  return pieces.flatMap((piece) => {
    if (piece.landClass !== undefined) return [piece];
    let parts: Piece[] = [piece];
    for (const edge of edges) parts = parts.flatMap((part) => cutPiece(part, edge));
    if (parts.length === 1) return [piece];
    return parts.map((part) =>
      distanceToPath(interiorPoint(part.ring), path) < width / 2
        ? { ...part, landClass, ...(name === undefined ? {} : { name }) }
        : part,
    );
  });
}
