import type { Patrol } from '#core/contract/patch-operations.ts';
import type { OperationKind, PatchOperation, Uuid } from '#core/patches/operation.ts';
import { useFieldSession } from '../app/session.ts';
import { usePosition } from '../position/position.ts';
import * as store from '../store/db.ts';
import { makeOperation as make, makerOf, newId } from '../store/make-operation.ts';

export { recordOperations, recordPatrol, recordPhoto } from '../store/db.ts';

/*
 * 本机作业库 for the person who works here: the store's own functions, with who, where and with what already said.
 */

type Of<K extends OperationKind> = Extract<PatchOperation, { kind: K }>;
type Content<K extends OperationKind> = { readonly patch: Uuid } & Omit<
  Of<K>,
  'form' | 'id' | 'kind' | 'patch' | 'person' | 'device' | 'madeAt' | 'clockOffset' | 'app' | 'fix'
>;

/** Who works here; nobody reaches these screens without having signed in once. */
export function personHere(): { readonly id: Uuid; readonly name: string } {
  const { person } = useFieldSession.getState();
  if (!person) throw new Error('nobody has signed in');
  return person;
}

/** 一条操作, with where the person stands when that is known well enough to say. */
export async function makeOperation<K extends OperationKind>(
  kind: K,
  { patch, ...rest }: Content<K>,
): Promise<Of<K>> {
  const { fix, worth } = usePosition.getState();
  const maker = await makerOf(store.fieldStore, personHere().id);
  const stand = fix && worth !== 'unusable' ? { fix } : {};
  return make(maker, kind, patch, { ...stand, ...rest } as never);
}

export function newUuid(): Uuid {
  return newId({ now: Date.now, random: (count) => crypto.getRandomValues(new Uint8Array(count)) });
}

/** What a patrol says of its maker. */
export async function deviceFacts(): Promise<Pick<Patrol, 'person' | 'device' | 'app' | 'clockOffset'>> {
  const { person, device, app, clockOffset } = await makerOf(store.fieldStore, personHere().id);
  return { person, device, app, clockOffset };
}

export function saveDraft(name: string, value: unknown): Promise<void> {
  return store.saveDraft(personHere().id, name, value);
}

/** null when there is none. */
export async function loadDraft<T>(name: string): Promise<T | null> {
  const draft = await store.loadDraft(personHere().id, name);
  return (draft?.value as T | undefined) ?? null;
}

export function dropDraft(name: string): Promise<void> {
  return store.dropDraft(personHere().id, name);
}
