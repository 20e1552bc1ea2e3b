import type { BalanceEntry, Batch, BatchAreas, BatchParcel, BatchStatus } from '#core/contract/batches.ts';
import type { GroundPiece } from '#core/contract/what-if.ts';
import { decimalText } from '#core/geometry/decimal.ts';
import { centiSquareMeters } from '#core/geometry/units.ts';

/** 办理阶段, in order. */
export const STATUSES: readonly BatchStatus[] = [
  'planned',
  'assembled',
  'submitted',
  'approved',
  'carried-out',
];

/** Where a stage stands when the batch has reached `status`. */
export function stageState(stage: BatchStatus, status: BatchStatus): 'done' | 'now' | 'ahead' {
  const [at, reached] = [STATUSES.indexOf(stage), STATUSES.indexOf(status)];
  return at < reached ? 'done' : at === reached ? 'now' : 'ahead';
}

/** 报批面积表 columns; one whose figures are all zero is left out where `always` is false. */
export const AREA_COLUMNS = [
  { key: 'totalSquareMeters', always: true },
  { key: 'agriculturalSquareMeters', always: true },
  { key: 'farmlandSquareMeters', always: true },
  { key: 'permanentSquareMeters', always: true },
  { key: 'constructionSquareMeters', always: true },
  { key: 'unusedSquareMeters', always: true },
  { key: 'unsurveyedSquareMeters', always: false },
] as const satisfies readonly { key: Exclude<keyof BatchAreas, 'byClass'>; always: boolean }[];

export type AreaKey = (typeof AREA_COLUMNS)[number]['key'];

/** Sum in whole hundredths of a square metre, so that no digit is lost on the way. */
export function sumAreas(values: readonly number[]): number {
  return Number(
    decimalText(
      values.reduce((sum, value) => sum + centiSquareMeters(value), 0n),
      2,
    ),
  );
}

/** Columns in which the parcels do not come to the total that the server shows. */
export function unequalColumns(parcels: readonly BatchParcel[], areas: BatchAreas): AreaKey[] {
  return AREA_COLUMNS.map(({ key }) => key).filter(
    (key) =>
      centiSquareMeters(sumAreas(parcels.map((parcel) => parcel.areas[key]))) !==
      centiSquareMeters(areas[key]),
  );
}

/** 耕地 of the land survey: 0101–0103; land that may be restored to it is not farmland. */
const FARMLAND = new Set(['0101', '0102', '0103']);

export function isFarmland({ landClass }: Pick<GroundPiece, 'landClass'>): boolean {
  return FARMLAND.has(landClass);
}

/** 承诺数: by how much the farmland falls when the batch is carried out: the stored pieces, nothing else. */
export function farmlandPromise({ pieces }: Pick<Batch, 'pieces'>): number {
  return sumAreas(pieces.filter(isFarmland).map((piece) => piece.classSquareMeters));
}

/** a − b in hundredths. */
export function difference(a: number, b: number): number {
  return Number(decimalText(centiSquareMeters(a) - centiSquareMeters(b), 2));
}

/** An entry that was taken back, and the one that took it back, count for nothing. */
export function counts({ reverses, reversedBy }: Pick<BalanceEntry, 'reverses' | 'reversedBy'>): boolean {
  return reverses === null && reversedBy === null;
}

/** 占补合计 of the entries that this browser holds. */
export function balanceOf(entries: readonly BalanceEntry[]) {
  const of = (kind: BalanceEntry['entry']) =>
    sumAreas(
      entries.filter((entry) => counts(entry) && entry.entry === kind).map((entry) => entry.areaSquareMeters),
    );
  const [occupied, supplied] = [of('occupied'), of('supplied')];
  return { occupied, supplied, balance: difference(supplied, occupied) };
}
