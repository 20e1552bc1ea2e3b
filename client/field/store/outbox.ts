import type { Patrol, Receipt } from '#core/contract/patch-operations.ts';
import type { PatchOperation, Uuid } from '#core/patches/operation.ts';
import type { StoreHandle, Writing } from './handle.ts';
import { KEEP, under } from './keys.ts';
import { StoreProblem } from './problems.ts';
import type { OutboxOperation, OutboxPatrol, SendProblem, SendState } from './schema.ts';

/** What became of an operation or patrol that was sent. */
export interface Settlement {
  readonly id: Uuid;
  readonly state: SendState;
  readonly receipt: Receipt | null;
  readonly problem: SendProblem | null;
}

const fresh = (recordedAt: number) =>
  ({
    state: 'queued',
    tries: 0,
    problem: null,
    recordedAt,
    confirmedAt: null,
    exportedAt: null,
    receipt: null,
  }) as const;

/** Puts operations under a transaction; one that is here already must be the same. Returns whether anything is new. */
export async function putOperations(
  tx: Writing,
  operations: readonly PatchOperation[],
  now: number,
): Promise<void> {
  const keep = tx.objectStore('keep');
  const store = tx.objectStore('operations');
  let order = ((await keep.get(KEEP.order)) as number | undefined) ?? 0;
  for (const operation of operations) {
    const before = await store.get(operation.id);
    if (before) {
      if (!sameContent(before.operation, operation)) throw new StoreProblem('operation-changed');
      continue;
    }
    order += 1;
    const { id, person, patch } = operation;
    await store.add({ id, person, patch, order, operation, open: 1, ...fresh(now) });
  }
  await keep.put(order, KEEP.order);
}

export function sameContent(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** 待传: operations and patrols, stored before anything says that they are. */
export function outboxPart(handle: StoreHandle) {
  return {
    /**
     * 保存操作: resolves when they were written to the disk and read back from it, all of them or none.
     *
     * @throws StoreProblem when this phone could not store them: then nothing of them is here
     */
    async recordOperations(operations: readonly PatchOperation[], now = Date.now()): Promise<void> {
      await handle.write(['operations', 'keep'], (tx) => putOperations(tx, operations, now));
      await readBack(handle, operations);
      handle.changes.tell('operations');
    },

    operation: (id: Uuid) => handle.read(['operations'], (tx) => tx.objectStore('operations').get(id)),

    /** All of a person's, oldest first. */
    async operationsOf(person: Uuid, state?: SendState): Promise<OutboxOperation[]> {
      const rows = await handle.read(['operations'], (tx) =>
        tx
          .objectStore('operations')
          .index('by-state')
          .getAll(state ? only(person, state) : under(person)),
      );
      return rows.sort((a, b) => a.order - b.order);
    },

    async operationsOfPatch(person: Uuid, patch: Uuid): Promise<OutboxOperation[]> {
      const rows = await handle.read(['operations'], (tx) =>
        tx
          .objectStore('operations')
          .index('by-patch')
          .getAll(IDBKeyRange.only([person, patch])),
      );
      return rows.sort((a, b) => a.order - b.order);
    },

    /** What the server said, or what stood in the way. A confirmed one never becomes anything else. */
    async settleOperations(settlements: readonly Settlement[], now = Date.now()): Promise<void> {
      if (settlements.length === 0) return;
      await handle.write(['operations'], async (tx) => {
        const store = tx.objectStore('operations');
        for (const settlement of settlements) {
          const before = await store.get(settlement.id);
          if (before) await store.put(settled(before, settlement, now));
        }
      });
      handle.changes.tell('operations');
    },

    /** 重试: what was refused is sent again. */
    async retryOperations(ids: readonly Uuid[]): Promise<void> {
      await handle.write(['operations'], async (tx) => {
        const store = tx.objectStore('operations');
        for (const id of ids) {
          const before = await store.get(id);
          if (before?.state === 'refused') await store.put({ ...before, state: 'queued', problem: null });
        }
      });
      handle.changes.tell('operations');
    },

    async markExported(ids: readonly Uuid[], patrols: readonly Uuid[], now = Date.now()): Promise<void> {
      await handle.write(['operations', 'patrols'], async (tx) => {
        for (const [name, list] of [
          ['operations', ids],
          ['patrols', patrols],
        ] as const) {
          const store = tx.objectStore(name);
          for (const id of list) {
            const before = await store.get(id);
            if (before) await store.put({ ...before, exportedAt: now } as never);
          }
        }
      });
      handle.changes.tell('operations');
    },

    /** 保存巡查. @throws StoreProblem */
    async recordPatrol(patrol: Patrol, now = Date.now()): Promise<void> {
      await handle.write(['patrols'], async (tx) => {
        const store = tx.objectStore('patrols');
        const before = await store.get(patrol.id);
        if (before && !sameContent(before.patrol, patrol)) throw new StoreProblem('operation-changed');
        if (!before) await store.add({ id: patrol.id, person: patrol.person, patrol, ...fresh(now) });
      });
      const kept = await handle.read(['patrols'], (tx) => tx.objectStore('patrols').get(patrol.id));
      if (!sameContent(kept?.patrol, patrol)) throw new StoreProblem('not-read-back');
      handle.changes.tell('patrols');
    },

    async patrolsOf(person: Uuid, state?: SendState): Promise<OutboxPatrol[]> {
      const rows = await handle.read(['patrols'], (tx) =>
        tx
          .objectStore('patrols')
          .index('by-state')
          .getAll(state ? only(person, state) : under(person)),
      );
      return rows.sort((a, b) => a.recordedAt - b.recordedAt);
    },

    async settlePatrols(settlements: readonly Settlement[], now = Date.now()): Promise<void> {
      if (settlements.length === 0) return;
      await handle.write(['patrols'], async (tx) => {
        const store = tx.objectStore('patrols');
        for (const settlement of settlements) {
          const before = await store.get(settlement.id);
          if (before) await store.put(settled(before, settlement, now));
        }
      });
      handle.changes.tell('patrols');
    },

    async retryPatrols(ids: readonly Uuid[]): Promise<void> {
      await handle.write(['patrols'], async (tx) => {
        const store = tx.objectStore('patrols');
        for (const id of ids) {
          const before = await store.get(id);
          if (before?.state === 'refused') await store.put({ ...before, state: 'queued', problem: null });
        }
      });
      handle.changes.tell('patrols');
    },
  };
}

export function only(person: Uuid, state: SendState): IDBKeyRange {
  return IDBKeyRange.only([person, state]);
}

function settled<T extends OutboxOperation | OutboxPatrol>(
  before: T,
  { state, receipt, problem }: Settlement,
  now: number,
): T {
  if (before.state === 'confirmed') return before;
  const answered = receipt !== null;
  return {
    ...before,
    state,
    problem,
    receipt: receipt ?? before.receipt,
    tries: answered ? before.tries : before.tries + 1,
    confirmedAt: state === 'confirmed' ? now : null,
  };
}

async function readBack(handle: StoreHandle, operations: readonly PatchOperation[]): Promise<void> {
  await handle.read(['operations'], async (tx) => {
    const kept = await Promise.all(operations.map(({ id }) => tx.objectStore('operations').get(id)));
    for (const [index, operation] of operations.entries()) {
      if (!sameContent(kept[index]?.operation, operation)) throw new StoreProblem('not-read-back');
    }
  });
}
