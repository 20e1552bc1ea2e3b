import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { PropertyValue } from '#core/contract/shared.ts';
import { decimalOf, decimalText, parseDecimal, scaledHalfUp } from '#core/geometry/decimal.ts';
import { areaText, roundHalfUp, squareMeters, squareMetersFrom } from '#core/geometry/units.ts';
import type { Unit } from '../../state/preferences.ts';

export type Properties = Readonly<Record<string, PropertyValue>>;

/** 表单文字: what stands in the boxes, by field; an empty box is an empty text. */
export type FormValues = Readonly<Record<string, string>>;

/** Why a box cannot be taken; a key under `edit.fault`. */
export type Fault =
  | 'required'
  | 'too-long'
  | 'not-a-number'
  | 'not-whole'
  | 'negative'
  | 'out-of-share'
  | 'not-a-date';

/** Unit in which an area is typed: floor area is always in square metres, land in the person's unit. */
export function typedUnit(field: FieldDefinition, unit: Unit): 'm2' | Unit {
  return field.unit ? 'm2' : unit;
}

/** Six decimals are 0.01 m² exactly, in hectares as in mu; zeros at the end say nothing. */
const AREA_DECIMALS = { m2: 2, ha: 6, mu: 6 } as const;

/** A value as it is typed: areas in their unit, shares in percent. */
export function formText(field: FieldDefinition, value: PropertyValue | undefined, unit: Unit): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return String(value);
  if (field.type === 'area') {
    const typed = typedUnit(field, unit);
    return withoutZeros(areaText(squareMeters(value), typed, AREA_DECIMALS[typed]));
  }
  if (field.type === 'ratio') return withoutZeros(scaledText(value, 100n, 1n, 8));
  return plainText(value);
}

export function formValues(layer: LayerDefinition, properties: Properties, unit: Unit): FormValues {
  return Object.fromEntries(
    layer.fields.map((field) => [field.name, formText(field, properties[field.name], unit)]),
  );
}

/** Reads one box. */
export function readField(
  field: FieldDefinition,
  typed: string,
  unit: Unit,
): { readonly value: PropertyValue } | { readonly fault: Fault } {
  const text = typed.trim();
  if (text === '') return field.required ? { fault: 'required' } : { value: null };
  switch (field.type) {
    case 'text':
    case 'code':
      return field.length !== undefined && [...text].length > field.length
        ? { fault: 'too-long' }
        : { value: text };
    case 'date':
      return isDay(text) ? { value: text } : { fault: 'not-a-date' };
    case 'integer':
      if (!isDecimal(text)) return { fault: 'not-a-number' };
      return Number.isSafeInteger(Number(text)) ? { value: Number(text) } : { fault: 'not-whole' };
    default:
      return isDecimal(text) ? readDecimal(field, text, unit) : { fault: 'not-a-number' };
  }
}

function readDecimal(
  field: FieldDefinition,
  text: string,
  unit: Unit,
): { readonly value: number } | { readonly fault: Fault } {
  const number = Number(text);
  if (field.type === 'ratio') {
    if (number < 0 || number > 100) return { fault: 'out-of-share' };
    const { units, scale } = parseDecimal(text);
    return { value: Number(decimalText(units, scale + 2)) };
  }
  if (field.type !== 'area') return { value: number };
  if (number < 0) return { fault: 'negative' };
  return { value: roundHalfUp(squareMetersFrom(text, typedUnit(field, unit)), 2) };
}

/**
 * Reads the whole form.
 *
 * @param withheld filled fields that are not shown: an empty box leaves them as they are
 * @returns what differs from `original` (boxes left as they were keep their value to the last digit), and what is wrong, by field
 */
export function readForm(
  layer: LayerDefinition,
  original: Properties,
  values: FormValues,
  unit: Unit,
  withheld: readonly string[] = [],
): { readonly changed: Properties; readonly faults: Readonly<Record<string, Fault>> } {
  const changed: Record<string, PropertyValue> = {};
  const faults: Record<string, Fault> = {};
  for (const field of layer.fields) {
    const before = original[field.name] ?? null;
    if (field.managed) continue;
    const typed = values[field.name] ?? '';
    const untouched = typed === formText(field, before, unit);
    if (untouched && (!field.required || typed !== '' || withheld.includes(field.name))) continue;
    const read = readField(field, typed, unit);
    if ('fault' in read) faults[field.name] = read.fault;
    else if (read.value !== before) changed[field.name] = read.value;
  }
  return { changed, faults };
}

/** 换单位: what was typed in one unit stands there in the other; what is no number stays as it is. */
export function inOtherUnit(layer: LayerDefinition, values: FormValues, from: Unit, to: Unit): FormValues {
  const converted = { ...values };
  for (const field of layer.fields) {
    const typed = values[field.name] ?? '';
    if (field.type !== 'area' || field.unit || !isDecimal(typed.trim())) continue;
    const read = readField(field, typed, from);
    if ('value' in read) converted[field.name] = formText(field, read.value, to);
  }
  return converted;
}

function isDecimal(text: string): boolean {
  return /^[+-]?\d{1,15}(\.\d{0,12})?$/.test(text);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // 2026-02-30 is read as 2 March by some engines.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function plainText(value: number): string {
  const { units, scale } = decimalOf(value);
  return decimalText(units, scale);
}

function scaledText(value: number, numerator: bigint, denominator: bigint, decimals: number): string {
  return decimalText(scaledHalfUp(decimalOf(value), decimals, numerator, denominator), decimals);
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
