import type { FieldStore } from '../store/field-store.ts';

const LOCK = 'gengjie-field-sync';
const LEASE = 'sync-lease';
const LEASE_MS = 60_000;

interface Lease {
  readonly owner: string;
  readonly until: number;
}

/**
 * 单独同步: one page of this phone at a time. By the browser's locks, which end with their page; on plain http, where there are none, by a lease in
 * the store that runs out. Two at a time would do no harm, only send twice.
 */
export function aloneOn(store: FieldStore, owner: string, locks: LockManager | undefined) {
  return async <T>(work: () => Promise<T>): Promise<T | 'busy'> => {
    if (locks) {
      const options = { ifAvailable: true } as const;
      return (await locks.request(LOCK, options, async (lock) => (lock ? await work() : 'busy'))) as
        | T
        | 'busy';
    }
    const take = async () => {
      let got = false;
      await store.changeKeep<Lease>(LEASE, (lease) => {
        got = !lease || lease.owner === owner || lease.until < Date.now();
        return got ? { owner, until: Date.now() + LEASE_MS } : undefined;
      });
      return got;
    };
    if (!(await take())) return 'busy';
    const renewing = setInterval(() => void take().catch(() => undefined), LEASE_MS / 3);
    try {
      return await work();
    } finally {
      clearInterval(renewing);
      await store
        .changeKeep<Lease>(LEASE, (lease) => (lease?.owner === owner ? { owner, until: 0 } : undefined))
        .catch(() => undefined);
    }
  };
}
