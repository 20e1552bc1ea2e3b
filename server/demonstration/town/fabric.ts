import type { Ground } from '../ground.ts';
import { insideRing, interiorPoint, type Ring, ringArea } from '../plane/ring.ts';
import { stitch } from '../plane/stitch.ts';
import { distance } from '../plane/vector.ts';
import { Random } from '../random.ts';
import type { TownLayout, ZoneKind } from './layout.ts';
import { layNetwork } from './network.ts';
import type { Piece } from './piece.ts';
import { divide, isOpen } from './subdivide.ts';
import { zones } from './zones.ts';

export interface Fabric {
  readonly outline: Ring;
  /** Stitched; fields that await their land class are open. */
  readonly pieces: readonly Piece[];
}

/** Streets between the blocks of a quarter, first level first. */
const quarterStreets = [
  { landClass: '1004', width: 18 },
  { landClass: '1004', width: 15 },
];
/** In the open country a rural road takes the street's place. */
const countryRoads = [{ landClass: '1006', width: 6 }];
const country = new Set(['farm', 'cropland', 'orchard', 'wood']);

/** 织网: quarters into blocks, blocks into parcels, all borders stitched. */
export function weaveFabric(layout: TownLayout, ground: Ground, seed: number): Fabric {
  const network = layNetwork(layout, ground);
  const blocks = network.pieces.flatMap((piece, i) => {
    if (!isOpen(piece)) return [piece];
    const random = new Random(seed + 7919 * i);
    const zone = piece.zone ?? zoneOf(piece, layout);
    const rural =
      country.has(zone) || (layout.countryside.includes(piece.village) && piece.tags.length === 0);
    // Streets between blocks belong to the town or to the country, never to the village that lies beside them.
    const quarterZone: ZoneKind = rural ? 'wood' : 'housing';
    return divide(piece, 150000, rural ? countryRoads : quarterStreets, random, 0.02).map((part) =>
      isOpen(part) ? part : { ...part, zone: quarterZone },
    );
  });
  const pieces = blocks.flatMap((block, i) => {
    if (!isOpen(block)) return [block];
    const tags = layout.zones
      .filter((zone) => zone.tag && insideRing(zone.at, block.ring))
      .map((zone) => zone.tag!);
    const zone = block.zone ?? zoneOf(block, layout);
    const tagged = { ...block, zone, tags: [...block.tags, ...tags] };
    return zones[zone](tagged, new Random(seed + 104729 * i)).map((piece) => ({
      ...piece,
      block: 1000 * i + (piece.block ?? 0),
    }));
  });
  const picked = pieces.map((piece) => {
    const place = interiorPoint(piece.ring);
    const tags = layout.picks
      .filter((pick) => distance(pick.at, place) < pick.radius)
      .map((pick) => pick.tag);
    return tags.length > 0 && piece.zone && piece.landClass !== '1004'
      ? { ...piece, tags: [...piece.tags, ...tags] }
      : piece;
  });
  const rings = stitch(pieces.map((piece) => piece.ring));
  return { outline: network.outline, pieces: picked.map((piece, i) => ({ ...piece, ring: rings[i]! })) };
}

function zoneOf(piece: Piece, layout: TownLayout): TownLayout['zones'][number]['kind'] {
  const inside = layout.zones.find((zone) => insideRing(zone.at, piece.ring));
  if (inside && ringArea(piece.ring) < 300000) return inside.kind;
  const place = interiorPoint(piece.ring);
  let nearest = layout.zones[0]!;
  for (const zone of layout.zones) {
    if (distance(zone.at, place) < distance(nearest.at, place)) nearest = zone;
  }
  return nearest.kind;
}
