import { squareMetersFrom } from '#core/geometry/units.ts';
import type { FieldWrite } from '#core/patches/operation.ts';
import type { PatchState } from '#core/patches/reduce.ts';
import { detailsOfUse, judgementKinds, type RegisterCode, registerOf } from '#core/patches/registers.ts';
import type { Code } from '#core/vocabulary/code-list.ts';
import { muWords } from './words.ts';

/** 填报表 as it is typed: text, in the order in which it is asked. */
export const FORM_FIELDS = [
  'patch_class',
  'judgement',
  'judgement_kind',
  'use_detail',
  'location',
  'project_name',
  'project_party',
  'built_on',
  'description',
  'rectification',
  'remaining_area',
  'note',
] as const;

export type FormField = (typeof FORM_FIELDS)[number];
export type FormValues = { readonly [field in FormField]?: string };

/** The form as the patch has it: `remaining_area` in mu. */
export function formOf({ values }: Pick<PatchState, 'values'>): FormValues {
  const form: { [field in FormField]?: string } = {};
  for (const field of FORM_FIELDS) {
    const value = values[field];
    if (typeof value === 'string') form[field] = value;
    else if (typeof value === 'number')
      form[field] = field === 'remaining_area' ? muWords(value) : String(value);
  }
  return form;
}

/** What a field may be chosen from, given the others; empty: the field is not asked. */
export function choicesOf(register: RegisterCode, form: FormValues, field: FormField): readonly Code[] {
  if (field === 'patch_class') return registerOf(register).classes;
  if (field === 'judgement') return registerOf(register).judgements;
  if (field === 'judgement_kind') return judgementKinds(form.judgement ?? '');
  if (field !== 'use_detail') return [];
  return [...detailsOfUse(form.judgement_kind ?? ''), ...detailsOfUse(form.patch_class ?? '')];
}

/** Sets a field; what no longer fits under it is emptied. */
export function setField(
  register: RegisterCode,
  form: FormValues,
  field: FormField,
  value: string,
): FormValues {
  let next: FormValues = { ...form, [field]: value };
  for (const below of ['judgement_kind', 'use_detail'] as const) {
    const chosen = next[below];
    if (chosen && !choicesOf(register, next, below).some(({ code }) => code === chosen)) {
      next = { ...next, [below]: '' };
    }
  }
  return next;
}

export type FormFault = 'not-a-day' | 'not-an-area';

/** What cannot be stored as it is typed. */
export function faultsOf(form: FormValues, today: string): { readonly [field in FormField]?: FormFault } {
  const faults: { [field in FormField]?: FormFault } = {};
  const built = form.built_on?.trim();
  if (built && !(/^\d{4}-\d\d-\d\d$/.test(built) && built <= today)) faults.built_on = 'not-a-day';
  const area = form.remaining_area?.trim();
  if (area && remainingOf(area) === null) faults.remaining_area = 'not-an-area';
  return faults;
}

/** Square metres of what was typed in mu; null when it is no area. */
export function remainingOf(mu: string): number | null {
  const text = mu.trim();
  if (!/^\d{1,9}(\.\d{1,4})?$/.test(text)) return null;
  return Math.round(squareMetersFrom(text, 'mu') * 100) / 100;
}

/** 写入: only what differs from what is known, each naming what it replaces. What cannot be stored is left out. */
export function writesOf(state: Pick<PatchState, 'values' | 'heads'>, form: FormValues): FieldWrite[] {
  const before = formOf(state);
  return FORM_FIELDS.flatMap((field): FieldWrite[] => {
    const typed = form[field]?.trim() ?? '';
    if (form[field] === undefined || typed === (before[field] ?? '')) return [];
    const value = typed === '' ? null : field === 'remaining_area' ? remainingOf(typed) : typed;
    if (typed !== '' && value === null) return [];
    return [{ field, value, seen: state.heads[field] ?? [] }];
  });
}
