import type { GroundPiece, GroundTotals, ScenarioItem } from '#core/contract/what-if.ts';
import { centiSquareMeters } from '#core/geometry/units.ts';
import { type SignedAreas, splitParcel } from '#core/overlay/split-parcel.ts';
import type { GroundCut, PermanentCut } from '#core/scenario/cuts.ts';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { isFarmland, landGroup } from '#core/vocabulary/land-use.ts';
import { sandiao2019 } from '#core/vocabulary/lists/sandiao-2019.ts';

/** Whether an item makes farmland of what was none; every other kind takes it. */
export function reclaims(item: Pick<ScenarioItem, 'kind' | 'landClassAfter'>): boolean {
  return item.kind === 'reclamation' && isFarmland(item.landClassAfter);
}

interface Cut {
  readonly item: string;
  readonly id: number;
  readonly parcelArea: number;
  readonly deductedArea: number;
  readonly classArea: number;
  readonly geometryArea: number;
  readonly cutArea: number;
}

/**
 * Signed areas of each cut, in the order of `cuts`: each feature is divided between what stays, what items take and what items reclaim, then
 * between the items, so that what is taken of it does not depend on how many items take it.
 */
export function signedCuts(cuts: readonly Cut[], isReclaimed: (item: string) => boolean): SignedAreas[] {
  const features = new Map<number, number[]>();
  cuts.forEach(({ id }, index) => {
    const own = features.get(id);
    if (own) own.push(index);
    else features.set(id, [index]);
  });
  const result: SignedAreas[] = new Array(cuts.length);
  for (const indexes of features.values()) {
    const { parcelArea, deductedArea, classArea, geometryArea } = cuts[indexes[0]!]!;
    const groups = [false, true]
      .map((reclaimed) => indexes.filter((index) => isReclaimed(cuts[index]!.item) === reclaimed))
      .filter((group) => group.length > 0);
    const split = splitParcel(
      {
        parcelSquareMeters: parcelArea,
        deductedSquareMeters: deductedArea,
        classSquareMeters: classArea,
        geometrySquareMeters: geometryArea,
      },
      groups.map((group) => group.map((index) => cuts[index]!.cutArea)),
    );
    groups.forEach((group, place) => {
      group.forEach((index, member) => {
        result[index] = split.groups[place]!.members[member]!;
      });
    });
  }
  return result;
}

/** 分块: every land parcel's part under each item, with figures to 0.01 m². */
export function groundPieces(
  cuts: readonly GroundCut[],
  isReclaimed: (item: string) => boolean,
): GroundPiece[] {
  const areas = signedCuts(cuts, isReclaimed);
  return cuts.map(({ item, id, versionId, label, regionCode, landClass }, index) => ({
    item,
    parcel: id,
    versionId,
    label,
    regionCode,
    landClass,
    ...areas[index]!,
  }));
}

/** 永久基本农田 by item, m² to 0.01, with what each protected patch loses. */
export function permanentPieces(cuts: readonly PermanentCut[], isReclaimed: (item: string) => boolean) {
  const areas = signedCuts(cuts, isReclaimed);
  return cuts.map(({ item, id, label, regionCode }, index) => ({
    item,
    id,
    label,
    regionCode,
    squareMeters: areas[index]!.classSquareMeters,
  }));
}

/** Sums in hundredths, so that no digit is lost on the way. */
export function sumSquareMeters(areas: Iterable<number>): number {
  let sum = 0n;
  for (const area of areas) sum += centiSquareMeters(area);
  return Number(sum) / 100;
}

interface TotalsContext {
  readonly areaSquareMeters: number;
  readonly permanentSquareMeters: number;
  readonly date: string;
  readonly regionNames: ReadonlyMap<string, string>;
  readonly isReclaimed: (item: string) => boolean;
  /** m² of the subject where no land parcel lies. */
  readonly unsurveyedSquareMeters: number;
}

/** Totals of pieces: by class (扣除的田坎 goes to 1203), by village, by 三大类. Every list adds up to Σ 图斑面积 of the pieces. */
export function groundTotals(pieces: readonly GroundPiece[], context: TotalsContext): GroundTotals {
  const shares = pieces.flatMap((piece) => [
    { code: piece.landClass, area: piece.classSquareMeters },
    ...(piece.deductedSquareMeters > 0 ? [{ code: '1203', area: piece.deductedSquareMeters }] : []),
  ]);
  const classes = [...grouped(shares, ({ code }) => code)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, own]) => ({
      code,
      name: nameIn(sandiao2019, code, 'zh'),
      areaSquareMeters: sumSquareMeters(own.map(({ area }) => area)),
    }));
  const groupSum = (group: ReturnType<typeof landGroup>) =>
    sumSquareMeters(
      classes
        .filter(({ code }) => landGroup(code, context.date) === group)
        .map(({ areaSquareMeters }) => areaSquareMeters),
    );
  const villages = grouped(pieces, ({ regionCode }) => regionCode);
  return {
    areaSquareMeters: context.areaSquareMeters,
    farmlandLostSquareMeters: sumSquareMeters(
      pieces
        .filter(({ item, landClass }) => !context.isReclaimed(item) && isFarmland(landClass))
        .map(({ classSquareMeters }) => classSquareMeters),
    ),
    // Reclaimed ground is farmland throughout: nothing is deducted from it until it is surveyed.
    farmlandGainedSquareMeters: sumSquareMeters(
      pieces
        .filter(({ item, landClass }) => context.isReclaimed(item) && !isFarmland(landClass))
        .map(({ parcelSquareMeters }) => parcelSquareMeters),
    ),
    permanentSquareMeters: context.permanentSquareMeters,
    agriculturalSquareMeters: groupSum('agricultural'),
    constructionSquareMeters: groupSum('construction'),
    unusedSquareMeters: groupSum('unused'),
    unsurveyedSquareMeters: context.unsurveyedSquareMeters,
    byClass: classes,
    byVillage: [...villages]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, own]) => ({
        code,
        name: context.regionNames.get(code) ?? code,
        areaSquareMeters: sumSquareMeters(own.map(({ parcelSquareMeters }) => parcelSquareMeters)),
      })),
  };
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
