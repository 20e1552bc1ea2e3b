import { describe, expect, it } from 'vitest';
import type { PatchField, PatchValue } from '../../../core/patches/fields.ts';
import type { PatchOperation, Uuid } from '../../../core/patches/operation.ts';
import { type PatchBase, reducePatch } from '../../../core/patches/reduce.ts';
import type { PatchStep } from '../../../core/patches/steps.ts';

const FIELD = 'f0000000-0000-4000-8000-000000000000';
const OFFICE = '0f000000-0000-4000-8000-000000000000';
const base: PatchBase = { state: 'to-dispatch', values: { location: '村东' } };

let made = 0;
/** An operation made after all before it. */
function operation(kind: PatchOperation['kind'], person: Uuid, rest: object): PatchOperation {
  made += 1;
  const id = `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`;
  return {
    form: 1,
    kind,
    id,
    patch: '',
    person,
    device: '',
    madeAt: made,
    clockOffset: 0,
    app: '',
    ...rest,
  } as never;
}
const step = (
  name: PatchStep,
  from: string,
  person: Uuid,
  seen: readonly PatchOperation[],
  rest: object = {},
) => operation('step', person, { step: name, from, seen: seen.map(({ id }) => id), writes: [], ...rest });
const write = (person: Uuid, field: PatchField, value: PatchValue, seen: readonly PatchOperation[] = []) =>
  operation('write', person, { writes: [{ field, value, seen: seen.map(({ id }) => id) }] });

describe('the state of a patch', () => {
  it('is what it was before any operation', () => {
    expect(reducePatch(base, [])).toMatchObject({
      state: 'to-dispatch',
      values: { location: '村东' },
      conflicts: [],
    });
  });

  it('follows steps that follow one another', () => {
    const dispatch = step('dispatch', 'to-dispatch', OFFICE, []);
    const submit = step('submit', 'dispatched', FIELD, [dispatch]);
    expect(reducePatch(base, [submit, dispatch])).toMatchObject({
      state: 'awaiting-review',
      heads: { state: [submit.id] },
      conflicts: [],
    });
  });

  it('stays where it was while a step waits for one it had seen', () => {
    const dispatch = step('dispatch', 'to-dispatch', OFFICE, []);
    const submit = step('submit', 'dispatched', FIELD, [dispatch]);
    expect(reducePatch(base, [submit])).toMatchObject({ state: 'to-dispatch', conflicts: [] });
  });

  it('is the least advanced of two that had not seen each other, until somebody who had goes on from either', () => {
    const again = step('dispatch', 'to-dispatch', OFFICE, []);
    const submit = step('submit', 'to-dispatch', FIELD, []);
    const both = reducePatch(base, [again, submit]);
    expect(both.state).toBe('dispatched');
    expect(both.conflicts).toMatchObject([
      { kind: 'state', candidates: [{ value: 'dispatched' }, { value: 'awaiting-review' }] },
    ]);
    const settled = step('settle', 'awaiting-review', OFFICE, [again, submit]);
    expect(reducePatch(base, [again, submit, settled])).toMatchObject({
      state: 'awaiting-review',
      conflicts: [],
    });
  });

  it('is not moved by a step from a state it was not in, nor by judging one’s own work; both are shown', () => {
    const leap = step('close', 'awaiting-recheck', OFFICE, []);
    expect(reducePatch(base, [leap])).toMatchObject({
      state: 'to-dispatch',
      conflicts: [{ kind: 'void-step', why: 'wrong-state' }],
    });
    const submit = step('submit', 'to-dispatch', OFFICE, []);
    const own = step('require-rectification', 'awaiting-review', OFFICE, [submit]);
    expect(reducePatch(base, [submit, own])).toMatchObject({
      state: 'awaiting-review',
      conflicts: [{ kind: 'void-step', why: 'own-work' }],
    });
  });

  it('takes nothing of what a void step wrote', () => {
    const leap = step('close', 'awaiting-recheck', OFFICE, [], {
      writes: [{ field: 'remaining_area', value: 0, seen: [] }],
    });
    expect(reducePatch(base, [leap]).values.remaining_area).toBeUndefined();
  });

  it('is closed only when nobody says that area remains', () => {
    const submit = step('submit', 'to-dispatch', FIELD, []);
    const close = step('close', 'awaiting-review', OFFICE, [submit], {
      writes: [{ field: 'remaining_area', value: 0, seen: [] }],
    });
    expect(reducePatch(base, [submit, close])).toMatchObject({ state: 'closed', conflicts: [] });
    const remains = write(FIELD, 'remaining_area', 35.5);
    const late = reducePatch(base, [submit, close, remains]);
    expect(late.state).toBe('awaiting-recheck');
    expect(late.conflicts.map(({ kind }) => kind).sort()).toEqual(['closed-with-remaining', 'field']);
  });

  it('keeps every side of a field that two set without having seen each other, but not of one set alike', () => {
    const [mine, theirs] = [write(FIELD, 'location', '村北'), write(OFFICE, 'location', '村西')];
    expect(reducePatch(base, [theirs, mine])).toMatchObject({
      values: { location: '村北' },
      conflicts: [{ kind: 'field', field: 'location', candidates: [{ value: '村北' }, { value: '村西' }] }],
    });
    const alike = [write(FIELD, 'note', '停工'), write(OFFICE, 'note', '停工')];
    expect(reducePatch(base, alike).conflicts).toEqual([]);
  });

  it('does not bring back what was replaced through another operation', () => {
    const first = write(FIELD, 'note', '一');
    const second = write(FIELD, 'note', '二', [first]);
    const third = write(OFFICE, 'note', '三', [second]);
    expect(reducePatch(base, [third, first, second])).toMatchObject({
      values: { note: '三' },
      conflicts: [],
    });
  });

  it('keeps all sides when operations name each other in a circle, which nobody honest does', () => {
    const one = write(FIELD, 'note', '一');
    const other = write(OFFICE, 'note', '二', [one]);
    const circled = { ...one, writes: [{ field: 'note', value: '一', seen: [other.id] }] } as PatchOperation;
    expect(reducePatch(base, [circled, other]).conflicts).toHaveLength(1);
  });

  it('stays withdrawn when work comes from who had not known, and shows that work', () => {
    const flag = operation('flag', FIELD, { register: 'lead', writes: [] });
    const withdraw = operation('withdraw', FIELD, { reason: '误标', seen: [flag.id] });
    const late = write(OFFICE, 'note', '仍在施工');
    expect(reducePatch(base, [flag, withdraw, late])).toMatchObject({
      withdrawn: { reason: '误标' },
      conflicts: [{ kind: 'withdrawn-with-work', operations: [late.id] }],
    });
    const restore = operation('restore', OFFICE, { reason: '属实', seen: [withdraw.id] });
    expect(reducePatch(base, [flag, withdraw, late, restore])).toMatchObject({
      withdrawn: null,
      conflicts: [],
    });
  });

  it('ends a pause at the first end that names it', () => {
    const pause = operation('pause', OFFICE, { reason: '等待批复' });
    const [end, later] = [1, 2].map(() => operation('resume', OFFICE, { pause: pause.id }));
    expect(reducePatch(base, [later!, pause, end!]).pauses).toMatchObject([
      { from: pause.madeAt, until: end!.madeAt },
    ]);
  });
});
