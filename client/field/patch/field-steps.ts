import type { PatchState } from '#core/patches/reduce.ts';
import { type PatchStep, stepsFrom } from '#core/patches/steps.ts';

/** 外业流转: the steps that are the field's. */
export type FieldStep = Extract<PatchStep, 'start' | 'submit' | 'report-rectified'>;

const FIELD_STEPS: readonly FieldStep[] = ['start', 'submit', 'report-rectified'];

/** What the field may do next, the one that finishes its part last; empty: it is the office's turn, or a conflict's. */
export function fieldSteps({ state, withdrawn }: Pick<PatchState, 'state' | 'withdrawn'>): FieldStep[] {
  if (withdrawn) return [];
  const possible = stepsFrom(state);
  return FIELD_STEPS.filter((step) => possible.includes(step));
}

/** What stands against handing in, each with its own sentence. */
export type SubmitFault = 'photos' | 'judgement' | 'outline' | 'remaining';

/**
 * 提交条件: photographs can be excused by a typed reason; a judgement, an outline, and for a rectification what remains, cannot.
 * @param photosComplete null: there is no outline by which to judge them
 */
export function submitFaults(
  step: FieldStep,
  values: { readonly judgement: string; readonly remaining: string; readonly hasOutline: boolean },
  photosComplete: boolean | null,
  reason: string,
): SubmitFault[] {
  if (step === 'start') return [];
  const faults: SubmitFault[] = [];
  if (!values.hasOutline) faults.push('outline');
  if (step === 'submit' && values.judgement === '') faults.push('judgement');
  if (step === 'report-rectified' && values.remaining.trim() === '') faults.push('remaining');
  if (photosComplete !== true && reason.trim().length < 2) faults.push('photos');
  return faults;
}
