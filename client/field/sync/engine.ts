import type { Uuid } from '#core/patches/operation.ts';
import type { FieldStore } from '../store/field-store.ts';
import { KEEP } from '../store/keys.ts';
import type { Settlement } from '../store/outbox.ts';
import { StoreProblem } from '../store/problems.ts';
import type { SendProblem } from '../store/schema.ts';
import { type Asking, askServer, type Hindrance, RunEnded } from './http.ts';
import { pullAll } from './pull.ts';
import { BATCH, batchOf, sendBatch } from './send-operations.ts';
import { sendPhotos } from './send-photos.ts';

export interface EngineDeps extends Asking {
  readonly store: FieldStore;
  /** Who works on this phone; null: nobody. */
  readonly person: () => Uuid | null;
  readonly device: () => Promise<Uuid>;
  readonly now: () => number;
  /** Runs alone among all pages of this phone; `busy` when another is at it. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T | 'busy'>;
  /** After every step, so that the counts on the screen follow. */
  readonly stepped?: () => void;
}

/** What a run came to. `done`: everything that could be sent has its receipt, and what changed was pulled. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'nobody' }
  | {
      readonly kind: 'ended';
      readonly hindrance: Hindrance | 'phone-storage';
      readonly problem: SendProblem | null;
    };

/**
 * 同步: operations, photographs, patrols, then what others did. It may be cut off at any point, as often as may be, and goes on from what is stored:
 * nothing is taken for sent but what has a receipt in the store, and nothing leaves the store by it.
 */
export async function runSync(deps: EngineDeps): Promise<Outcome> {
  const person = deps.person();
  if (!person) return { kind: 'nobody' };
  try {
    const result = await deps.alone(() => steps(deps, person));
    return result === 'busy' ? { kind: 'busy' } : { kind: 'done' };
  } catch (error) {
    if (error instanceof RunEnded)
      return { kind: 'ended', hindrance: error.hindrance, problem: error.problem };
    if (error instanceof StoreProblem)
      return { kind: 'ended', hindrance: 'phone-storage', problem: { ...error.body } };
    throw error;
  }
}

async function steps(deps: EngineDeps, person: Uuid): Promise<'ran'> {
  await checkSession(deps, person);
  const sending = { device: await deps.device() };
  const left = [
    ...(await sendOperations(deps, person, sending)),
    ...(await sendPhotos(deps, person)),
    ...(await sendPatrols(deps, person, sending)),
  ];
  await pullAll(deps, person);
  // Not everything has an answer: whoever is told that all was sent must be told the truth.
  if (left.length > 0) throw new RunEnded('server-fault', left[0]!);
  await deps.store.writeKeep(KEEP.lastSync(person), deps.now());
  deps.stepped?.();
  return 'ran';
}

/** Work goes out under its maker's name: whoever else is signed in sends nothing of theirs. */
async function checkSession(deps: EngineDeps, person: Uuid): Promise<void> {
  const session = (await askServer(deps, '/api/session', { timeoutMs: 15_000, tries: 2 })) as {
    step?: unknown;
    person?: { id?: unknown } | null;
  };
  if (session?.step === undefined) throw new RunEnded('offline');
  if (session.step !== 'signed-in' || session.person?.id !== person) throw new RunEnded('sign-in');
}

async function sendOperations(
  deps: EngineDeps,
  person: Uuid,
  sending: { readonly device: Uuid },
): Promise<SendProblem[]> {
  const { store } = deps;
  const left: SendProblem[] = [];
  const asked = new Set<Uuid>();
  // Those that wait for their patch are asked about once more: it may have come, or they may be refused now.
  for (const state of ['queued', 'waiting'] as const) {
    // What is recorded meanwhile goes with the next round.
    for (let open = await unasked(); open.length > 0; open = await unasked()) {
      for (let from = 0; from < open.length; ) {
        const batch = batchOf(open.slice(from, from + BATCH));
        from += batch.length;
        for (const { id } of batch) asked.add(id);
        const sentAt = deps.now();
        const { settlements, serverNow } = await sendBatch(deps, 'operations', batch, sending);
        await store.settleOperations(settlements, deps.now());
        left.push(...unanswered(settlements));
        if (serverNow !== null) await learnClock(deps, sentAt, serverNow);
        deps.stepped?.();
      }
    }
    async function unasked() {
      const rows = await store.operationsOf(person, state);
      return rows.filter(({ id }) => !asked.has(id)).map(({ id, operation }) => ({ id, content: operation }));
    }
  }
  return left;
}

async function sendPatrols(
  deps: EngineDeps,
  person: Uuid,
  sending: { readonly device: Uuid },
): Promise<SendProblem[]> {
  const left: SendProblem[] = [];
  for (const { id, patrol } of await deps.store.patrolsOf(person, 'queued')) {
    const { settlements } = await sendBatch(deps, 'patrols', [{ id, content: patrol }], sending);
    await deps.store.settlePatrols(settlements, deps.now());
    left.push(...unanswered(settlements));
    deps.stepped?.();
  }
  return left;
}

/** Those that the server neither took nor refused. */
function unanswered(settlements: readonly Settlement[]): SendProblem[] {
  return settlements.flatMap(({ state, problem }) => (state === 'queued' && problem ? [problem] : []));
}

const SLOW_MS = 10_000;

/** 校时 by the middle of a round trip; a slow one says too little. */
export async function learnClock(deps: EngineDeps, sentAt: number, serverNow: number): Promise<void> {
  const gotAt = deps.now();
  if (gotAt < sentAt || gotAt - sentAt > SLOW_MS) return;
  const offset = Math.round(serverNow - (sentAt + gotAt) / 2);
  await deps.store.changeKeep<number>(KEEP.clockOffset, (before) =>
    before !== undefined && Math.abs(before - offset) < 1000 ? undefined : offset,
  );
}
