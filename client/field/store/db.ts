import { whileWriting } from '../app/writing.ts';
import { createFieldStore, type FieldStore } from './field-store.ts';

/**
 * 本机库 of the field app: IndexedDB `gengjie-field`. Whatever resolves here is on the disk and was read back; whatever could not be stored throws a
 */
export const fieldStore: FieldStore = createFieldStore(undefined, whileWriting);

export const {
  recordOperations,
  recordPhoto,
  recordPatrol,
  saveDraft,
  loadDraft,
  drafts,
  dropDraft,
  patchesOnPhone,
  outlinesOnPhone,
  patchOnPhone,
  photoBlob,
  thumbnail,
  filesOfPatch,
  readKeep,
  writeKeep,
  unsent,
  subscribe,
} = fieldStore;

export type { StoreChange } from './changes.ts';
export type { FieldStore } from './field-store.ts';
export type { PatchDetail, PatchOnPhone } from './patches.ts';
export type { Draft, OutboxOperation, OutboxPatrol, PhotoFile, SendProblem, SendState } from './schema.ts';
