import { Delaunay } from 'd3-delaunay';
import type { Point } from '../plane/vector.ts';
import type { CountyFacts } from './facts.ts';
import { Mesh } from './mesh.ts';
import { hash, noise } from './noise.ts';

/** What a cell is: land class, village and slope, decided from smooth noise so that like lies beside like. */
export interface CountyPlan {
  readonly facts: CountyFacts;
  readonly mesh: Mesh;
  /** Centres of the villages and, for each, its town. */
  readonly villages: readonly Point[];
  readonly townOfVillage: Int16Array;
  readonly towns: number;
  /** By position in `mesh.cells`. */
  readonly village: Int16Array;
  readonly landClass: readonly string[];
  readonly permanent: Uint8Array;
  /** Slope grade 1–5. */
  readonly slope: Uint8Array;
}

export const isFarmland = (landClass: string): boolean =>
  landClass === '0101' || landClass === '0102' || landClass === '0103';

export function planCounty(facts: CountyFacts, parcels: number): CountyPlan {
  const [width, height] = facts.size;
  const mesh = new Mesh([0, 0, width, height], parcels, (x, y) => inBorder(x / width, y / height, x, y));
  const cells = mesh.cells.length;
  const share = Math.min(1, parcels / facts.parcels);
  const villages = spreadPoints(mesh, Math.max(facts.towns, Math.round(facts.villages * share)));
  const townOfVillage = groupPoints(villages, facts.towns);
  const finder = new Delaunay(villages.flatMap((point) => [...point]));

  const village = new Int16Array(cells);
  const slope = new Uint8Array(cells);
  const score = new Float64Array(cells);
  const landClass = new Array<string>(cells);
  const radius = Math.sqrt((width * height * 0.7) / villages.length / Math.PI);
  let last = 0;
  for (let i = 0; i < cells; i++) {
    const [x, y] = mesh.site(mesh.cells[i]!);
    last = finder.find(x, y, last);
    village[i] = last;
    const hills = elevation(x, y, height);
    slope[i] = hills < 0.15 ? 1 : hills < 0.35 ? 2 : hills < 0.6 ? 3 : hills < 0.85 ? 4 : 5;
    score[i] = noise(x, y, 1700, 11) + 0.4 * noise(x, y, 400, 12) - 1.1 * hills;
    const centre = villages[last]!;
    const away = Math.sqrt((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / radius;
    if (away < 0.32 * (0.6 + 0.8 * noise(x, y, 300, 13))) landClass[i] = settlementClass(i);
    else if (Math.abs(noise(x, y, 7000, 21) - 0.5) < 0.0035) landClass[i] = '1101';
  }
  const open = [...score.keys()]
    .filter((i) => landClass[i] === undefined)
    .sort((a, b) => score[b]! - score[a]! || a - b);
  const farmland = Math.min(open.length, Math.round(facts.farmlandShare * cells));
  open.forEach((i, rank) => {
    const place = mesh.site(mesh.cells[i]!);
    landClass[i] = rank < farmland ? fieldClass(place, slope[i]!, i) : openClass(place, slope[i]!, i);
  });
  const fields = open.slice(0, farmland);
  return {
    facts,
    mesh,
    villages,
    townOfVillage,
    towns: facts.towns,
    village,
    landClass,
    slope,
    permanent: permanentOf(fields, mesh, slope, facts),
  };
}

function permanentOf(
  fields: readonly number[],
  mesh: Mesh,
  slope: Uint8Array,
  facts: CountyFacts,
): Uint8Array {
  const chosen = new Uint8Array(mesh.cells.length);
  const worth = new Map(
    fields.map((i) => {
      const [x, y] = mesh.site(mesh.cells[i]!);
      return [i, noise(x, y, 2600, 41) - 0.05 * slope[i]!];
    }),
  );
  [...fields]
    .sort((a, b) => worth.get(b)! - worth.get(a)! || a - b)
    .slice(0, Math.round(fields.length * facts.permanentShare))
    .forEach((i) => {
      chosen[i] = 1;
    });
  return chosen;
}

/** An uneven oval in the box. */
function inBorder(u: number, v: number, x: number, y: number): boolean {
  return (u * 2 - 1) ** 2 + (v * 2 - 1) ** 2 < 0.66 + 0.3 * noise(x, y, 8000, 3);
}

/** 0 in the plain, 1 on the crests; the hills are in the north. */
function elevation(x: number, y: number, height: number): number {
  const t = (y / height + 0.35 * (noise(x, y, 5200, 31) - 0.5) - 0.5) / 0.35;
  const hill = Math.max(0, Math.min(1, t));
  return hill * (0.55 + 0.45 * noise(x, y, 1500, 32));
}

function pick(table: readonly (readonly [string, number])[], at: number): string {
  let rest = at * table.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [landClass, weight] of table) {
    rest -= weight;
    if (rest < 0) return landClass;
  }
  return table[table.length - 1]![0];
}

const settlement = [
  ['0702', 78],
  ['1004', 6],
  ['05H1', 3],
  ['08H1', 2],
  ['08H2', 3],
  ['0601', 4],
  ['1201', 2],
  ['0810', 2],
] as const;
const hillLand = [
  ['0301', 60],
  ['0305', 22],
  ['0404', 10],
  ['0201', 6],
  ['1206', 2],
] as const;
const footLand = [
  ['0201', 34],
  ['0301', 26],
  ['0307', 18],
  ['0404', 12],
  ['0305', 8],
  ['1006', 2],
] as const;
const plainLand = [
  ['0307', 24],
  ['0201', 14],
  ['0601', 16],
  ['1006', 11],
  ['1107', 9],
  ['1104', 9],
  ['1202', 6],
  ['1201', 3],
  ['1003', 4],
  ['0809', 2],
  ['0404', 2],
] as const;

const settlementClass = (i: number) => pick(settlement, hash(i, 1, 51));

function fieldClass([x, y]: Point, slope: number, i: number): string {
  if (slope > 1) return slope > 2 || hash(i, 2, 52) < 0.6 ? '0103' : '0102';
  return noise(x, y, 3000, 53) > 0.78 ? '0101' : '0102';
}

/** Half chance, half place: neighbours often share their class. */
function openClass([x, y]: Point, slope: number, i: number): string {
  const smooth = noise(x, y, 700, 54);
  const at = hash(i, 3, 55) < 0.55 ? Math.max(0, Math.min(0.999, (smooth - 0.2) / 0.6)) : hash(i, 4, 56);
  return pick(slope >= 4 ? hillLand : slope >= 2 ? footLand : plainLand, at);
}

/** Sites far from each other: every point is the one of a few candidates that lies farthest from those before. */
function spreadPoints(mesh: Mesh, count: number): Point[] {
  const points: Point[] = [];
  const grid = new Map<number, Point[]>();
  const cellSize = 1000;
  const key = (x: number, y: number) => Math.floor(x / cellSize) * 4096 + Math.floor(y / cellSize);
  const distanceTo = ([x, y]: Point): number => {
    let least = 9e6;
    for (let dx = -2; dx <= 2; dx++) {
      for (let dy = -2; dy <= 2; dy++) {
        for (const other of grid.get(key(x + dx * cellSize, y + dy * cellSize)) ?? []) {
          least = Math.min(least, (other[0] - x) ** 2 + (other[1] - y) ** 2);
        }
      }
    }
    return least;
  };
  for (let i = 0; i < count; i++) {
    let best: Point | undefined;
    let farthest = -1;
    for (let candidate = 0; candidate < 12; candidate++) {
      const place = mesh.site(mesh.cells[Math.floor(hash(i, candidate, 61) * mesh.cells.length)]!);
      const away = distanceTo(place);
      if (away > farthest) [best, farthest] = [place, away];
    }
    points.push(best!);
    const [x, y] = best!;
    const list = grid.get(key(x, y));
    if (list) list.push(best!);
    else grid.set(key(x, y), [best!]);
  }
  return points;
}

/** Towns grow around villages chosen far apart, so that none is empty. */
function groupPoints(points: readonly Point[], groups: number): Int16Array {
  const least = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  const group = new Int16Array(points.length);
  let next = 0;
  for (let g = 0; g < groups; g++) {
    const [cx, cy] = points[next]!;
    let farthest = -1;
    points.forEach(([x, y], i) => {
      const away = (x - cx) ** 2 + (y - cy) ** 2;
      if (away < least[i]!) {
        least[i] = away;
        group[i] = g;
      }
      if (least[i]! > farthest) {
        farthest = least[i]!;
        next = i;
      }
    });
  }
  return group;
}
