import type { FieldDefinition } from '#core/catalog/types.ts';
import type { AttributeValue } from '#core/formats/types.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { type CodeList, isAssignable } from '#core/vocabulary/code-list.ts';
import { codeListOf } from '#core/vocabulary/lookup.ts';

/** A value as its column takes it, or the code of the finding that says why it does not fit. */
export type Cell = { readonly value: string | number | null } | { readonly finding: string };

/** `scheme@version` of the land classes of a row, for columns whose list is `$land`. */
export type LandScheme = string;

/** 取值: one value of a file as the column's type. Blank text is null; nothing is guessed beyond what is lossless. */
export function cellOf(field: FieldDefinition, raw: AttributeValue, land: LandScheme): Cell {
  const text = raw === null ? '' : String(raw).trim();
  if (text === '') return { value: null };
  if (text.includes('\uFFFD')) return { finding: 'field.text.broken' };
  switch (field.type) {
    case 'code':
      return codeCell(field, text, typeof raw === 'number', land);
    case 'date':
      return dateCell(text);
    case 'text':
      return field.length !== undefined && [...text].length > field.length
        ? { finding: 'field.text.too-long' }
        : { value: text };
    default:
      return numberCell(field, typeof raw === 'number' ? raw : text);
  }
}

function numberCell(field: FieldDefinition, raw: number | string): Cell {
  const value = typeof raw === 'number' ? raw : Number(raw.replaceAll(/[,，]/g, ''));
  if (!Number.isFinite(value)) return { finding: 'field.number.unreadable' };
  if (field.type === 'integer' && !Number.isInteger(value)) return { finding: 'field.number.not-whole' };
  if (field.type === 'area') {
    return value < 0 ? { finding: 'field.number.negative' } : { value: roundHalfUp(value, 2) };
  }
  if (field.type === 'ratio') {
    return value < 0 || value > 1 ? { finding: 'field.ratio.range' } : { value: roundHalfUp(value, 4) };
  }
  return { value: field.type === 'money' ? roundHalfUp(value, 2) : value };
}

/** A code of the list, or a name of it; a code that a table keeps as a number gets its leading zero back. */
function codeCell(field: FieldDefinition, text: string, numeric: boolean, land: LandScheme): Cell {
  const list = codeListOf(field.codes === '$land' ? land : (field.codes ?? ''));
  if (list === undefined || isAssignable(list, text)) return { value: text };
  if (numeric && isAssignable(list, text.padStart(4, '0'))) return { value: text.padStart(4, '0') };
  const upper = text.toUpperCase();
  if (isAssignable(list, upper)) return { value: upper };
  const code = codeNamed(list, text);
  return code === undefined ? { finding: 'field.code.unknown' } : { value: code };
}

function codeNamed(list: CodeList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return list.codes.find(({ zh, en, heading }) => !heading && (zh === name || en.toLowerCase() === wanted))
    ?.code;
}

/** `2026-11-22`, `20261122`, `2026/11/22`, `2026年11月22日`, with or without a time behind. */
function dateCell(text: string): Cell {
  const match =
    /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!match) return { finding: 'field.date.unreadable' };
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return { finding: 'field.date.unreadable' };
  }
  return { value: `${match[1]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
