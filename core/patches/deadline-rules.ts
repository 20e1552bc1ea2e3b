import { type Dated, inForce, latest } from '#core/patches/dated.ts';
import type { RegisterKind } from '#core/patches/registers.ts';
import type { PatchStateCode } from '#core/patches/steps.ts';

/** 期限. Working days do not count the day on which the step began; hours are hours of the clock, day and night. */
export type TimeLimit = { readonly workingDays: number } | { readonly hours: number };

/** 告知对象, as data: whoever the patch is assigned to, holders of a role for its region, or field chiefs of a level of a code list. */
export type Recipient =
  | { readonly kind: 'assignee' }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'chief'; readonly codes: string; readonly level: string };

/** 催办: whom to tell when this many whole working days have passed since the deadline. 0: as soon as it is over. */
export interface Escalation {
  readonly afterDays: number;
  readonly tell: readonly Recipient[];
}

/** 办理期限 of a state: how long a patch may stay in it. */
export interface DeadlineRule extends Dated {
  readonly states: readonly PatchStateCode[];
  /** null: every register that has no rule of its own for the state. */
  readonly registers: readonly RegisterKind[] | null;
  readonly limit: TimeLimit;
  /** Yellow when this much, or less, is left; in the unit of the limit. */
  readonly yellow: number;
  /** A day that the office set for the patch (`due_on`) takes the place of the limit. */
  readonly byDate: boolean;
  readonly escalation: readonly Escalation[];
}

const chief = (level: string): Recipient => ({ kind: 'chief', codes: 'chief-level@tianjin', level });
const role = (id: string): Recipient => ({ kind: 'role', role: id });

const common = {
  from: '2020-07-03',
  until: null,
  registers: null,
  source: '本产品建议值，待单位确定',
  verified: false,
} as const;

const byField: readonly Escalation[] = [
  { afterDays: 0, tell: [{ kind: 'assignee' }, role('inspector')] },
  { afterDays: 3, tell: [role('leader'), chief('town')] },
  { afterDays: 10, tell: [chief('district')] },
];
const byOffice: readonly Escalation[] = [
  { afterDays: 0, tell: [role('inspector')] },
  { afterDays: 3, tell: [role('leader')] },
];

/** No published rule names days for each step; these are ours, until an office sets its own. */
export const ownDeadlineRules: readonly DeadlineRule[] = [
  {
    ...common,
    states: ['to-dispatch'],
    text: { zh: '收到后 2 个工作日内派发', en: 'Dispatched within 2 working days' },
    limit: { workingDays: 2 },
    yellow: 1,
    byDate: false,
    escalation: byOffice,
  },
  {
    ...common,
    states: ['dispatched'],
    text: { zh: '派发后 3 个工作日内开始核查', en: 'Verification begins within 3 working days of dispatch' },
    limit: { workingDays: 3 },
    yellow: 1,
    byDate: true,
    escalation: byField,
  },
  {
    ...common,
    states: ['verifying'],
    text: { zh: '开始核查后 5 个工作日内提交', en: 'Handed in within 5 working days of the start' },
    limit: { workingDays: 5 },
    yellow: 1,
    byDate: true,
    escalation: byField,
  },
  {
    ...common,
    states: ['returned'],
    text: { zh: '退回后 3 个工作日内重新提交', en: 'Handed in again within 3 working days of its return' },
    limit: { workingDays: 3 },
    yellow: 1,
    byDate: true,
    escalation: byField,
  },
  {
    ...common,
    states: ['awaiting-review', 'awaiting-recheck'],
    text: { zh: '提交后 3 个工作日内审核或复核', en: 'Reviewed within 3 working days' },
    limit: { workingDays: 3 },
    yellow: 1,
    byDate: false,
    escalation: byOffice,
  },
  {
    ...common,
    states: ['rectifying'],
    text: { zh: '30 个工作日内完成整改', en: 'Rectified within 30 working days' },
    limit: { workingDays: 30 },
    yellow: 5,
    byDate: true,
    escalation: byField,
  },
];

/** The rule of a state and register on an ISO day; one for the register goes before one for all. null: no time is set. */
export function deadlineRuleOn(
  rules: readonly DeadlineRule[],
  state: PatchStateCode,
  register: RegisterKind,
  day: string,
): DeadlineRule | null {
  const fitting = inForce(rules, day).filter(({ states }) => states.includes(state));
  return (
    latest(fitting.filter(({ registers }) => registers?.includes(register))) ??
    latest(fitting.filter(({ registers }) => registers === null))
  );
}
