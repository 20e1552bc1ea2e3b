import 'fake-indexeddb/auto';
import { createHash, randomBytes } from 'node:crypto';
import type { PhotoFacts, Uuid } from '#core/patches/operation.ts';
import { createFieldStore, type FieldStore } from '../../client/field/store/field-store.ts';
import { type Maker, makeOperation, newId } from '../../client/field/store/make-operation.ts';

let phones = 0;

/** A phone's store under a name of its own; open the same name again for the page that comes after. */
export function aStore(name = `phone-${phones++}-${randomBytes(3).toString('hex')}`) {
  return { name, store: createFieldStore(name) };
}

export type { FieldStore };

export function aMaker(person: Uuid, clockOffset: number | null = 0, now: () => number = Date.now): Maker {
  const random = (count: number) => new Uint8Array(randomBytes(count));
  return { person, device: newId({ now, random }), clockOffset, app: '0.1.0', now, random };
}

/** A JPEG by its first bytes and its end; what lies between is chance. */
export function aPicture(byteCount = 600): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(randomBytes(byteCount));
  bytes.set([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
  bytes.set([0xff, 0xd9], byteCount - 2);
  return bytes;
}

export function factsOf(original: Uint8Array, stamped?: Uint8Array): PhotoFacts {
  const facts = (bytes: Uint8Array) => ({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    byteCount: bytes.byteLength,
    mediaType: 'image/jpeg',
  });
  return {
    ...facts(original),
    ...(stamped ? { stamped: facts(stamped) } : {}),
    ...{ role: 'near', takenAt: 1_795_000_000_000, fix: null, bearing: null },
    ...{ bearingReference: null, pitch: null, origin: 'camera' },
  };
}

export function aPhoto(maker: Maker, patch: Uuid, original: Uint8Array, stamped?: Uint8Array) {
  return makeOperation(maker, 'photo', patch, { photo: factsOf(original, stamped) });
}

export function blobOf(bytes: Uint8Array<ArrayBuffer>): Blob {
  return new Blob([bytes], { type: 'image/jpeg' });
}
