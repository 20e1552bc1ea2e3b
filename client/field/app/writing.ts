/*
 * 写入中: while anything of the person's work is being written, no page of the field app may be replaced by a newer version. Locks reach across the
 * pages of one phone; where there are none (plain http) no service worker replaces anything either, and one page counts its own.
 */
const LOCK = 'gengjie-field-writing';

let writing = 0;
let waiting: (() => void)[] = [];

/** Runs a piece of work that must not be interrupted by an update: storing a record, a photograph, or sending them. */
export async function whileWriting<T>(work: () => Promise<T>): Promise<T> {
  writing += 1;
  try {
    return navigator.locks ? await navigator.locks.request(LOCK, { mode: 'shared' }, work) : await work();
  } finally {
    writing -= 1;
    if (writing === 0) {
      for (const go of waiting) go();
      waiting = [];
    }
  }
}

/** Runs when nothing is being written on any page, and keeps new writing waiting until it ends. */
export async function whenNothingIsWritten(run: () => Promise<void> | void): Promise<void> {
  if (navigator.locks) {
    await navigator.locks.request(LOCK, { mode: 'exclusive' }, run);
    return;
  }
  if (writing > 0) await new Promise<void>((resolve) => waiting.push(resolve));
  await run();
}
