import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Properties, StoredValues } from '#core/edits/properties.ts';
import { roundToSum } from '#core/geometry/round-to-sum.ts';
import { hasField } from '#core/imports/field-mapping.ts';
import { splitParcel } from '#core/overlay/split-parcel.ts';

const landAreas = ['parcel_area', 'deducted_area', 'class_area'];

/**
 * 面积分摊: what each piece of a divided feature gets of its area columns: they add up to what the whole had, to 0.01 m². Land parcels by the rule of
 * splitting parcels, other layers in proportion to the pieces.
 *
 * @param areas geodesic m² of the pieces
 * @returns the columns to write, one record a piece
 */
export function dividedValues(
  layer: LayerDefinition,
  values: Properties,
  areas: readonly number[],
): StoredValues[] {
  const divided = areas.map((): Record<string, number> => ({}));
  const share = (name: string, parts: readonly number[], total: number) => {
    roundToSum(parts, total, 0.01).forEach((value, i) => {
      divided[i]![name] = value;
    });
  };
  const land = hasField(layer, 'class_area');
  for (const { name, type } of layer.fields) {
    const total = values[name];
    if (type !== 'area' || typeof total !== 'number' || (land && landAreas.includes(name))) continue;
    share(name, areas, total);
  }
  const total = values.parcel_area;
  if (!land || typeof total !== 'number') return divided;
  const deducted = typeof values.deducted_area === 'number' ? values.deducted_area : null;
  const [group] = splitParcel(
    {
      parcelSquareMeters: total,
      deductedSquareMeters: deducted ?? 0,
      classSquareMeters: Number(values.class_area ?? 0),
      geometrySquareMeters: areas.reduce((sum, area) => sum + area, 0),
    },
    [areas],
  ).groups;
  group!.members.forEach((piece, i) => {
    divided[i]!.parcel_area = piece.parcelSquareMeters;
    if (deducted !== null) divided[i]!.deducted_area = piece.deductedSquareMeters;
    divided[i]!.class_area = piece.classSquareMeters;
  });
  return divided;
}

/** 面积相加: the area columns of a merged feature, summed as whole hundredths. Null where none of them has one. */
export function summedValues(layer: LayerDefinition, all: readonly Properties[]): StoredValues {
  const sums: Record<string, number | null> = {};
  for (const { name, type } of layer.fields) {
    if (type !== 'area') continue;
    const given = all.map((values) => values[name]).filter((value) => typeof value === 'number');
    sums[name] =
      given.length === 0
        ? null
        : Number(given.reduce((sum, value) => sum + BigInt(Math.round(value * 100)), 0n)) / 100;
  }
  return sums;
}

/** 不同字段: columns by which parcels of land are told apart, and which differ: those cannot be merged. */
export function differingLandFields(layer: LayerDefinition, all: readonly Properties[]): string[] {
  if (!hasField(layer, 'class_area')) return [];
  return identity.filter(
    (name) => hasField(layer, name) && new Set(all.map((values) => values[name] ?? null)).size > 1,
  );
}

const identity = [
  'land_class',
  'land_class_scheme',
  'land_class_version',
  'ownership',
  'owner_code',
  'location_code',
  'deduction_rate',
  'slope_grade',
  'terrace_kind',
];

/** 续号: the number with a suffix that nobody has: 0012 → 0012-1. */
export function suffixed(label: string, taken: ReadonlySet<string>, length = 255): string {
  for (let n = 1; ; n += 1) {
    const suffix = `-${n}`;
    const number = `${label.slice(0, length - suffix.length)}${suffix}`;
    if (!taken.has(number)) return number;
  }
}
