import { describe, expect, it } from 'vitest';
import { fieldSteps, submitFaults } from '../../../client/field/patch/field-steps.ts';
import {
  choicesOf,
  faultsOf,
  formOf,
  remainingOf,
  setField,
  writesOf,
} from '../../../client/field/patch/form-values.ts';

const state = {
  values: { patch_class: 'industry-commerce', remaining_area: 1000, description: '厂房' },
  heads: { description: ['0198-a'] },
};

describe('the form of a patch', () => {
  it('shows an area in mu and writes it back in square metres', () => {
    expect(formOf(state).remaining_area).toBe('1.50');
    expect(remainingOf('1.5')).toBe(1000);
    expect(remainingOf('0')).toBe(0);
  });

  it('takes no area that is none', () => {
    for (const typed of ['-1', '1e3', 'abc', '1.23456', '1,5', '']) expect(remainingOf(typed)).toBeNull();
    expect(faultsOf({ remaining_area: '很多' }, '2026-11-23').remaining_area).toBe('not-an-area');
  });

  it('takes a day up to today', () => {
    expect(faultsOf({ built_on: '2026-11-24' }, '2026-11-23').built_on).toBe('not-a-day');
    expect(faultsOf({ built_on: '2026-11-23' }, '2026-11-23').built_on).toBeUndefined();
  });

  it('writes only what was changed, naming what it replaces', () => {
    expect(writesOf(state, { ...formOf(state) })).toEqual([]);
    expect(writesOf(state, { ...formOf(state), description: '仓库', judgement: 'legal' })).toEqual([
      { field: 'judgement', value: 'legal', seen: [] },
      { field: 'description', value: '仓库', seen: ['0198-a'] },
    ]);
  });

  it('empties a field with null, and leaves out what cannot be stored', () => {
    expect(writesOf(state, { description: ' ' })).toEqual([
      { field: 'description', value: null, seen: ['0198-a'] },
    ]);
    expect(writesOf(state, { remaining_area: '很多' })).toEqual([]);
  });

  it('asks for the kinds of the judgement and the details of the kind', () => {
    const form = { judgement: 'non-agricultural', judgement_kind: 'transport' };
    expect(choicesOf('image-enforcement', form, 'judgement_kind').map(({ code }) => code)).toContain(
      'transport',
    );
    expect(choicesOf('image-enforcement', form, 'use_detail').map(({ code }) => code)).toContain(
      'local-road',
    );
    expect(choicesOf('image-enforcement', { judgement: 'rural-road' }, 'judgement_kind')).toEqual([]);
  });

  it('empties what no longer fits under a new judgement', () => {
    const form = { judgement: 'non-agricultural', judgement_kind: 'transport', use_detail: 'local-road' };
    expect(setField('image-enforcement', form, 'judgement', 'legal')).toEqual({
      judgement: 'legal',
      judgement_kind: '',
      use_detail: '',
    });
  });
});

describe('steps of the field', () => {
  it('are begun, handed in and reported, and nothing while the office has it', () => {
    const of = (code: Parameters<typeof fieldSteps>[0]['state']) =>
      fieldSteps({ state: code, withdrawn: null });
    expect(of('dispatched')).toEqual(['start', 'submit']);
    expect(of('returned')).toEqual(['start', 'submit']);
    expect(of('verifying')).toEqual(['submit']);
    expect(of('rectifying')).toEqual(['report-rectified']);
    expect(of('awaiting-review')).toEqual([]);
    expect(of('closed')).toEqual([]);
  });

  it('want a judgement, an outline and photographs, of which a reason excuses the last only', () => {
    const bare = { judgement: '', remaining: '', hasOutline: false };
    const full = { judgement: 'legal', remaining: '', hasOutline: true };
    expect(submitFaults('submit', bare, null, '围挡')).toEqual(['outline', 'judgement']);
    expect(submitFaults('submit', full, false, '')).toEqual(['photos']);
    expect(submitFaults('submit', full, false, '围挡')).toEqual([]);
    expect(submitFaults('submit', full, true, '')).toEqual([]);
    expect(submitFaults('report-rectified', full, true, '')).toEqual(['remaining']);
    expect(submitFaults('start', bare, false, '')).toEqual([]);
  });
});
