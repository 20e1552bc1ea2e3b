import { countsPart } from './counts.ts';
import { discardPart } from './discard.ts';
import { type Guard, StoreHandle } from './handle.ts';
import { keepsPart } from './keeps.ts';
import { outboxPart } from './outbox.ts';
import { patchesPart } from './patches.ts';
import { photosPart } from './photos.ts';

/** 外业库 of one phone; tests open several under names of their own. */
export type FieldStore = ReturnType<typeof createFieldStore>;

export function createFieldStore(name?: string, guard?: Guard) {
  const handle = new StoreHandle(name, guard);
  return {
    ...keepsPart(handle),
    ...outboxPart(handle),
    ...photosPart(handle),
    ...patchesPart(handle),
    ...countsPart(handle),
    ...discardPart(handle),
    subscribe: handle.changes.subscribe.bind(handle.changes),
    close: () => handle.close(),
  };
}
