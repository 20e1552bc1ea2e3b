import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Point } from '../plane/vector.ts';

const point = z.tuple([z.number(), z.number()]);
const path = z.array(point).min(2);
const line = z.object({ name: z.string(), path });
const corridor = line.extend({ class: z.string(), width: z.number().positive() });

/** How a block is subdivided and which land classes it gets. */
export const ZONE_KINDS = [
  'farm',
  'cropland',
  'orchard',
  'wood',
  'village',
  'housing',
  'old-housing',
  'commerce',
  'campus',
  'industry',
  'logistics',
  'park',
  'vacant',
] as const;
export type ZoneKind = (typeof ZONE_KINDS)[number];

const carve = z.object({
  tag: z.string(),
  at: point,
  line: z.tuple([point, point]),
  squareMeters: z.number().positive(),
  zone: z.enum(ZONE_KINDS).optional(),
});

const layout = z.object({
  origin: point,
  farmland: z.object({
    underConversion: z.number(),
    elsewhere: z.number(),
    embankment: z.string(),
    permanent: z.object({ around: point, squareMeters: z.number() }),
    protection: z.object({ around: point, squareMeters: z.number() }),
  }),
  outline: z.array(point).min(3),
  villageLines: z.array(line),
  /** Villages whose blocks lie between rural roads, whatever stands on them. */
  countryside: z.array(z.string().length(12)),
  villages: z.array(z.object({ code: z.string().length(12), at: point })),
  settled: z.object({
    tag: z.string(),
    road: z.string(),
    between: z.array(z.string()),
    at: point,
    squareMeters: z.number().positive(),
  }),
  corridors: z.array(corridor),
  ditches: z.array(corridor),
  bands: z.array(corridor.omit({ path: true }).extend({ along: z.string() })),
  carves: z.array(carve),
  picks: z.array(z.object({ tag: z.string(), at: point, radius: z.number().positive() })),
  zones: z.array(z.object({ kind: z.enum(ZONE_KINDS), at: point, tag: z.string().optional() })),
});

/** 版面: the drawn lines from which the demonstration fabric grows; metres from `origin` (EPSG:4548). */
export type TownLayout = z.infer<typeof layout>;
export type Corridor = TownLayout['corridors'][number];
export type Carve = TownLayout['carves'][number];

export function readTownLayout(): TownLayout {
  const url = new URL('../../../data/seed/town-layout.json', import.meta.url);
  return layout.parse(JSON.parse(readFileSync(url, 'utf8')));
}

/** A line of the layout by name, with a shift to the north. */
export function shifted(points: readonly Point[], north: number): [number, number][] {
  return points.map(([x, y]) => [x, y + north]);
}
