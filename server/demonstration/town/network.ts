import type { Ground } from '../ground.ts';
import { cutRing } from '../plane/cut.ts';
import { distanceToPath, offset, type Path, smooth } from '../plane/path.ts';
import { counterClockwise, insideRing, type Ring, ringArea } from '../plane/ring.ts';
import { add, left, length, type Point, scale, subtract, toMillimetre, unit } from '../plane/vector.ts';
import { Random } from '../random.ts';
import { type Carve, type Corridor, shifted, type TownLayout } from './layout.ts';
import { cutAll, cutPiece, layCorridor, type Piece } from './piece.ts';

export interface Network {
  readonly outline: Ring;
  readonly pieces: readonly Piece[];
}

/** 路网: the town cut into villages, then by rivers, roads and ditches, then by the works whose areas are given. */
export function layNetwork(layout: TownLayout, ground: Ground): Network {
  const outline = counterClockwise(naturalBorder(smoothRing(layout.outline), layout));
  const north = settleRoad(layout, outline, ground);
  const roadPath = (line: { name: string; path: Path }) =>
    smooth(line.name === layout.settled.road ? shifted(line.path, north) : line.path);

  let pieces: Piece[] = [{ ring: outline, village: '', tags: [] }];
  for (const line of layout.villageLines) pieces = cutAll(pieces, roadPath(line));
  pieces = pieces.map((piece) => ({ ...piece, village: villageOf(piece.ring, layout) }));

  for (const corridor of [...layout.corridors, ...layout.ditches]) {
    pieces = layCorridor(pieces, roadPath(corridor), corridor.width, corridor.class, corridor.name);
  }
  for (const band of layout.bands) {
    const path = roadPath(corridorNamed(layout, band.along));
    pieces = layCorridor(pieces, path, band.width, band.class, band.name);
  }
  for (const carve of layout.carves) pieces = carveOut(pieces, carve, ground);
  const { tag, road, between } = layout.settled;
  const settledVillage = layout.villages.find(({ at }) => samePlace(at, layout.settled.at))?.code;
  pieces = pieces.map((piece) =>
    piece.village === settledVillage && ![road, ...between].includes(piece.name ?? '')
      ? { ...piece, tags: [...piece.tags, tag] }
      : piece,
  );
  return { outline, pieces };
}

function villageOf(ring: Ring, layout: TownLayout): string {
  const found = layout.villages.filter(({ at }) => insideRing(at, ring));
  if (found.length !== 1) throw new Error(`a village cell holds ${found.length} villages`);
  return found[0]!.code;
}

function corridorNamed(layout: TownLayout, name: string): Corridor {
  const found = layout.corridors.find((corridor) => corridor.name === name);
  if (!found) throw new Error(`no road or river named ${name}`);
  return found;
}

/** How far north a road must lie so that the land between it and the others named has the area of the layout; metres. */
function settleRoad(layout: TownLayout, outline: Ring, ground: Ground): number {
  const { road, between, at, squareMeters } = layout.settled;
  const edges = between.flatMap((name) => edgesOf(corridorNamed(layout, name)));
  const moving = corridorNamed(layout, road);
  return (
    solve(
      (north) => {
        let rings: Ring[] = [outline];
        const movingEdges = edgesOf({ ...moving, path: shifted(moving.path, -north) });
        for (const path of [...edges, ...movingEdges]) rings = rings.flatMap((ring) => cutRing(ring, path));
        const ring = rings.find((candidate) => insideRing(at, candidate));
        return ring ? ground.area(ring) : 0;
      },
      squareMeters,
      -90,
      250,
    ) * -1
  );
}

function edgesOf(corridor: Corridor): Path[] {
  const path = smooth(corridor.path);
  return [offset(path, corridor.width / 2), offset(path, -corridor.width / 2)];
}

/** Longer than the town, metres. */
const reach = 12000;

/** 划出: slides a line across the piece at `at` until the part to its left has the area, and hands that part its tag. */
function carveOut(pieces: readonly Piece[], carve: Carve, ground: Ground): Piece[] {
  const index = pieces.findIndex(
    (piece) =>
      (piece.landClass === undefined || piece.landClass === '0810') &&
      !piece.tags.includes(carve.tag) &&
      insideRing(carve.at, piece.ring),
  );
  const piece = pieces[index];
  if (!piece) throw new Error(`no open land at ${carve.at} for ${carve.tag}`);
  const [from, to] = carve.line;
  const forward = unit(subtract(to, from));
  const right = scale(left(forward), -1);
  const lineAt = (metres: number): Path =>
    [add(from, scale(forward, -reach)), add(to, scale(forward, reach))].map((p) =>
      toMillimetre(add(p, scale(right, metres))),
    );
  const leftParts = (path: Path) => {
    const parts = cutPiece(piece, path, 0.02);
    const side = (p: Point) => (p[0] - path[0]![0]) * right[0] + (p[1] - path[0]![1]) * right[1];
    return { parts, left: parts.filter((part) => part.ring.every((corner) => side(corner) < 0.1)) };
  };
  const metres = solve(
    (t) => leftParts(lineAt(t)).left.reduce((sum, part) => sum + ground.area(part.ring), 0),
    carve.squareMeters,
    -1500,
    1500,
  );
  const { parts, left: chosen } = leftParts(lineAt(metres));
  const reached = chosen.reduce((sum, part) => sum + ground.area(part.ring), 0);
  if (Math.abs(reached - carve.squareMeters) > 3) {
    throw new Error(
      `${carve.tag}: ${reached.toFixed(1)} m² of ${carve.squareMeters}; block ${ringArea(piece.ring)}`,
    );
  }
  const zone = carve.zone === undefined ? {} : { zone: carve.zone };
  const replaced = parts.map((part) =>
    chosen.includes(part) ? { ...part, ...zone, tags: [...part.tags, carve.tag] } : part,
  );
  return [...pieces.slice(0, index), ...replaced, ...pieces.slice(index + 1)];
}

/** Bisection for a growing function; 60 halvings end far below the millimetre. */
function solve(area: (t: number) => number, target: number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let round = 0; round < 60; round++) {
    const middle = (a + b) / 2;
    if (area(middle) < target) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** Border stretches away from rivers and expressways follow ditches and field edges: corners every 60–150 m, a few metres to the side. */
function naturalBorder(ring: Ring, layout: TownLayout): Ring {
  const random = new Random(19);
  const smoothSides = ['子牙河', '快速路'].map((name) => smooth(corridorNamed(layout, name).path));
  const free = (p: Point) => smoothSides.every((path) => distanceToPath(p, path) > 90);
  return ring.flatMap((a, i) => {
    const b = ring[(i + 1) % ring.length]!;
    const along = subtract(b, a);
    const count = Math.round(length(along) / random.between(60, 150));
    const corners = Array.from({ length: Math.max(0, count - 1) }, (_, k): Point => {
      const place = add(a, scale(along, (k + random.between(0.7, 1.3)) / count));
      return toMillimetre(
        free(place) ? add(place, scale(left(unit(along)), random.between(-16, 16))) : place,
      );
    });
    return [
      free(a) ? toMillimetre(add(a, [random.between(-12, 12), random.between(-12, 12)])) : a,
      ...corners,
    ];
  });
}

function smoothRing(corners: readonly Point[]): Ring {
  let ring: Point[] = [...corners];
  for (let round = 0; round < 2; round++) {
    ring = ring.flatMap((a, i) => {
      const b = ring[(i + 1) % ring.length]!;
      return [add(scale(a, 0.75), scale(b, 0.25)), add(scale(a, 0.25), scale(b, 0.75))];
    });
  }
  return ring.map(toMillimetre);
}

const samePlace = (a: Point, b: Point) => a[0] === b[0] && a[1] === b[1];
