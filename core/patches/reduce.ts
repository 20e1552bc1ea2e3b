import { PATCH_FIELDS, type PatchField, type PatchValue, sameValue } from '#core/patches/fields.ts';
import type {
  FieldWrite,
  Instant,
  PatchOperation,
  PhotoFacts,
  StepOperation,
  Uuid,
} from '#core/patches/operation.ts';
import { PATCH_STATES, type PatchStateCode, stateAfter, stepRules } from '#core/patches/steps.ts';

/** What a patch was before its first operation: an imported one has values and a state, a flagged one nothing. */
export interface PatchBase {
  readonly values: { readonly [field in PatchField]?: PatchValue };
  readonly state: PatchStateCode;
}

/** One of the values that stand against each other. */
export interface Candidate {
  readonly operation: Uuid;
  readonly person: Uuid;
  readonly at: Instant;
  readonly value: PatchValue;
}

/** 待裁决: what the office must settle. Nothing of it is lost: every side is here. */
export type PatchConflict =
  | { readonly kind: 'field'; readonly field: PatchField; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'state'; readonly candidates: readonly Candidate[] }
  /** 不合流程: a step from a state that the patch was not in, or a judgement of one's own work. */
  | { readonly kind: 'void-step'; readonly why: VoidReason; readonly candidates: readonly Candidate[] }
  /** 作废之外的工作: work by people who had not seen the withdrawal, nor its maker theirs. */
  | { readonly kind: 'withdrawn-with-work'; readonly operations: readonly Uuid[] }
  /** 销号而有剩余: closed, while somebody reported that area remains. */
  | { readonly kind: 'closed-with-remaining'; readonly areaSquareMeters: number | null };

export type VoidReason = 'wrong-state' | 'own-work';

export interface PatchPhoto extends PhotoFacts {
  readonly operation: Uuid;
  readonly person: Uuid;
  readonly removed: { readonly operation: Uuid; readonly person: Uuid; readonly reason: string } | null;
}

export interface PatchPause {
  readonly operation: Uuid;
  readonly reason: string;
  readonly from: Instant;
  readonly until: Instant | null;
}

/** 图斑现状. */
export interface PatchState {
  readonly state: PatchStateCode;
  /** When it came into this state; null: as imported. */
  readonly stateSince: Instant | null;
  readonly values: { readonly [field in PatchField]?: PatchValue };
  /** What the next write of each field, and the next step (`state`), names as seen. */
  readonly heads: { readonly [field in PatchField | 'state']?: readonly Uuid[] };
  readonly conflicts: readonly PatchConflict[];
  readonly photos: readonly PatchPhoto[];
  readonly comments: readonly { operation: Uuid; person: Uuid; at: Instant; text: string }[];
  readonly pauses: readonly PatchPause[];
  readonly withdrawn: { readonly operation: Uuid; readonly person: Uuid; readonly reason: string } | null;
  readonly parents: readonly Uuid[];
}

/** Instant of an operation, corrected by what the device knew of the server's clock. */
export function instantOf({ madeAt, clockOffset }: Pick<PatchOperation, 'madeAt' | 'clockOffset'>): Instant {
  return madeAt + (clockOffset ?? 0);
}

/**
 * 归并: what a set of operations on one patch comes to. A function of the set alone: neither order nor repetition changes it, and an
 * operation whose forerunners have not arrived yet takes its place when they do. Of values in conflict the first-made is shown, of states
 * the least advanced, until the office settles it.
 */
export function reducePatch(base: PatchBase, operations: readonly PatchOperation[]): PatchState {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const sorted = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const course = courseOf(base.state, sorted);
  const values: { [field in PatchField]?: PatchValue } = { ...base.values };
  const heads: { [field in PatchField | 'state']?: readonly Uuid[] } = {};
  const conflicts: PatchConflict[] = [];

  const writes = writesByField(sorted, course);
  for (const field of PATCH_FIELDS) {
    const standing = headsOf(writes.get(field) ?? []);
    if (standing.length === 0) continue;
    heads[field] = standing.map(({ operation }) => operation.id);
    values[field] = standing[0]!.value;
    if (standing.some(({ value }) => !sameValue(value, standing[0]!.value))) {
      conflicts.push({
        kind: 'field',
        field,
        candidates: standing.map(({ operation, value }) => candidate(operation, value)),
      });
    }
  }

  const state = course.state;
  heads.state = [...course.heads, ...course.voids.map(({ operation }) => operation)].map(({ id }) => id);
  if (course.heads.some(({ step, from }) => stateAfter(step, from as PatchStateCode) !== state)) {
    conflicts.push({
      kind: 'state',
      candidates: course.heads.map((step) =>
        candidate(step, stateAfter(step.step, step.from as PatchStateCode)),
      ),
    });
  }
  for (const { operation, why } of course.voids) {
    conflicts.push({
      kind: 'void-step',
      why,
      candidates: [candidate(operation, stateAfter(operation.step, operation.from as PatchStateCode))],
    });
  }
  const remaining = headsOf(writes.get('remaining_area') ?? []).map(({ value }) => value);
  const open =
    state === 'closed' && !(values.remaining_area === 0 && remaining.every((value) => value === 0));
  if (open) {
    conflicts.push({
      kind: 'closed-with-remaining',
      areaSquareMeters: (remaining.find((value) => value !== 0) ?? null) as number | null,
    });
  }

  const withdrawn = withdrawalOf(sorted, conflicts);
  const since = course.heads.length > 0 ? Math.min(...course.heads.map(instantOf)) : null;
  const flag = sorted.find(({ kind }) => kind === 'flag');
  return {
    state: open ? 'awaiting-recheck' : state,
    stateSince: since ?? (flag ? instantOf(flag) : null),
    values,
    heads,
    conflicts,
    photos: photosOf(sorted),
    comments: sorted.flatMap((each) =>
      each.kind === 'comment'
        ? [{ operation: each.id, person: each.person, at: instantOf(each), text: each.text }]
        : [],
    ),
    pauses: pausesOf(sorted),
    withdrawn,
    parents: flag?.kind === 'flag' ? (flag.parents ?? []) : [],
  };
}

interface Standing {
  readonly operation: PatchOperation;
  readonly value: PatchValue;
  readonly seen: readonly Uuid[];
}

function writesByField(sorted: readonly PatchOperation[], course: Course): Map<PatchField, Standing[]> {
  const byField = new Map<PatchField, Standing[]>();
  for (const operation of sorted) {
    if (!('writes' in operation) || (operation.kind === 'step' && !course.valid.has(operation.id))) continue;
    for (const { field, value, seen } of operation.writes satisfies readonly FieldWrite[]) {
      const list = byField.get(field) ?? [];
      list.push({ operation, value, seen });
      byField.set(field, list);
    }
  }
  return byField;
}

/** Writes that no other had seen, first-made first. When everything names everything, which nobody honest does, all of them. */
function headsOf(writes: readonly Standing[]): readonly Standing[] {
  const superseded = new Set(
    writes.flatMap(({ operation, seen }) => seen.filter((id) => id !== operation.id)),
  );
  const standing = writes.filter(({ operation }) => !superseded.has(operation.id));
  return standing.length > 0 ? standing : writes;
}

interface Course {
  readonly state: PatchStateCode;
  readonly heads: readonly StepOperation[];
  readonly valid: ReadonlySet<Uuid>;
  readonly voids: readonly { operation: StepOperation; why: VoidReason }[];
}

/** The course of steps: which of them hold, where it stands, and which do not fit. A step waits for those it names. */
function courseOf(first: PatchStateCode, sorted: readonly PatchOperation[]): Course {
  const steps = new Map(sorted.filter((each) => each.kind === 'step').map((step) => [step.id, step]));
  const judged = new Map<Uuid, 'valid' | 'waiting' | VoidReason>();
  const judge = (step: StepOperation): 'valid' | 'waiting' | VoidReason => {
    const known = judged.get(step.id);
    if (known) return known;
    // Whoever names themselves in a circle waits for ever.
    judged.set(step.id, 'waiting');
    const seen = step.seen.map((id) => steps.get(id));
    const verdict = seen.some((other) => !other || judge(other) === 'waiting')
      ? 'waiting'
      : verdictOf(first, step, seen.filter((other) => judge(other!) === 'valid') as StepOperation[]);
    judged.set(step.id, verdict);
    return verdict;
  };
  for (const step of steps.values()) judge(step);
  const named = new Set(
    [...steps.values()].filter(({ id }) => judged.get(id) !== 'waiting').flatMap(({ seen }) => seen),
  );
  const valid = new Set([...steps.keys()].filter((id) => judged.get(id) === 'valid'));
  const supersededBy = new Set([...valid].flatMap((id) => steps.get(id)!.seen));
  const heads = [...steps.values()].filter(({ id }) => valid.has(id) && !supersededBy.has(id));
  const states = heads.map(({ step, from }) => stateAfter(step, from as PatchStateCode));
  return {
    state: PATCH_STATES.find((state) => states.includes(state)) ?? first,
    heads,
    valid,
    voids: [...steps.values()].flatMap((operation) => {
      const why = judged.get(operation.id)!;
      return why === 'valid' || why === 'waiting' || named.has(operation.id) ? [] : [{ operation, why }];
    }),
  };
}

function verdictOf(
  first: PatchStateCode,
  step: StepOperation,
  seen: readonly StepOperation[],
): 'valid' | VoidReason {
  const from = step.from as PatchStateCode;
  const possible = seen.map((other) => stateAfter(other.step, other.from as PatchStateCode));
  if (seen.length === 0) possible.push(first);
  // Closed with area remaining is shown as awaiting its re-check.
  if (possible.includes('closed')) possible.push('awaiting-recheck');
  if (!possible.includes(from) || !stepRules[step.step].from.includes(from)) return 'wrong-state';
  return stepRules[step.step].judges && seen.some(({ person }) => person === step.person)
    ? 'own-work'
    : 'valid';
}

function withdrawalOf(
  sorted: readonly PatchOperation[],
  conflicts: PatchConflict[],
): PatchState['withdrawn'] {
  const restored = new Set(sorted.flatMap((each) => (each.kind === 'restore' ? each.seen : [])));
  const standing = sorted.filter((each) => each.kind === 'withdraw').filter(({ id }) => !restored.has(id));
  const [shown] = standing;
  if (!shown) return null;
  const work = sorted.filter(({ kind }) => kind !== 'withdraw' && kind !== 'restore' && kind !== 'flag');
  const unseenBy = (seen: ReadonlySet<Uuid>) => work.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
  const unseen = standing.map(({ seen }) => unseenBy(new Set(seen))).sort((a, b) => a.length - b.length)[0]!;
  if (unseen.length > 0) conflicts.push({ kind: 'withdrawn-with-work', operations: unseen });
  return { operation: shown.id, person: shown.person, reason: shown.reason };
}

function photosOf(sorted: readonly PatchOperation[]): PatchPhoto[] {
  const removed = new Map(
    sorted.flatMap((each) =>
      each.kind === 'remove-photo'
        ? [[each.photo, { operation: each.id, person: each.person, reason: each.reason }] as const]
        : [],
    ),
  );
  return sorted.flatMap((each) =>
    each.kind === 'photo'
      ? [{ ...each.photo, operation: each.id, person: each.person, removed: removed.get(each.id) ?? null }]
      : [],
  );
}

function pausesOf(sorted: readonly PatchOperation[]): PatchPause[] {
  const ends = new Map<Uuid, Instant>();
  for (const each of sorted) {
    if (each.kind !== 'resume') continue;
    const at = instantOf(each);
    const known = ends.get(each.pause);
    if (known === undefined || at < known) ends.set(each.pause, at);
  }
  return sorted.flatMap((each) =>
    each.kind === 'pause'
      ? [{ operation: each.id, reason: each.reason, from: instantOf(each), until: ends.get(each.id) ?? null }]
      : [],
  );
}

function candidate(operation: PatchOperation, value: PatchValue): Candidate {
  return { operation: operation.id, person: operation.person, at: instantOf(operation), value };
}
