import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatchConflictView, PatchView } from '#core/contract/patches.ts';
import type { PatchOperation } from '#core/patches/operation.ts';
import { type PatchBase, reducePatch } from '#core/patches/reduce.ts';
import { stepsFrom } from '#core/patches/steps.ts';
import {
  type Maker,
  makeOperation,
  type OfficeAct,
  stepOf,
  writeOf,
} from '../../../../client/panels/patches/make-operation.ts';
import { joined, settlementsOf } from '../../../../client/panels/patches/settle.ts';

const uid = '00000000-0000-7000-8000-00000000000a';
const base: PatchBase = { values: {}, state: 'to-dispatch' };
let clock = 1_700_000_000_000;

function makerOf(person: string): Maker {
  return {
    person: `00000000-0000-7000-8000-0000000000${person}`,
    device: uid,
    now: () => {
      clock += 1;
      return clock;
    },
    clockOffset: null,
    random: () => new Uint8Array(10).fill(clock % 256),
  };
}
const make = (person: string, act: OfficeAct) => makeOperation(act, makerOf(person)) as PatchOperation;

/** What the server would show of these operations. */
function viewOf(operations: readonly PatchOperation[]): PatchView {
  const state = reducePatch(base, operations);
  const person = (id: string) => ({ id, name: id });
  return {
    uid,
    number: 'BJ1',
    register: 'field-flag',
    patchClass: 'patrol',
    location: null,
    foundOn: null,
    state: state.state,
    heads: state.heads,
    values: state.values,
    operations: operations.map(({ id }) => id),
    conflictList: state.conflicts.map((conflict) =>
      'candidates' in conflict
        ? {
            ...conflict,
            candidates: conflict.candidates.map((each) => ({ ...each, person: person(each.person) })),
          }
        : conflict,
    ) as PatchConflictView[],
    events: operations.map((operation) => ({
      operation: operation.id,
      kind: operation.kind,
      step: operation.kind === 'step' ? operation.step : null,
      content: operation,
    })),
    nextSteps: stepsFrom(state.state),
  } as unknown as PatchView;
}

const flag = (): PatchOperation =>
  make('01', {
    uid,
    kind: 'flag',
    register: 'field-flag',
    writes: [{ field: 'note', value: '初见', seen: [] }],
  });

/** Settles everything by one chosen way each; what is left. */
function settled(operations: readonly PatchOperation[], way: number) {
  const view = viewOf(operations);
  const added: PatchOperation[] = [];
  for (const conflict of view.conflictList) {
    const ways = settlementsOf(view, conflict, true);
    const acts = ways[way % ways.length]!.acts('已核实', () => '00000000-0000-7000-8000-0000000000ff');
    added.push(...acts.map((act) => make('09', act)).filter(({ patch }) => patch === uid));
  }
  return reducePatch(base, [...operations, ...added]);
}

describe('settling what stands against each other', () => {
  it('ends every conflict of a field, whichever way is taken, and loses no operation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 5 }),
        fc.nat(9),
        (texts, way) => {
          const first = flag();
          const before = viewOf([first]);
          const writes = texts.map((text, i) =>
            make(`1${i}`, { uid, kind: 'write', writes: [writeOf(before, 'note', text)] }),
          );
          expect(settled([first, ...writes], way).conflicts).toEqual([]);
        },
      ),
    );
  });

  it('keeps both texts once each when both stay', () => {
    expect(joined(['东侧', '西侧', '东侧', ' '])).toBe('东侧；西侧');
  });

  it('makes the other outline a patch of its own only for who may make patches', () => {
    const square = (at: number) => ({
      type: 'MultiPolygon' as const,
      coordinates: [
        [
          [
            [at, 0],
            [at + 1, 0],
            [at + 1, 1],
            [at, 0],
          ],
        ],
      ],
    });
    const first = flag();
    const before = viewOf([first]);
    const both = [1, 2].map((at) =>
      make(`1${at}`, { uid, kind: 'write', writes: [writeOf(before, 'outline', square(at))] }),
    );
    const view = viewOf([first, ...both]);
    const conflict = view.conflictList[0]!;
    expect(settlementsOf(view, conflict, false).map(({ key }) => key)).toEqual(['take', 'take']);
    const split = settlementsOf(view, conflict, true).find(({ key }) => key === 'take-split')!;
    const acts = split.acts('', () => 'new');
    expect(acts.map(({ kind }) => kind)).toEqual(['write', 'flag']);
    expect(acts[1]).toMatchObject({ uid: 'new', register: 'field-flag' });
    expect(settled([first, ...both], 0).conflicts).toEqual([]);
  });

  it.each([0, 1, 2])('ends a step that does not fit, way %i', (way) => {
    const first = flag();
    const submit = make('01', stepOf(viewOf([first]), 'submit'));
    // Somebody judges their own work.
    const own = make('01', stepOf(viewOf([first, submit]), 'require-rectification'));
    const operations = [first, submit, own];
    expect(viewOf(operations).conflictList.map(({ kind }) => kind)).toEqual(['void-step']);
    expect(settled(operations, way).conflicts).toEqual([]);
  });

  it.each([0, 1])('ends states that were moved apart, way %i', (way) => {
    const first = flag();
    const before = viewOf([first]);
    const operations = [first, make('02', stepOf(before, 'start')), make('03', stepOf(before, 'submit'))];
    expect(viewOf(operations).conflictList.map(({ kind }) => kind)).toEqual(['state']);
    const after = settled(operations, way);
    expect(after.conflicts).toEqual([]);
    expect(after.state).toBe(way === 0 ? 'verifying' : 'awaiting-review');
  });

  it.each([0, 1])('ends a withdrawal that had not seen work, way %i', (way) => {
    const first = flag();
    const withdraw = make('02', { uid, kind: 'withdraw', reason: '重复', seen: [first.id] });
    const comment = make('03', { uid, kind: 'comment', text: '已到现场' });
    const operations = [first, withdraw, comment];
    expect(viewOf(operations).conflictList.map(({ kind }) => kind)).toEqual(['withdrawn-with-work']);
    const after = settled(operations, way);
    expect(after.conflicts).toEqual([]);
    expect(after.withdrawn === null).toBe(way === 0);
  });

  it.each([0, 1])('ends a closing with area remaining, way %i', (way) => {
    const operations: PatchOperation[] = [flag()];
    const then = (person: string, act: (view: PatchView) => OfficeAct) =>
      operations.push(make(person, act(viewOf(operations))));
    then('01', (view) => stepOf(view, 'submit'));
    then('02', (view) => stepOf(view, 'require-rectification'));
    then('01', (view) => stepOf(view, 'report-rectified', { writes: [writeOf(view, 'remaining_area', 12)] }));
    then('02', (view) => stepOf(view, 'close', { reason: '同意' }));
    expect(viewOf(operations).conflictList.map(({ kind }) => kind)).toEqual(['closed-with-remaining']);
    const after = settled(operations, way);
    expect(after.conflicts).toEqual([]);
    expect(after.state).toBe(way === 0 ? 'closed' : 'rectifying');
  });
});
