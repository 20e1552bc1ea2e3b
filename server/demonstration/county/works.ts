import { roundToSum } from '#core/geometry/round-to-sum.ts';
import type { Ground } from '../ground.ts';
import type { Ring } from '../plane/ring.ts';
import { add, distance, type Point, scale, toMillimetre } from '../plane/vector.ts';
import { Random } from '../random.ts';
import type { CountyCodes } from './codes.ts';
import { hash } from './noise.ts';
import { type CountyPlan, isFarmland } from './plan.ts';
import { planeArea, type Row, ringWkb } from './rows.ts';

type PatchClass = 'residential' | 'public' | 'industrial';

/** Share of the full county's figures that a smaller county gets; classes keep their sum. */
export function patchCounts({ facts, mesh }: CountyPlan): Record<PatchClass, number> {
  const { residential, public: services, industrial } = facts.patches;
  const share = Math.min(1, mesh.cells.length / facts.parcels);
  // Cells are made to a number "about": within 2 % of the full county its figures are the real ones.
  const all = residential + services + industrial;
  const total = share > 0.98 ? all : Math.round(all * share);
  const [a, b, c] = roundToSum([residential, services, industrial], total, 1);
  return { residential: a!, public: b!, industrial: c! };
}

const shapes: Record<PatchClass, { short: readonly [number, number]; long: readonly [number, number] }> = {
  residential: { short: [9, 14], long: [12, 20] },
  public: { short: [12, 22], long: [18, 36] },
  industrial: { short: [13, 25], long: [17, 40] },
};
const states = {
  'to-dispatch': 2,
  dispatched: 3,
  verifying: 3,
  'awaiting-review': 2,
  returned: 1,
  rectifying: 3,
  'awaiting-recheck': 2,
  closed: 6,
};

/** 乱占耕地建房图斑: one building a parcel, mostly on fields near a village. */
export function* patchRows(plan: CountyPlan, codes: CountyCodes, ground: Ground): Generator<Row> {
  const counts = patchCounts(plan);
  const random = new Random(12878);
  const classes = random.shuffled(
    (Object.keys(counts) as PatchClass[]).flatMap((name) => Array<PatchClass>(counts[name]).fill(name)),
  );
  const places = patchPlaces(plan, classes.length);
  for (const [i, patchClass] of classes.entries()) {
    const position = places[i % places.length]!;
    const cell = plan.mesh.cells[position]!;
    const { short, long } = shapes[patchClass];
    const ring = turned(plan.mesh.site(cell), random.between(...long), random.between(...short), random);
    const village = plan.village[position]!;
    const state = random.weighted(states);
    yield {
      regionCode: codes.village[village]!,
      geometry: ringWkb(ring, ground),
      columns: {
        patch_number: `${plan.facts.region.code}ZF${String(i + 1).padStart(6, '0')}`,
        register: 'house-building',
        patch_class: patchClass,
        state,
        // 销号 needs that nothing remains.
        ...(state === 'closed'
          ? { judgement: 'problem', rectification: 'demolish-restore', remaining_area: 0 }
          : {}),
        location: codes.villageName[village],
        found_on: `2020-${String(random.integer(8, 12)).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`,
        note: '虚构图斑',
      },
    };
  }
}

/** Positions of cells, fields near villages first, never the same twice while there are enough. */
function patchPlaces(plan: CountyPlan, count: number): number[] {
  const worth: [number, number][] = [];
  plan.landClass.forEach((landClass, i) => {
    if (!isFarmland(landClass) && !['0201', '0307', '1201'].includes(landClass)) return;
    const away = distance(plan.mesh.site(plan.mesh.cells[i]!), plan.villages[plan.village[i]!]!);
    // Permanent farmland is guarded: of thousands of patches only a handful stand on it.
    const guarded = plan.permanent[i] && hash(i, 6, 72) < 0.9985 ? 5000 : 0;
    worth.push([i, away + guarded + 900 * hash(i, 5, 71) + (isFarmland(landClass) ? 0 : 250)]);
  });
  return worth
    .sort((a, b) => a[1] - b[1] || a[0] - b[0])
    .slice(0, Math.max(count, 1))
    .map(([i]) => i);
}

/** 征转批次, 设施农业备案, 高标准农田: blocks of given area at places far apart. */
export function workRows(plan: CountyPlan, codes: CountyCodes, ground: Ground) {
  const { facts } = plan;
  const random = new Random(32216);
  const places = placesApart(
    plan,
    facts.conversion.count + facts.facilities.count + facts.farmlandProjects.count,
  );
  const take = (count: number) => places.splice(0, count);
  const areas = (total: number, count: number) =>
    roundToSum(
      Array.from({ length: count }, () => random.between(0.6, 1.4)),
      total,
      0.01,
    );
  const regionOf = (position: number) => codes.village[plan.village[position]!]!;
  const block = (position: number, squareMeters: number, form: number) => {
    const centre = plan.mesh.site(plan.mesh.cells[position]!);
    const area = planeArea(squareMeters, centre, plan);
    return turned(centre, Math.sqrt(area * form), Math.sqrt(area / form), random);
  };
  const reported = (figure: { reported: readonly [string, string] }, note: string) => ({
    reported_text: figure.reported[0],
    reported_unit: figure.reported[1],
    source_document: facts.sourceDocument,
    source_note: note,
  });

  const projects = areas(facts.farmlandProjects.squareMeters, facts.farmlandProjects.count).map(
    (area, i): Row => {
      const [position] = take(1);
      return {
        regionCode: regionOf(position!),
        geometry: ringWkb(block(position!, area, 1.6), ground),
        columns: {
          name: `高标准农田项目${i + 1}（示意）`,
          project_code: `${facts.region.code}-GBZ-${i + 1}`,
          plan_year: facts.year,
          status: 'under-construction',
          investment: facts.farmlandProjects.investment / facts.farmlandProjects.count,
          ...reported(facts.farmlandProjects, '原文数值为4个项目合计；投资按项目平均列示'),
        },
      };
    },
  );
  const batches = areas(facts.conversion.squareMeters, facts.conversion.count).map((area, i) => {
    const [position] = take(1);
    const ring = block(position!, area, 1.3);
    const number = `${facts.region.code}-${facts.year}-${String(i + 1).padStart(2, '0')}`;
    const batch: Row = {
      regionCode: regionOf(position!),
      geometry: ringWkb(ring, ground),
      columns: {
        batch_number: number,
        name: `${facts.year}年第${i + 1}批次（示意）`,
        status: 'submitted',
        ...reported(facts.conversion, '原文数值为4个批次合计'),
      },
    };
    const parcels = halves(ring).map(
      (half, part): Row => ({
        regionCode: batch.regionCode,
        geometry: ringWkb(half, ground),
        columns: {
          parcel_number: `${number}-${part + 1}`,
          batch_number: number,
          status: 'submitted',
          source_document: facts.sourceDocument,
        },
      }),
    );
    return { batch, parcels };
  });
  const kinds = ['060201', '060201', '060201', '060202', '060203'];
  const facilities = areas(facts.facilities.squareMeters, facts.facilities.count).map((area, i): Row => {
    const [position] = take(1);
    return {
      regionCode: regionOf(position!),
      geometry: ringWkb(block(position!, area, 1.8), ground),
      columns: {
        filing_number: `JZ-SS-${String(i + 1).padStart(3, '0')}`,
        name: `设施农业项目${i + 1}（示意）`,
        operator: `示例经营者${i + 1}`,
        facility_kind: kinds[i % kinds.length]!,
        auxiliary_area: Math.floor(area * 5) / 100,
        filed_on: `2021-0${1 + (i % 6)}-15`,
        ...reported(facts.facilities, '原文数值为48宗合计'),
      },
    };
  });
  return {
    farmland_projects: projects,
    conversion_batches: batches.map(({ batch }) => batch),
    conversion_parcels: batches.flatMap(({ parcels }) => parcels),
    facility_filings: facilities,
  } as const;
}

/** A rectangle in any of 24 directions made of exact fractions (3-4-5, 5-12-13, …), corners on whole millimetres. */
function turned(centre: Point, long: number, short: number, random: Random): Ring {
  const [a, b, c] = random.pick([
    [1, 0, 1],
    [3, 4, 5],
    [4, 3, 5],
    [5, 12, 13],
    [12, 5, 13],
    [8, 15, 17],
    [15, 8, 17],
  ] as const);
  const axis: Point = random.chance(0.5) ? [a / c, b / c] : [b / c, -a / c];
  const along = scale(axis, long / 2);
  const across = scale([-axis[1], axis[0]], short / 2);
  const corner = (i: number, j: number) => toMillimetre(add(centre, add(scale(along, i), scale(across, j))));
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

function halves([a, b, c, d]: Ring): [Ring, Ring] {
  const low = toMillimetre(scale(add(a!, b!), 0.5));
  const high = toMillimetre(scale(add(c!, d!), 0.5));
  return [
    [a!, low, high, d!],
    [low, b!, c!, high],
  ];
}

/** Fields at least two kilometres apart and away from the border. */
function placesApart(plan: CountyPlan, count: number): number[] {
  const [width, height] = plan.facts.size;
  const chosen: number[] = [];
  for (let attempt = 0; chosen.length < count && attempt < 200000; attempt++) {
    const position = Math.floor(hash(attempt, 7, 81) * plan.mesh.cells.length);
    const place = plan.mesh.site(plan.mesh.cells[position]!);
    const central = (place[0] / width - 0.5) ** 2 + (place[1] / height - 0.5) ** 2 < 0.12;
    const apart = Math.max(600, 2600 - attempt / 10);
    if (!central || !isFarmland(plan.landClass[position]!)) continue;
    if (chosen.some((other) => distance(plan.mesh.site(plan.mesh.cells[other]!), place) < apart)) continue;
    chosen.push(position);
  }
  if (chosen.length < count) throw new Error('no room for the works of the county');
  return chosen;
}
