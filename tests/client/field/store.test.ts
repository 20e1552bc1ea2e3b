import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PulledPatch } from '#core/contract/field-patches.ts';
import type { PatchOperation } from '#core/patches/operation.ts';
import { APP_VERSION } from '../../../client/field/store/app-version.ts';
import { makeFlag, makeOperation, writesFrom } from '../../../client/field/store/make-operation.ts';
import { aMaker, aPhoto, aPicture, aStore, blobOf, type FieldStore } from '../../field/phone.ts';
import { anId, outlineOf } from '../../server/patches/field-work.ts';

const person = anId();
const maker = aMaker(person);
const box = [117.081, 39.101, 117.082, 39.102];
const aFlag = (values = {}) =>
  makeFlag(maker, { outline: outlineOf(box), patch_class: 'residential', ...values });

function pulled(operations: readonly PatchOperation[], rest: Partial<PulledPatch> = {}): PulledPatch {
  return {
    ...{ uid: operations[0]?.patch ?? anId(), id: 1, number: 'T-1', register: 'field-flag' },
    ...{ regionCode: '120111001201', regionName: '村', areaSquareMeters: 9580, mine: true, names: {} },
    base: { state: 'to-dispatch', values: {} },
    deadline: { light: 'none', dueOn: null, daysLeft: null, paused: false, provisional: false },
    operations: operations as never,
    ...rest,
  };
}

const receipt = (id: string) => ({
  ...({ id, outcome: 'applied', conflicts: 0, receivedAt: 1, problem: null } as const),
});

describe('the store of a phone', () => {
  let name: string;
  let store: FieldStore;
  beforeEach(() => {
    ({ name, store } = aStore());
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await store.close();
  });

  it('has what it said is saved after the page was closed', async () => {
    const flag = aFlag();
    const picture = aPicture(2_500_000);
    const photo = aPhoto(maker, flag.patch, picture, picture.slice(0, 4000));
    await store.recordOperations([flag]);
    await store.recordPhoto(photo, blobOf(picture), blobOf(picture.slice(0, 4000)));
    await store.saveDraft(person, 'flag', { note: '一半' });
    await store.close();
    store = aStore(name).store;
    expect((await store.operationsOf(person)).map(({ operation }) => operation)).toEqual([flag, photo]);
    const blob = await store.photoBlob(person, photo.photo.sha256);
    expect(
      createHash('sha256')
        .update(new Uint8Array(await blob!.arrayBuffer()))
        .digest('hex'),
    ).toBe(photo.photo.sha256);
    expect((await store.loadDraft(person, 'flag'))?.value).toEqual({ note: '一半' });
    expect(await store.unsent(person)).toMatchObject({ unsentRecords: 2, unsentPhotos: 1, takenPhotos: 1 });
  });

  it('stores nothing of a photograph when the phone is full in the middle of it, and says so', async () => {
    const put = IDBObjectStore.prototype.put;
    let left = 2;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === 'pieces' && left-- <= 0) throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, args);
    });
    const picture = aPicture(3_500_000);
    const photo = aPhoto(maker, anId(), picture);
    await expect(store.recordPhoto(photo, blobOf(picture))).rejects.toMatchObject({ fault: 'storage-full' });
    vi.restoreAllMocks();
    expect(await store.operationsOf(person)).toEqual([]);
    expect(await store.filesOf(person)).toEqual([]);
    expect(await store.piece(person, photo.photo.sha256, 0)).toBeUndefined();
    await store.recordPhoto(photo, blobOf(picture));
    expect((await store.unsent(person)).takenPhotos).toBe(1);
  });

  it('does not say saved when what is read back is something else', async () => {
    const get = IDBObjectStore.prototype.get;
    const flag = aFlag();
    const writes = vi.spyOn(IDBObjectStore.prototype, 'add');
    writes.mockImplementation(function (this: IDBObjectStore) {
      // Writes nothing, and succeeds.
      return get.call(this, 'nothing') as never;
    });
    await expect(store.recordOperations([flag])).rejects.toMatchObject({ fault: 'not-read-back' });
  });

  it('refuses an empty photograph and one that is not what its record announces', async () => {
    const picture = aPicture();
    const photo = aPhoto(maker, anId(), picture);
    await expect(store.recordPhoto(photo, new Blob([]))).rejects.toMatchObject({ fault: 'photo-empty' });
    await expect(store.recordPhoto(photo, blobOf(aPicture()))).rejects.toMatchObject({
      fault: 'photo-differs',
    });
    expect(await store.operationsOf(person)).toEqual([]);
  });

  it('records the same operation once, and no other content under its id', async () => {
    const flag = aFlag();
    await store.recordOperations([flag]);
    await store.recordOperations([flag]);
    expect(await store.operationsOf(person)).toHaveLength(1);
    await expect(store.recordOperations([aFlag(), { ...flag, writes: [] }])).rejects.toMatchObject({
      fault: 'operation-changed',
    });
    expect(await store.operationsOf(person)).toHaveLength(1);
  });

  it('never takes back a confirmation', async () => {
    const flag = aFlag();
    await store.recordOperations([flag]);
    await store.settleOperations([
      { id: flag.id, state: 'confirmed', receipt: receipt(flag.id), problem: null },
    ]);
    await store.settleOperations([{ id: flag.id, state: 'refused', receipt: null, problem: { type: 'x' } }]);
    expect((await store.operation(flag.id))?.state).toBe('confirmed');
  });

  it('lays own work over what was pulled, and refused work not', async () => {
    const flag = aFlag({ note: '甲' });
    await store.applyPull(person, 'mine', { patches: [pulled([flag])], removed: [], cursor: 3 });
    const write = makeOperation(maker, 'write', flag.patch, {
      writes: writesFrom({ note: [flag.id] }, { note: '乙' }),
    });
    await store.recordOperations([write]);
    expect(await store.patchesOnPhone(person)).toMatchObject([{ queued: 1 }]);
    expect(await store.patchOnPhone(person, flag.patch)).toMatchObject({ state: { values: { note: '乙' } } });
    await store.settleOperations([{ id: write.id, state: 'refused', receipt: null, problem: { type: 'x' } }]);
    expect(await store.patchesOnPhone(person)).toMatchObject([{ refused: 1 }]);
    expect(await store.patchOnPhone(person, flag.patch)).toMatchObject({ state: { values: { note: '甲' } } });
    expect(await store.cursor(person, 'mine')).toBe(3);
  });

  it('shows a flag that is only here, until it is pulled, and then once', async () => {
    const flag = aFlag();
    await store.recordOperations([flag]);
    expect((await store.patchesOnPhone(person)).map(({ uid, onlyHere }) => [uid, onlyHere])).toEqual([
      [flag.patch, true],
    ]);
    await store.settleOperations([
      { id: flag.id, state: 'confirmed', receipt: receipt(flag.id), problem: null },
    ]);
    expect(await store.patchesOnPhone(person)).toHaveLength(1);
    await store.applyPull(person, 'mine', { patches: [pulled([flag])], removed: [], cursor: 4 });
    expect((await store.patchesOnPhone(person)).map(({ onlyHere }) => onlyHere)).toEqual([false]);
  });

  it('keeps a patch with unsent work that the server no longer lists, and drops one without', async () => {
    const [one, two] = [aFlag(), aFlag()];
    await store.applyPull(person, 'mine', {
      patches: [pulled([one]), pulled([two])],
      removed: [],
      cursor: 1,
    });
    await store.recordOperations([makeOperation(maker, 'comment', one.patch, { text: '还没传' })]);
    await store.applyPull(person, 'mine', { patches: [], removed: [one.patch, two.patch], cursor: 2 });
    expect((await store.patchesOnPhone(person)).map(({ uid, gone }) => [uid, gone])).toEqual([
      [one.patch, true],
    ]);
    expect(await store.unsent(person)).toMatchObject({ unsentRecords: 1 });
  });

  it('lets bytes go only when both receipts are here', async () => {
    const picture = aPicture(1_200_000);
    const photo = aPhoto(maker, anId(), picture);
    await store.recordPhoto(photo, blobOf(picture));
    const { sha256, byteCount, mediaType } = photo.photo;
    expect(await store.confirmFile(person, sha256, { sha256, byteCount: 7, mediaType, receivedAt: 1 })).toBe(
      false,
    );
    expect(
      await store.confirmFile(person, sha256, { sha256, byteCount, mediaType, receivedAt: 1 }, 100),
    ).toBe(true);
    expect(await store.removeConfirmedBytes(person, 1000)).toBe(0);
    await store.settleOperations([
      { id: photo.id, state: 'confirmed', receipt: receipt(photo.id), problem: null },
    ]);
    expect(await store.removeConfirmedBytes(person, 1000)).toBe(1_200_000);
    expect(await store.photoBlob(person, sha256)).toBeNull();
    expect(await store.unsent(person)).toMatchObject({ takenPhotos: 1, confirmedPhotos: 1, unsentPhotos: 0 });
  });

  it('discards only what was refused and exported', async () => {
    const picture = aPicture();
    const photo = aPhoto(maker, anId(), picture);
    await store.recordPhoto(photo, blobOf(picture));
    expect(await store.discardOperation(photo.id)).toBe(false);
    await store.settleOperations([{ id: photo.id, state: 'refused', receipt: null, problem: { type: 'x' } }]);
    expect(await store.discardOperation(photo.id)).toBe(false);
    await store.markExported([photo.id], []);
    expect(await store.discardOperation(photo.id)).toBe(true);
    expect(await store.filesOf(person)).toEqual([]);
  });

  it('keeps the work of two people on one phone apart', async () => {
    const other = aMaker(anId());
    await store.recordOperations([aFlag(), makeFlag(other, { outline: outlineOf(box) })]);
    expect(await store.patchesOnPhone(person)).toHaveLength(1);
    expect(await store.unsentByPerson()).toEqual(
      new Map([
        [person, 1],
        [other.person, 1],
      ]),
    );
  });

  it('loads ten thousand patches as a few dozen values', async () => {
    const page = (cursor: number) => ({
      patches: Array.from({ length: 1000 }, () => pulled([aFlag({ location: '村东水渠北侧' })])),
      removed: [],
      cursor,
    });
    for (let cursor = 1; cursor <= 10; cursor += 1) await store.applyPull(person, 'mine', page(cursor));
    const start = performance.now();
    expect(await store.patchesOnPhone(person)).toHaveLength(10_000);
    console.info(`10 000 patches from the store in ${Math.round(performance.now() - start)} ms`);
  });

  it('names the version of the product in operations', () => {
    const file = new URL('../../../package.json', import.meta.url);
    expect(APP_VERSION).toBe(JSON.parse(readFileSync(file, 'utf8')).version);
  });
});
