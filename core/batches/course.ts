import type { BatchStatus, BatchStep } from '#core/contract/batches.ts';
import type { Action } from '#core/rights/rights.ts';

/** 办理: what a step needs and where it leads. */
export interface StepRule {
  /** Stages in which it is next. */
  readonly from: readonly BatchStatus[];
  readonly to: BatchStatus;
  /** Who: planners edit, the leader approves or returns. */
  readonly right: Extract<Action, 'edit_attributes' | 'approve'>;
  /** No check may block it, and the account must still be that of the land. */
  readonly checked: boolean;
}

/** What may be recorded by a person. */
export type RecordedStep = Exclude<BatchStep, 'planned'>;

/** 办理过程: planned → assembled → submitted → approved → carried out; back by `returned`, and from carried out by `undone`. */
export const courseRules: Readonly<Record<RecordedStep, StepRule>> = {
  assembled: { from: ['planned'], to: 'assembled', right: 'edit_attributes', checked: true },
  submitted: { from: ['assembled'], to: 'submitted', right: 'edit_attributes', checked: true },
  approved: { from: ['submitted'], to: 'approved', right: 'approve', checked: true },
  'carried-out': { from: ['approved'], to: 'carried-out', right: 'edit_attributes', checked: true },
  returned: {
    from: ['assembled', 'submitted', 'approved'],
    to: 'planned',
    right: 'approve',
    checked: false,
  },
  undone: { from: ['carried-out'], to: 'approved', right: 'edit_attributes', checked: false },
};

export const recordedSteps = Object.keys(courseRules) as RecordedStep[];

/** Stages in which pieces are stored and the ledger does not have them yet. */
export const openStages: readonly BatchStatus[] = ['assembled', 'submitted', 'approved'];

/**
 * 可办的步骤: whether a step is next. An account that is stale, or that a batch brought from elsewhere never had, is assembled anew; what was
 * submitted or approved on the old one is then submitted and approved again.
 */
export function isNext(step: RecordedStep, status: BatchStatus, renew: boolean): boolean {
  if (step === 'assembled' && renew && openStages.includes(status)) return true;
  return courseRules[step].from.includes(status);
}

/** Steps that lead on from a stage, for the words of a refusal. */
export function nextOf(status: BatchStatus, renew: boolean): RecordedStep[] {
  return recordedSteps.filter((step) => isNext(step, status, renew));
}
