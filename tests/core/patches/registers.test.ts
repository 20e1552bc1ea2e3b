import { describe, expect, it } from 'vitest';
import {
  classFits,
  detailsOfUse,
  judgementFaults,
  judgementKinds,
  REGISTER_KINDS,
  registerOf,
  registers,
  returnReasons,
} from '#core/patches/registers.ts';
import { patchClass1 } from '#core/vocabulary/lists/patch-class-1.ts';
import { patchJudgement1 } from '#core/vocabulary/lists/patch-judgement-1.ts';
import { patchJudgementKind1 } from '#core/vocabulary/lists/patch-judgement-kind-1.ts';
import { patchRegister1 } from '#core/vocabulary/lists/patch-register-1.ts';
import { patchReturnReason1 } from '#core/vocabulary/lists/patch-return-reason-1.ts';
import { patchSource1 } from '#core/vocabulary/lists/patch-source-1.ts';
import { patchUseDetail1 } from '#core/vocabulary/lists/patch-use-detail-1.ts';

const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);

describe('the three registers', () => {
  it('hold every register code once', () => {
    const held = REGISTER_KINDS.flatMap((kind) => registers[kind].codes);
    expect(held.toSorted()).toEqual(codes(patchRegister1.codes).toSorted());
  });

  it('count cases, patches and leads, each in its own unit', () => {
    expect(REGISTER_KINDS.map((kind) => registers[kind].unit.zh)).toEqual(['宗', '图斑', '起']);
  });

  it('share no class and no judgement, and leave none of the lists out', () => {
    const classes = REGISTER_KINDS.flatMap((kind) => codes(registers[kind].classes));
    expect(classes).toEqual(codes(patchClass1.codes));
    expect(new Set(classes).size).toBe(classes.length);
    const judgements = REGISTER_KINDS.flatMap((kind) => codes(registers[kind].judgements));
    expect(judgements).toEqual(codes(patchJudgement1.codes));
  });

  it('keep the three classes of the house-building campaign as they were', () => {
    expect(codes(registers['house-building'].classes)).toEqual(['residential', 'public', 'industrial']);
    expect(classFits('house-building', 'residential')).toBe(true);
    expect(classFits('image-enforcement', 'residential')).toBe(false);
  });

  it('take a flag from the field as a lead, classed by where it came from', () => {
    expect(registerOf('field-flag')).toBe(registerOf('lead'));
    expect(classFits('field-flag', 'patrol')).toBe(true);
    for (const { code } of registers.lead.classes) expect(codes(patchSource1.codes)).toContain(code);
  });

  it('use class codes that the layer can store', () => {
    for (const { code } of patchClass1.codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

describe('judgements', () => {
  it('have the sub-classes of the enforcement form', () => {
    expect(judgementKinds('legal')).toHaveLength(4);
    expect(judgementKinds('other')).toHaveLength(18);
    expect(codes(judgementKinds('non-agricultural'))).toEqual([
      'industry-commerce',
      'public-welfare',
      'transport',
      'enclosed',
    ]);
    expect(judgementKinds('non-grain')).toEqual([]);
    expect(codes(detailsOfUse('transport'))).toEqual(['motorway-railway', 'trunk-road', 'local-road']);
    expect(detailsOfUse('enclosed')).toEqual([]);
  });

  it('have no code that nothing leads to', () => {
    const judgements = codes(patchJudgement1.codes);
    for (const { group } of patchJudgementKind1.codes) expect(judgements).toContain(group);
    const above = [...codes(patchJudgementKind1.codes), ...codes(patchClass1.codes)];
    for (const { group } of patchUseDetail1.codes) expect(above).toContain(group);
    for (const { group } of patchReturnReason1.codes) {
      if (group !== undefined) expect(REGISTER_KINDS).toContain(group);
    }
  });

  it('that fit have no fault, nor has what is not yet filled in', () => {
    expect(judgementFaults('image-enforcement', {})).toEqual([]);
    expect(judgementFaults('image-enforcement', { judgement: null, judgement_kind: '' })).toEqual([]);
    const values = { judgement: 'non-agricultural', judgement_kind: 'transport', use_detail: 'trunk-road' };
    expect(judgementFaults('image-enforcement', values)).toEqual([]);
    expect(
      judgementFaults('house-building', { patch_class: 'residential', use_detail: 'single-household' }),
    ).toEqual([]);
  });

  it('of another register, or kinds of another judgement, are faults', () => {
    expect(judgementFaults('house-building', { judgement: 'legal' })).toEqual(['judgement']);
    const values = { judgement: 'legal', judgement_kind: 'transport', use_detail: 'factory' };
    expect(judgementFaults('image-enforcement', values)).toEqual(['judgement_kind', 'use_detail']);
  });

  it('are returned for the reasons of their register, and for those of all', () => {
    expect(codes(returnReasons('house-building'))).toContain('front-photo');
    expect(codes(returnReasons('field-flag'))).toEqual([
      'photos-missing',
      'outline-unclear',
      'judgement-unsupported',
    ]);
  });
});
