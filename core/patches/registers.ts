import type { PatchOperation } from '#core/patches/operation.ts';
import type { Bilingual } from '#core/problem.ts';
import type { Code } from '#core/vocabulary/code-list.ts';
import { patchClass1 } from '#core/vocabulary/lists/patch-class-1.ts';
import { patchJudgement1 } from '#core/vocabulary/lists/patch-judgement-1.ts';
import { patchJudgementKind1 } from '#core/vocabulary/lists/patch-judgement-kind-1.ts';
import { patchReturnReason1 } from '#core/vocabulary/lists/patch-return-reason-1.ts';
import { patchUseDetail1 } from '#core/vocabulary/lists/patch-use-detail-1.ts';

/** Code of `patch-register@1`, as a patch carries it. */
export type RegisterCode = Extract<PatchOperation, { kind: 'flag' }>['register'];

/** 三本台账. A lead and a flag from the field stand in the third together. Counts and areas of two registers are never added. */
export type RegisterKind = 'house-building' | 'image-enforcement' | 'lead';

export const REGISTER_KINDS = ['house-building', 'image-enforcement', 'lead'] as const;

export interface Register {
  readonly kind: RegisterKind;
  readonly codes: readonly RegisterCode[];
  readonly title: Bilingual;
  /** 计数单位: `12 宗`. */
  readonly unit: Bilingual;
  /** Codes of `patch-class@1` that a patch of it may carry, as people list them. */
  readonly classes: readonly Code[];
  /** 核实认定意见: codes of `patch-judgement@1`. */
  readonly judgements: readonly Code[];
}

const ofGroup = (codes: readonly Code[], group: string) => codes.filter((code) => code.group === group);

function register(
  kind: RegisterKind,
  codes: readonly RegisterCode[],
  title: Bilingual,
  unit: Bilingual,
): Register {
  return {
    kind,
    codes,
    title,
    unit,
    classes: ofGroup(patchClass1.codes, kind),
    judgements: ofGroup(patchJudgement1.codes, kind),
  };
}

export const registers: Readonly<Record<RegisterKind, Register>> = {
  'house-building': register(
    'house-building',
    ['house-building'],
    { zh: '农村乱占耕地建房', en: 'House-building on farmland' },
    { zh: '宗', en: 'cases' },
  ),
  'image-enforcement': register(
    'image-enforcement',
    ['image-enforcement'],
    { zh: '土地卫片执法与变化图斑', en: 'Image enforcement and change patches' },
    { zh: '图斑', en: 'patches' },
  ),
  lead: register(
    'lead',
    ['lead', 'field-flag'],
    { zh: '疑似违法线索与实地标记', en: 'Leads and flags from the field' },
    { zh: '起', en: 'leads' },
  ),
};

/** Which of the three a patch stands in. */
export function registerOf(code: RegisterCode): Register {
  return registers[code === 'field-flag' ? 'lead' : code];
}

/** 本台账类别: whether a patch of a register may carry a class. One that came otherwise is told (`patch.class.of-other-register`), not lost. */
export function classFits(code: RegisterCode, patchClass: string): boolean {
  return registerOf(code).classes.some((each) => each.code === patchClass);
}

/** 认定分类 of a judgement (codes of `patch-judgement-kind@1`); empty: the judgement has none. */
export function judgementKinds(judgement: string): readonly Code[] {
  return ofGroup(patchJudgementKind1.codes, judgement);
}

/** 用途分类细化 of a kind of judgement, or of a class of the house-building register (codes of `patch-use-detail@1`). */
export function detailsOfUse(kindOrClass: string): readonly Code[] {
  return ofGroup(patchUseDetail1.codes, kindOrClass);
}

/** 退回原因 offered to who reviews: those of the register, then those of all. Another may always be written. */
export function returnReasons(code: RegisterCode): readonly Code[] {
  const { kind } = registerOf(code);
  return [
    ...ofGroup(patchReturnReason1.codes, kind),
    ...patchReturnReason1.codes.filter(({ group }) => group === undefined),
  ];
}

/** Why what was judged does not fit its register; empty: it does. An empty field fits: it is not yet filled in. */
export function judgementFaults(
  code: RegisterCode,
  values: {
    readonly judgement?: string | null;
    readonly judgement_kind?: string | null;
    readonly use_detail?: string | null;
    readonly patch_class?: string | null;
  },
): readonly ('judgement' | 'judgement_kind' | 'use_detail')[] {
  const has = (codes: readonly Code[], wanted: string) => codes.some((each) => each.code === wanted);
  const { judgement, judgement_kind: kind, use_detail: detail, patch_class: patchClass } = values;
  const faults: ('judgement' | 'judgement_kind' | 'use_detail')[] = [];
  if (judgement && !has(registerOf(code).judgements, judgement)) faults.push('judgement');
  if (kind && !has(judgementKinds(judgement ?? ''), kind)) faults.push('judgement_kind');
  if (detail && !has([...detailsOfUse(kind ?? ''), ...detailsOfUse(patchClass ?? '')], detail)) {
    faults.push('use_detail');
  }
  return faults;
}
