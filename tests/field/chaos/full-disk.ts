/** Phones whose storage is full, by the name of their store. */
const full = new Map<string, number>();

/** From the n-th value on, nothing more goes into this phone, until {@link makeRoom}. */
export function fillDisk(name: string, after: number): void {
  full.set(name, after);
}

export function makeRoom(name: string): void {
  full.delete(name);
}

for (const method of ['put', 'add'] as const) {
  const real = IDBObjectStore.prototype[method];
  IDBObjectStore.prototype[method] = function (this: IDBObjectStore, ...given: [unknown, IDBValidKey?]) {
    const { name } = this.transaction.db;
    const left = full.get(name);
    if (left !== undefined) {
      if (left <= 0) throw new DOMException('the quota has been exceeded', 'QuotaExceededError');
      full.set(name, left - 1);
    }
    return real.apply(this, given);
  };
}
