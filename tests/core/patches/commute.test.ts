import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PATCH_FIELDS, sameValue } from '#core/patches/fields.ts';
import { type PatchOperation, uuidV7 } from '#core/patches/operation.ts';
import { type PatchBase, type PatchState, reducePatch } from '#core/patches/reduce.ts';
import { PATCH_STATES, PATCH_STEPS, stepRules } from '#core/patches/steps.ts';

const BASE: PatchBase = { state: 'to-dispatch', values: { note: '原样', remaining_area: 500 } };
const PATCH = idOf(1);

function idOf(n: number): string {
  return uuidV7(
    1_790_000_000_000 + n,
    Uint8Array.from({ length: 10 }, (_, i) => (n * 31 + i * 7) % 256),
  );
}

/** What somebody does: knowing all, some or nothing of what was done before them, or what nobody did. */
const acts = fc.array(
  fc.record({
    person: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom(
      'write',
      'write',
      'write',
      'step',
      'step',
      'photo',
      'remove-photo',
      'comment',
      'withdraw',
      'restore',
      'pause',
      'resume',
    ),
    field: fc.constantFrom('note', 'description', 'remaining_area', 'location'),
    value: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(null)),
    step: fc.constantFrom(...PATCH_STEPS),
    fits: fc.boolean(),
    from: fc.constantFrom(...PATCH_STATES),
    knows: fc.constantFrom('all', 'some', 'nothing', 'strange'),
    of: fc.nat(20),
  }),
  { minLength: 1, maxLength: 14 },
);
type Act = typeof acts extends fc.Arbitrary<(infer A)[]> ? A : never;

function operationsOf(list: readonly Act[]): PatchOperation[] {
  const made: PatchOperation[] = [];
  for (const [index, act] of list.entries()) {
    const known =
      act.knows === 'all' ? made : act.knows === 'some' ? made.filter((_, i) => (i + act.of) % 2 === 0) : [];
    const state = reducePatch(BASE, known);
    const seen = (field: 'state' | Act['field']) =>
      act.knows === 'strange' ? [idOf(900 + (act.of % 9))] : (state.heads[field] ?? []);
    const id = idOf(100 + index);
    const base = {
      ...{ form: 1, id, patch: PATCH, person: idOf(act.person + 2), device: idOf(9) },
      ...{ madeAt: 1_790_000_000_000 + index, clockOffset: null, app: '0.1.0' },
    } as const;
    const other = made[act.of % Math.max(1, made.length)]?.id ?? idOf(950);
    const write = { field: act.field, value: act.value, seen: seen(act.field) };
    made.push({ ...base, ...contentOf(act, write, state, seen('state'), known, other) } as PatchOperation);
  }
  return made;
}

function contentOf(
  act: Act,
  write: object,
  state: PatchState,
  seenSteps: readonly string[],
  known: readonly PatchOperation[],
  other: string,
): object {
  switch (act.kind) {
    case 'write':
      return { kind: 'write', writes: [write] };
    case 'step': {
      const fitting = PATCH_STEPS.filter((step) => stepRules[step].from.includes(state.state));
      const step = act.fits ? (fitting[act.of % Math.max(1, fitting.length)] ?? act.step) : act.step;
      const from = act.fits ? state.state : act.from;
      return {
        kind: 'step',
        step,
        from,
        seen: seenSteps,
        writes: act.of % 3 === 0 ? [write] : [],
        reason: '因',
      };
    }
    case 'photo':
      return { kind: 'photo', photo: { sha256: 'a'.repeat(64), byteCount: 1, role: 'near' } };
    case 'remove-photo':
      return { kind: 'remove-photo', photo: other, reason: '模糊' };
    case 'comment':
      return { kind: 'comment', text: `说 ${act.of}` };
    case 'pause':
      return { kind: 'pause', reason: '等人' };
    case 'resume':
      return { kind: 'resume', pause: other };
    case 'withdraw':
      return { kind: 'withdraw', reason: '误标', seen: known.map(({ id }) => id) };
    default:
      return {
        kind: 'restore',
        reason: '确有',
        seen: known.filter(({ kind }) => kind === 'withdraw').map(({ id }) => id),
      };
  }
}

describe('operations on one patch', () => {
  it('come to the same end whichever two of different people are swapped', () => {
    let swaps = 0;
    fc.assert(
      fc.property(acts, (list) => {
        const operations = operationsOf(list);
        const end = reducePatch(BASE, operations);
        for (let i = 0; i < operations.length; i += 1) {
          for (let j = i + 1; j < operations.length; j += 1) {
            if (operations[i]!.person === operations[j]!.person) continue;
            const swapped = [...operations];
            [swapped[i], swapped[j]] = [operations[j]!, operations[i]!];
            expect(reducePatch(BASE, swapped)).toEqual(end);
            swaps += 1;
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(swaps).toBeGreaterThan(1000);
  });

  it('come to the same end in any order, however often each comes', () => {
    fc.assert(
      fc.property(
        acts.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
        ),
        ([list, order]) => {
          const operations = operationsOf(list);
          const delivered = order.flatMap((index) => [operations[index]!, operations[order[0]!]!]);
          expect(reducePatch(BASE, delivered)).toEqual(reducePatch(BASE, operations));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keep every typed value: it stands, it is in a conflict, or somebody who had seen it put another in its place', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const operations = operationsOf(list);
        const state = reducePatch(BASE, operations);
        const writes = operations.filter((each) => each.kind === 'write');
        for (const field of PATCH_FIELDS) {
          for (const { id, writes: own } of writes) {
            const typed = own.find((write) => write.field === field);
            if (!typed) continue;
            const replaced = operations.some(
              (other) =>
                other.id !== id &&
                'writes' in other &&
                other.writes.some((write) => write.field === field && write.seen.includes(id)),
            );
            if (replaced) continue;
            const conflict = state.conflicts.find((each) => each.kind === 'field' && each.field === field);
            const stands = sameValue(state.values[field] ?? null, typed.value);
            const beside =
              conflict?.kind === 'field' &&
              conflict.candidates.some((side) => side.operation === id && sameValue(side.value, typed.value));
            expect(stands || beside, `${field} of ${id}`).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
