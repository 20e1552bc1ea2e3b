import { decimalText } from '#core/geometry/decimal.ts';
import { centiSquareMeters, type SquareMeters, squareMeters } from '#core/geometry/units.ts';
import { type ClassArea, classAreaOf } from '#core/targets/farmland.ts';

/** A parcel (图斑) of a village before adjustment. */
export interface MeasuredParcel {
  /** 坐落单位代码 ZLDWDM of the village. */
  readonly villageCode: string;
  /** 描述说明 MSSM: islands are balanced by themselves. */
  readonly island: boolean;
  /** TBMJ as measured, m² to 0.01. */
  readonly parcelSquareMeters: number;
  /** 扣除系数 KCXS, 0 ≤ rate < 1. */
  readonly deductionRate: number;
}

/** 控制面积 of a village's land or of its islands, m² to 0.01. */
export interface ControlArea {
  readonly villageCode: string;
  readonly island: boolean;
  readonly areaSquareMeters: number;
}

export interface AdjustedParcel extends ClassArea {
  readonly parcelSquareMeters: SquareMeters;
}

/**
 * 控制面积平差: makes areas add up to their control area. The difference is dealt out in hundredths of a square metre: each gets its whole share of
 * it, and the largest get one hundredth more until it is used up. Of equal areas the earlier is the larger.
 *
 * @param areas m² to 0.01
 * @returns m², in the order of `areas`; their sum is the control area exactly
 * @throws RangeError when there is nothing to adjust but a control area, or an area would fall below zero
 * Source: 第三次全国国土调查数据库建库, 控制面积平差; docs/spec/areas.md
 */
export function adjustToControl(areas: readonly number[], controlSquareMeters: number): SquareMeters[] {
  const units = areas.map(centiSquareMeters);
  const difference = centiSquareMeters(controlSquareMeters) - units.reduce((sum, each) => sum + each, 0n);
  if (units.length === 0) {
    if (difference !== 0n) throw new RangeError(`no parcels for a control area of ${controlSquareMeters} m²`);
    return [];
  }
  const sign = difference < 0n ? -1n : 1n;
  const count = BigInt(units.length);
  const each = (sign * difference) / count;
  const more = Number((sign * difference) % count);
  const largestFirst = units
    .map((unit, index) => ({ unit, index }))
    .sort((a, b) => (a.unit === b.unit ? a.index - b.index : a.unit > b.unit ? -1 : 1));
  largestFirst.forEach(({ index }, place) => {
    units[index]! += sign * (each + (place < more ? 1n : 0n));
  });
  const negative = units.findIndex((unit) => unit < 0n);
  if (negative >= 0) {
    throw new RangeError(`the control area leaves nothing of ${areas[negative]} m² (place ${negative + 1})`);
  }
  return units.map((unit) => squareMeters(Number(decimalText(unit, 2))));
}

/**
 * 图斑平差: adjusts the parcels of every village to its control areas, land and islands apart, and only then deducts ridges: KCMJ and TBDLMJ follow
 * from the adjusted TBMJ.
 *
 * @returns one per parcel, in their order
 * @throws RangeError when a village's parcels have no control area, or a control area no parcels, or as `adjustToControl`
 */
export function adjustParcels(
  parcels: readonly MeasuredParcel[],
  controls: readonly ControlArea[],
): AdjustedParcel[] {
  const groups = new Map<string, { control: ControlArea | null; places: number[] }>();
  for (const control of controls) groups.set(groupOf(control), { control, places: [] });
  parcels.forEach((parcel, place) => {
    const group = groups.get(groupOf(parcel)) ?? { control: null, places: [] };
    groups.set(groupOf(parcel), group);
    group.places.push(place);
  });
  const adjusted: AdjustedParcel[] = new Array(parcels.length);
  for (const [name, { control, places }] of groups) {
    if (!control) throw new RangeError(`no control area: ${name}`);
    const areas = adjustToControl(
      places.map((place) => parcels[place]!.parcelSquareMeters),
      control.areaSquareMeters,
    );
    places.forEach((place, index) => {
      const area = areas[index]!;
      adjusted[place] = { parcelSquareMeters: area, ...classAreaOf(area, parcels[place]!.deductionRate) };
    });
  }
  return adjusted;
}

function groupOf({ villageCode, island }: Pick<ControlArea, 'villageCode' | 'island'>): string {
  return `${villageCode} ${island ? 'islands' : 'land'}`;
}
