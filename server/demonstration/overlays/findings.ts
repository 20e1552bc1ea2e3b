import { frameOf, insideRing, type Ring, ringArea } from '../plane/ring.ts';
import { add, distance, left, type Point, scale, toMillimetre } from '../plane/vector.ts';
import { Random } from '../random.ts';
import { readFacilities, readPatches } from '../seed-files.ts';
import type { Parcel } from '../town/parcels.ts';
import type { Town } from '../town/town.ts';
import type { Draft } from './draft.ts';
import { courseColumns } from './patch-course.ts';

/** Metres: smallest and largest side of a building of each size. */
const sizes = {
  residential: { short: [8, 13], long: [11, 20] },
  public: { short: [11, 20], long: [16, 34] },
  industrial: { short: [12, 26], long: [20, 46] },
} as const;
type Size = keyof typeof sizes;

const letters: Record<string, string> = { 'house-building': 'ZF', 'image-enforcement': 'WP', lead: 'XS' };

/** Metres between buildings. */
const apart = 18;

/** Places already taken by a building, so that no two stand on each other. */
class Site {
  readonly #taken: { centre: Point; reach: number }[] = [];

  /** A rectangle along the parcel's sides, near one end of it; null when it does not fit. */
  place(ring: Ring, short: number, long: number, random: Random): Ring | null {
    const frame = frameOf(ring);
    const normal = left(frame.axis);
    const end = random.chance(0.5) ? random.between(0.06, 0.2) : random.between(0.8, 0.94);
    const at = (range: readonly [number, number], share: number) => range[0] + (range[1] - range[0]) * share;
    const centre = add(
      scale(frame.axis, at(frame.long, random.between(0.1, 0.9))),
      scale(normal, at(frame.short, end)),
    );
    const reach = Math.sqrt(short * short + long * long) / 2;
    if (!insideRing(centre, ring)) return null;
    if (this.#taken.some((other) => distance(other.centre, centre) < other.reach + reach + apart))
      return null;
    this.#taken.push({ centre, reach });
    const along = scale(frame.axis, long / 2);
    const across = scale(normal, short / 2);
    const corner = (a: number, b: number) =>
      toMillimetre(add(centre, add(scale(along, a), scale(across, b))));
    const rectangle = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
    if (!random.chance(0.35)) return rectangle;
    return [corner(-1, -1), corner(1, -1), corner(1, 0.1), corner(0.2, 0.1), corner(0.2, 1), corner(-1, 1)];
  }
}

/** 疑似违法图斑与设施农业备案: invented buildings on and beside the fields. */
export function findingDrafts(town: Town): Draft[] {
  const site = new Site();
  return [...facilityDrafts(town, site), ...patchDrafts(town, site)];
}

function patchDrafts(town: Town, site: Site): Draft[] {
  const random = new Random(12878);
  // Of its own, so that what was found moves no building.
  const course = new Random(8363);
  const seed = readPatches();
  const { counts, onPermanentFarmland, registers, states } = seed;
  const permanent = town.permanentFarmland.map((index) => town.parcels[index]!);
  const open = town.parcels.filter(
    (parcel) =>
      /^(010|0201|0307|1201|0404)/.test(parcel.landClass) &&
      ringArea(parcel.piece.ring) > 900 &&
      !permanent.includes(parcel),
  );
  const fields = open.filter((parcel) => parcel.farmland);
  const buildings = random.shuffled(
    Object.entries(counts).flatMap(([name, count]) => Array<Size>(count).fill(name as Size)),
  );
  return buildings.map((size, i) => {
    const pool = i < onPermanentFarmland ? permanent : random.chance(0.6) ? fields : open;
    const { parcel, ring } = build(pool, sizes[size], site, random);
    const register = random.weighted(registers);
    const state = random.weighted(states);
    const squareMeters = Math.round(town.ground.area(ring) * 100) / 100;
    return {
      layer: 'patches',
      key: `patch:${i}`,
      regionCode: parcel.village,
      ground: [{ outer: ring, holes: [] }],
      columns: {
        patch_number: `120111${letters[register]}${2020 + (i % 4)}${String(i + 1).padStart(4, '0')}`,
        register,
        ...courseColumns({ register, state, size, squareMeters }, seed, course),
        state,
        location: `西营门街道${town.villageNames.get(parcel.village)}`,
        found_on: `${2020 + (i % 4)}-${pad(random.integer(1, 12))}-${pad(random.integer(1, 28))}`,
        note: '虚构图斑',
      },
    };
  });
}

function build(
  pool: readonly Parcel[],
  size: { short: readonly [number, number]; long: readonly [number, number] },
  site: Site,
  random: Random,
): { parcel: Parcel; ring: Ring } {
  for (let attempt = 0; attempt < 500; attempt++) {
    const parcel = random.pick(pool);
    const ring = site.place(
      parcel.piece.ring,
      random.between(...size.short),
      random.between(...size.long),
      random,
    );
    if (ring) return { parcel, ring };
  }
  throw new Error('no room for another patch');
}

function facilityDrafts(town: Town, site: Site): Draft[] {
  const random = new Random(29723);
  const classes: Record<string, string[]> = {
    '060201': ['1202', '0201'],
    '060202': ['1202', '0201'],
    '060203': ['1104'],
  };
  return readFacilities().map((facility, i) => {
    const pool = town.parcels.filter(
      (parcel) =>
        classes[facility.kind]!.includes(parcel.landClass) &&
        ['farm', 'cropland', 'orchard'].includes(parcel.piece.zone ?? '') &&
        !parcel.piece.tags.length,
    );
    const { parcel, ring } = build(pool, { short: [14, 26], long: [40, 90] }, site, random);
    const area = town.ground.area(ring);
    return {
      layer: 'facility_filings',
      regionCode: parcel.village,
      ground: [{ outer: ring, holes: [] }],
      columns: {
        filing_number: `XYM-SS-${String(i + 1).padStart(3, '0')}`,
        name: facility.name,
        operator: facility.operator,
        facility_kind: facility.kind,
        auxiliary_area: Math.floor(area * 0.05 * 100) / 100,
        filed_on: `2021-${pad(random.integer(1, 12))}-${pad(random.integer(1, 28))}`,
        expires_on: `2026-${pad(random.integer(1, 12))}-${pad(random.integer(1, 28))}`,
        note: '虚构备案',
      },
    };
  });
}

const pad = (value: number) => String(value).padStart(2, '0');
