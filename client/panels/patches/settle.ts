import type { PatchConflictView, PatchEvent, PatchView } from '#core/contract/patches.ts';
import type { PatchField, PatchValue } from '#core/patches/fields.ts';
import { PATCH_STATES, type PatchStateCode, type PatchStep } from '#core/patches/steps.ts';
import { type OfficeAct, stepOf, writeOf } from './make-operation.ts';

/** Fields of free words: two values of one can both be kept, one after the other. */
const WORDS: readonly PatchField[] = ['location', 'description', 'note', 'project_name'];

/** One way to settle a conflict. `key` names its words on the screen; `side` is the candidate it follows. */
export interface Settlement {
  readonly key:
    | 'take'
    | 'both'
    | 'take-split'
    | 'keep-state'
    | 'keep-with-writes'
    | 'do-step'
    | 'restore'
    | 'withdraw-again'
    | 'nothing-remains'
    | 'send-back';
  readonly side?: number;
  readonly state?: PatchStateCode;
  readonly step?: PatchStep;
  /** A reason must be written by whoever settles. */
  readonly reason: boolean;
  readonly acts: (reason: string, newUid: () => string) => readonly OfficeAct[];
}

/**
 * 裁决办法 of a conflict, the plainest first. Each is one more operation that names what stood against each other: nothing
 * is taken away.
 *
 * @param mayAdd whether the person may make patches: an outline that is not taken can become one
 */
export function settlementsOf(
  patch: PatchView,
  conflict: PatchConflictView,
  mayAdd: boolean,
): readonly Settlement[] {
  switch (conflict.kind) {
    case 'field':
      return fieldSettlements(patch, conflict, mayAdd);
    case 'state':
      return statesOf(conflict.candidates.map(({ value }) => value)).map((state) => ({
        key: 'keep-state',
        state,
        reason: false,
        acts: (reason) => [stepOf(patch, 'settle', { from: state, reason })],
      }));
    case 'void-step':
      return voidSettlements(patch, conflict.candidates[0]?.operation);
    case 'withdrawn-with-work':
      return withdrawalSettlements(patch);
    case 'closed-with-remaining':
      return [
        {
          key: 'nothing-remains',
          reason: true,
          acts: (reason) => [
            {
              uid: patch.uid,
              kind: 'write',
              writes: [writeOf(patch, 'remaining_area', 0)],
              reason: reason.trim(),
            },
          ],
        },
        ...(patch.nextSteps.includes('return-rectification')
          ? [
              {
                key: 'send-back' as const,
                step: 'return-rectification' as const,
                reason: true,
                acts: (reason: string) => [stepOf(patch, 'return-rectification', { reason })],
              },
            ]
          : []),
      ];
  }
}

type FieldConflict = Extract<PatchConflictView, { kind: 'field' }>;

function fieldSettlements(
  patch: PatchView,
  { field, candidates }: FieldConflict,
  mayAdd: boolean,
): Settlement[] {
  const set = (value: PatchValue, reason: string): OfficeAct => ({
    uid: patch.uid,
    kind: 'write',
    // Also heads that arrived since the conflict was listed are named: they were shown beside it.
    writes: [{ field, value, seen: candidates.map(({ operation }) => operation) }],
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  });
  const settlements = candidates.map(
    ({ value }, side): Settlement => ({
      key: 'take',
      side,
      reason: false,
      acts: (reason) => [set(value as PatchValue, reason)],
    }),
  );
  if (WORDS.includes(field)) {
    settlements.push({
      key: 'both',
      reason: false,
      acts: (reason) => [set(joined(candidates.map(({ value }) => value)), reason)],
    });
  }
  if (field === 'outline' && mayAdd) {
    candidates.forEach((candidate, side) => {
      const others = candidates.filter((other) => other !== candidate);
      settlements.push({
        key: 'take-split',
        side,
        reason: false,
        acts: (reason, newUid) => [
          set(candidate.value as PatchValue, reason),
          ...others.map(({ value }) => newPatch(patch, value as PatchValue, newUid())),
        ],
      });
    });
  }
  return settlements;
}

/** Both texts, each once. */
export function joined(values: readonly unknown[]): string {
  const texts = values.flatMap((value) => (typeof value === 'string' && value.trim() ? [value.trim()] : []));
  return [...new Set(texts)].join('；');
}

/** 另立图斑: the other outline as a patch of its own in the same register. */
function newPatch(patch: PatchView, outline: PatchValue, uid: string): OfficeAct {
  return {
    uid,
    kind: 'flag',
    register: patch.register,
    writes: [
      { field: 'outline', value: outline, seen: [] },
      { field: 'patch_class', value: patch.patchClass, seen: [] },
      ...(patch.location ? [{ field: 'location' as const, value: patch.location, seen: [] }] : []),
      ...(patch.foundOn ? [{ field: 'found_on' as const, value: patch.foundOn, seen: [] }] : []),
      { field: 'note', value: `${patch.number}：界线裁决后另立`, seen: [] },
    ],
  };
}

function statesOf(values: readonly unknown[]): PatchStateCode[] {
  return PATCH_STATES.filter((state) => values.includes(state));
}

/** The event of an operation. */
export function eventOf(
  { events }: Pick<PatchView, 'events'>,
  operation: string | undefined,
): PatchEvent | null {
  return events.find((event) => event.operation === operation) ?? null;
}

function voidSettlements(patch: PatchView, operation: string | undefined): Settlement[] {
  const content = eventOf(patch, operation)?.content;
  const writes = content?.kind === 'step' ? content.writes : [];
  const step = content?.kind === 'step' ? content.step : null;
  const taken = writes.map(({ field, value }) => writeOf(patch, field, value as PatchValue));
  return [
    {
      key: 'keep-state',
      state: patch.state,
      reason: false,
      acts: (reason) => [stepOf(patch, 'settle', { reason })],
    },
    ...(taken.length > 0
      ? [
          {
            key: 'keep-with-writes' as const,
            state: patch.state,
            reason: false,
            acts: (reason: string) => [stepOf(patch, 'settle', { reason, writes: taken })],
          },
        ]
      : []),
    ...(step && step !== 'settle' && patch.nextSteps.includes(step)
      ? [
          {
            key: 'do-step' as const,
            step,
            reason: true,
            acts: (reason: string) => [stepOf(patch, step, { reason, writes: taken })],
          },
        ]
      : []),
  ];
}

function withdrawalSettlements(patch: PatchView): Settlement[] {
  const withdrawals = patch.events
    .filter(({ kind }) => kind === 'withdraw')
    .map(({ operation }) => operation);
  return [
    {
      key: 'restore',
      reason: true,
      acts: (reason) => [{ uid: patch.uid, kind: 'restore', reason: reason.trim(), seen: withdrawals }],
    },
    {
      key: 'withdraw-again',
      reason: true,
      acts: (reason) => [
        { uid: patch.uid, kind: 'withdraw', reason: reason.trim(), seen: [...patch.operations] },
      ],
    },
  ];
}
