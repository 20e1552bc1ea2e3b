/** 图斑状态, from the first to the last; a conflict of states shows the least advanced. */
export const PATCH_STATES = [
  'to-dispatch',
  'dispatched',
  'returned',
  'verifying',
  'awaiting-review',
  'rectifying',
  'awaiting-recheck',
  'closed',
] as const;

export type PatchStateCode = (typeof PATCH_STATES)[number];

export const PATCH_STEPS = [
  'dispatch',
  'start',
  'submit',
  'return',
  'require-rectification',
  'report-rectified',
  'return-rectification',
  'close',
  'reopen',
  'settle',
] as const;

export type PatchStep = (typeof PATCH_STEPS)[number];

interface StepRule {
  readonly from: readonly PatchStateCode[];
  /** `same`: the state it starts from, chosen among those in conflict. */
  readonly to: PatchStateCode | 'same';
  /** Right on `patches` in the region that it needs. */
  readonly right: 'edit_attributes' | 'review';
  /** A reason must be written. */
  readonly reason: boolean;
  /** 复核他人: not by who did the step that it judges. */
  readonly judges: boolean;
}

/**
 * 流转规则: 待派发 → 已派发 → 核查中 → 待审核 → (退回) → 整改中 → 待复核 → 已销号. A finding that needs no rectification is closed from its
 * review.
 */
export const stepRules: Readonly<Record<PatchStep, StepRule>> = {
  dispatch: {
    from: ['to-dispatch', 'dispatched', 'returned'],
    to: 'dispatched',
    right: 'review',
    reason: false,
    judges: false,
  },
  start: {
    from: ['to-dispatch', 'dispatched', 'returned'],
    to: 'verifying',
    right: 'edit_attributes',
    reason: false,
    judges: false,
  },
  submit: {
    from: ['to-dispatch', 'dispatched', 'returned', 'verifying'],
    to: 'awaiting-review',
    right: 'edit_attributes',
    reason: false,
    judges: false,
  },
  return: { from: ['awaiting-review'], to: 'returned', right: 'review', reason: true, judges: true },
  'require-rectification': {
    from: ['awaiting-review'],
    to: 'rectifying',
    right: 'review',
    reason: false,
    judges: true,
  },
  'report-rectified': {
    from: ['rectifying'],
    to: 'awaiting-recheck',
    right: 'edit_attributes',
    reason: false,
    judges: false,
  },
  'return-rectification': {
    from: ['awaiting-recheck'],
    to: 'rectifying',
    right: 'review',
    reason: true,
    judges: true,
  },
  close: {
    from: ['awaiting-review', 'awaiting-recheck'],
    to: 'closed',
    right: 'review',
    reason: true,
    judges: true,
  },
  reopen: { from: ['closed'], to: 'verifying', right: 'review', reason: true, judges: false },
  settle: { from: PATCH_STATES, to: 'same', right: 'review', reason: false, judges: false },
};

/** The state after a step from a state. */
export function stateAfter(step: PatchStep, from: PatchStateCode): PatchStateCode {
  const { to } = stepRules[step];
  return to === 'same' ? from : to;
}

/** Steps that lead on from a state; settling is for conflicts only. */
export function stepsFrom(state: PatchStateCode): PatchStep[] {
  return PATCH_STEPS.filter((step) => step !== 'settle' && stepRules[step].from.includes(state));
}
