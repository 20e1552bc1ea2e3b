import { classAreaOf } from '#core/targets/farmland.ts';
import type { Ground } from '../ground.ts';
import { distanceToPath, type Path } from '../plane/path.ts';
import { interiorPoint } from '../plane/ring.ts';
import { Random } from '../random.ts';
import type { Piece } from './piece.ts';

/** 图斑: a finished parcel with the columns of `gengjie.land_parcels`. */
export interface Parcel {
  readonly piece: Piece;
  readonly village: string;
  readonly landClass: string;
  readonly farmland: boolean;
  readonly columns: Readonly<Record<string, string | number | null>>;
}

export interface ParcelContext {
  readonly ground: Ground;
  readonly villageNames: ReadonlyMap<string, string>;
  readonly surveyYear: number;
  /** Fields within 70 m of it lie on its embankment slopes: slope grade 2, ridges deducted. */
  readonly embankment: Path;
}

/** Invented for the demonstration; a district measures its own coefficients. */
const slopeDeduction = 0.045;
const stateOwned = new Set(['1001', '1003', '1004', '1101', '1109', '0810']);
const agricultural = /^(01|02|03|04|1006|110[37]|1104|1202)/;

/** 图斑属性: numbers the parcels of each village from the north-west and fills their columns. */
export function finishParcels(pieces: readonly Piece[], context: ParcelContext): Parcel[] {
  const places = pieces.map((piece) => interiorPoint(piece.ring));
  const order = pieces
    .map((_, i) => i)
    .sort(
      (a, b) =>
        Math.floor(places[b]![1] / 200) - Math.floor(places[a]![1] / 200) ||
        places[a]![0] - places[b]![0] ||
        a - b,
    );
  const numbers = new Map<string, number>();
  return order.map((i) => {
    const piece = pieces[i]!;
    const number = (numbers.get(piece.village) ?? 0) + 1;
    numbers.set(piece.village, number);
    const slope = distanceToPath(places[i]!, context.embankment) < 70;
    return finish(piece, String(number).padStart(4, '0'), slope, context, new Random(31 * i + 11));
  });
}

function finish(
  piece: Piece,
  number: string,
  nearSlope: boolean,
  context: ParcelContext,
  random: Random,
): Parcel {
  const drawn = piece.landClass!;
  const farmland = drawn === '0102';
  const landClass = farmland ? random.weighted({ '0102': 88, '0101': 5, '0103': 7 }) : drawn;
  const sloping = farmland && nearSlope;
  const parcelArea = context.ground.surveyArea(piece.ring);
  const { deductedSquareMeters, classSquareMeters } = classAreaOf(parcelArea, sloping ? slopeDeduction : 0);
  const ownedByState =
    stateOwned.has(landClass) || (piece.village.startsWith('120111001008') && !agricultural.test(landClass));
  const collective = !ownedByState && (agricultural.test(landClass) || landClass === '0702');
  const name = context.villageNames.get(piece.village)!;
  const columns = {
    parcel_number: number,
    land_class: landClass,
    land_class_scheme: 'sandiao',
    land_class_version: '2019',
    ownership: collective ? '30' : '20',
    owner_code: `${piece.village}0000000`,
    owner_name: collective ? `${name}农民集体（示意）` : '国有（示意）',
    location_code: `${piece.village}0000000`,
    location_name: name,
    deducted_class: sloping ? '1203' : null,
    deduction_rate: sloping ? slopeDeduction : 0,
    deducted_area: deductedSquareMeters,
    slope_grade: farmland ? (sloping ? '2' : '1') : null,
    terrace_kind: sloping ? 'PD' : null,
    parcel_area: parcelArea,
    class_area: classSquareMeters,
    planting: plantingOf(landClass, farmland, random),
    refinement: null,
    settlement: settlementOf(piece, landClass),
    survey_year: context.surveyYear,
    note: piece.name ?? null,
  };
  return { piece, village: piece.village, landClass, farmland, columns };
}

function plantingOf(landClass: string, farmland: boolean, random: Random): string | null {
  if (farmland) return random.weighted({ LS: 70, FLS: 12, LYFL: 8, XG: 3, WG: 7 });
  if (landClass === '0201' && random.chance(0.2)) return 'JKHF';
  return landClass === '0307' && random.chance(0.1) ? 'GCHF' : null;
}

/** 城镇村属性码: villages 203, the rest of the built land 201. */
function settlementOf(piece: Piece, landClass: string): string | null {
  if (agricultural.test(landClass) || ['1001', '1003', '1101', '1109'].includes(landClass)) return null;
  return piece.zone === 'village' ? '203' : '201';
}
