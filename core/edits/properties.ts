import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { PropertyValue } from '#core/contract/shared.ts';
import { invalidByFinding, invalidValue } from '#core/edits/problems.ts';
import { cellOf } from '#core/imports/cell.ts';
import { hasField } from '#core/imports/field-mapping.ts';
import { codeListOf } from '#core/vocabulary/lookup.ts';

/** Values of a feature by column. */
export type Properties = Readonly<Record<string, PropertyValue>>;

/** What a column takes. */
export type StoredValues = Readonly<Record<string, string | number | null>>;

/** Largest whole number of `integer` columns; areas and sums of money stay exact hundredths below the other. */
const largestInteger = 2_147_483_647;
const largestAmount = 1e13;

/**
 * 属性校验: the given properties as the layer's columns take them. Fields that are left out stay as they are, or take their default on a new
 * feature.
 *
 * @param current what the feature has now; null for a new one, of which every required field must be given
 * @throws Problem `invalid-value` that names the field: unknown, of another type, not in its list, too long, out of range, missing
 */
export function checkedProperties(
  layer: LayerDefinition,
  given: Properties,
  current: Properties | null,
): StoredValues {
  const fields = new Map(layer.fields.map((field) => [field.name, field]));
  for (const name of Object.keys(given)) {
    if (!fields.has(name)) throw unknownField(layer, name);
  }
  const land = landScheme(layer, { ...current, ...given });
  const values: Record<string, string | number | null> = {};
  for (const field of layer.fields) {
    const value = Object.hasOwn(given, field.name) ? given[field.name]! : undefined;
    if (value !== undefined) values[field.name] = checked(field, value, land);
    if (field.required && (value === undefined ? current === null : values[field.name] === null)) {
      throw invalidByFinding('field.required.missing', field, {});
    }
  }
  if ('land_class_scheme' in given || 'land_class_version' in given) recheckLand(layer, given, current, land);
  return values;
}

/** Names of the columns whose value differs from what the feature has. */
export function changedFields(values: StoredValues, current: Properties): string[] {
  return Object.keys(values).filter((name) => (current[name] ?? null) !== values[name]);
}

/** 可存文字: NUL and half characters cannot be stored, or not as they came. @throws Problem `invalid-value` */
export function checkedText(field: string, text: string): string {
  if (isBroken(text)) {
    throw invalidValue(field, {
      zh: '文字含有不能保存的字符',
      en: 'The text holds characters that cannot be stored',
    });
  }
  return text;
}

function checked(field: FieldDefinition, value: PropertyValue, land: string): string | number | null {
  if (value === null) return null;
  const shown = String(value).slice(0, 60);
  const wanted = typeOf(field);
  if (typeof value !== wanted) {
    if (wanted === 'number') throw invalidByFinding('field.number.unreadable', field, { value: shown });
    throw invalidValue(
      field.name,
      { zh: `${field.title.zh} 应为文字`, en: `${field.title.en} must be text` },
      shown,
    );
  }
  if (typeof value === 'string') {
    checkedText(field.name, value);
    if (field.type === 'date' && value !== '' && !/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(value)) {
      throw invalidByFinding('field.date.unreadable', field, { value: shown });
    }
  } else if (isOutOfRange(field, Number(value))) {
    throw invalidValue(
      field.name,
      {
        zh: `${field.title.zh} 的数值 ${shown} 超出范围`,
        en: `${field.title.en} ${shown} is out of range`,
      },
      shown,
    );
  }
  const cell = cellOf(field, value, land);
  if ('finding' in cell) throw invalidByFinding(cell.finding, field, { value: shown });
  return cell.value;
}

function typeOf({ type }: FieldDefinition): 'string' | 'number' {
  return type === 'text' || type === 'code' || type === 'date' ? 'string' : 'number';
}

function isOutOfRange({ type }: FieldDefinition, value: number): boolean {
  if (!Number.isFinite(value)) return true;
  if (type === 'integer') return Math.abs(value) > largestInteger;
  return (type === 'area' || type === 'money') && Math.abs(value) >= largestAmount;
}

function landScheme(layer: LayerDefinition, properties: Properties): string {
  if (!hasField(layer, 'land_class_scheme')) return '';
  const land = `${properties.land_class_scheme ?? 'sandiao'}@${properties.land_class_version ?? '2019'}`;
  if (codeListOf(land)) return land;
  throw invalidValue(
    'land_class_version',
    { zh: `没有分类标准“${land.slice(0, 60)}”`, en: `There is no classification “${land.slice(0, 60)}”` },
    properties.land_class_version,
  );
}

/** Another scheme gives the codes a feature already has another meaning, or none. */
function recheckLand(layer: LayerDefinition, given: Properties, current: Properties | null, land: string) {
  for (const field of layer.fields) {
    if (field.codes === '$land' && !(field.name in given))
      checked(field, current?.[field.name] ?? null, land);
  }
}

function unknownField(layer: LayerDefinition, name: string) {
  return invalidValue(name, {
    zh: `图层“${layer.title.zh}”没有字段“${name}”`,
    en: `Layer “${layer.title.en}” has no field “${name}”`,
  });
}

function isBroken(text: string): boolean {
  return text.includes('\0') || /\p{Surrogate}/u.test(text);
}
