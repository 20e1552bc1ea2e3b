// ms that a browser needs for one preview while an outline is dragged: `npx tsx scripts/bench/what-if-preview.ts [COUNT]`. The ground is invented: parcels
// of eight to ten corners in a mesh that shares them, an eighth of them under permanent farmland, a red line across; the outline has 24 corners.
import type { MultiPolygon, Position } from 'geojson';
import type { GroundFeature, ScenarioItem } from '#core/contract/what-if.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { indexGround, ScenarioCutter } from '#core/scenario/cut-scenario.ts';
import { evaluateScenario } from '#core/scenario/evaluate.ts';
import { percentiles, randomNumbers, table } from './statistics.ts';

const count = Number(process.argv[2] ?? 200);
const random = randomNumbers(4);
const side = 80;
/** Degrees across a parcel, some 65 m. */
const size = 0.00075;
const [west, south] = [117, 39];

const along = Array.from({ length: 2 * (side + 1) ** 2 }, () =>
  [0, 1].map(() => (random() - 0.5) * 0.12 * size),
);
const corner = (x: number, y: number): Position => [
  west + (x + 0.2 * Math.sin(12.9898 * x + 78.233 * y)) * size,
  south + (y + 0.2 * Math.cos(39.346 * x + 11.135 * y)) * size,
];

/** From one corner to the next by a point in between, the same from both sides. */
function edge(x1: number, y1: number, x2: number, y2: number): Position[] {
  const [a, b] = [corner(x1, y1), corner(x2, y2)];
  const place = 2 * (Math.min(y1, y2) * (side + 1) + Math.min(x1, x2)) + (x1 === x2 ? 1 : 0);
  const [dx, dy] = along[place] as [number, number];
  return [a, [(a[0]! + b[0]!) / 2 + dx, (a[1]! + b[1]!) / 2 + dy]];
}

const classes = ['0102', '0103', '0201', '0307', '0702', '1104', '1006', '0102'];
const features: GroundFeature[] = [];
for (let y = 0; y < side; y += 1) {
  for (let x = 0; x < side; x += 1) {
    const ring = [
      ...edge(x, y, x + 1, y),
      ...edge(x + 1, y, x + 1, y + 1),
      ...edge(x + 1, y + 1, x, y + 1),
      ...edge(x, y + 1, x, y),
    ];
    const id = features.length + 1;
    const parcel = feature('land_parcels', id, [[[...ring, ring[0]!]]], classes[id % classes.length]!);
    features.push(parcel);
    if (id % 8 === 0) features.push({ ...parcel, layer: 'permanent_farmland', id: 100_000 + id });
  }
}
const across = side * size;
features.push(
  feature(
    'ecological_redlines',
    200_000,
    [
      [
        [
          [west, south + across * 0.48],
          [west + across, south + across * 0.5],
          [west + across, south + across * 0.52],
          [west, south + across * 0.51],
          [west, south + across * 0.48],
        ],
      ],
    ],
    '',
  ),
);

function feature(
  layer: GroundFeature['layer'],
  id: number,
  coordinates: Position[][][],
  landClass: string,
): GroundFeature {
  const geometry: MultiPolygon = { type: 'MultiPolygon', coordinates };
  const areaSquareMeters = geodesicArea(geometry);
  const area = roundHalfUp(areaSquareMeters, 2);
  return {
    layer,
    id,
    versionId: id,
    label: String(id),
    regionCode: '120111001201',
    areaSquareMeters,
    properties: {
      land_class: landClass,
      land_class_scheme: 'sandiao',
      parcel_area: area,
      deducted_area: 0,
      class_area: area,
    },
    geometry,
  };
}

function outline(x: number, y: number, radius: number): ScenarioItem['geometry'] {
  const ring = Array.from({ length: 24 }, (_, index): Position => {
    const [angle, r] = [(2 * Math.PI * index) / 24, radius * (index % 2 ? 0.85 : 1)];
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
  return { type: 'MultiPolygon', coordinates: [[[...ring, ring[0]!]]] };
}

function item(id: string, geometry: ScenarioItem['geometry']): ScenarioItem {
  return { id, kind: 'conversion', name: id, geometry, landClassAfter: '0701', expropriated: true };
}

const rows: (string | number)[][] = [];
for (const [wanted, others] of [
  [10, 0],
  [100, 0],
  [150, 0],
  [150, 20],
  [1000, 0],
] as const) {
  const ground = indexGround(features);
  const cutter = new ScenarioCutter(ground);
  const radius = Math.sqrt(wanted / Math.PI / 0.86) * size;
  const still = Array.from({ length: others }, (_, index) =>
    item(
      `still-${index}`,
      outline(west + (5 + 3.5 * index) * size, south + 6 * size, Math.sqrt(10 / Math.PI) * size),
    ),
  );
  const times: number[] = [];
  let touched = 0;
  let cpu = process.cpuUsage();
  for (let run = -10; run < count; run += 1) {
    const [x, y] = [west + across * (0.45 + 0.1 * random()), south + across * (0.48 + 0.1 * random())];
    const items = [...still, item('moving', outline(x, y, radius))];
    const began = performance.now();
    const answer = evaluateScenario({
      items,
      cuts: cutter.cut(items),
      moments: { asOf: '2023-12-31T15:59:59.999999Z', knownAt: '2024-06-30T00:00:00.000000Z' },
      date: '2023-12-31',
      regionCode: '120111001000',
      targets: [],
      regionNames: new Map(),
    });
    if (run < 0) {
      cpu = process.cpuUsage();
      continue;
    }
    times.push(performance.now() - began);
    touched += answer.pieces.filter((piece) => piece.item === 'moving').length;
  }
  const { p50, p95, max } = percentiles(times);
  // Of the processor, the garbage collector's threads with it: holds on a busy machine too.
  const { user } = process.cpuUsage(cpu);
  rows.push([
    wanted,
    Math.round(touched / count),
    others,
    ...[p50, p95, max, user / 1000 / count].map((ms) => ms.toFixed(1)),
  ]);
}
console.log(
  table(['parcels', 'cut on average', 'items that stay', 'p50 ms', 'p95 ms', 'max ms', 'CPU ms'], rows),
);
