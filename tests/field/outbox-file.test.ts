import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PatchOperation } from '#core/patches/operation.ts';
import { exportName, exportUnsent } from '../../client/field/queue/export-file.ts';
import { OUTBOX_LIST, type OutboxFile } from '../../client/field/queue/outbox-format.ts';
import { StoredZip } from '../../client/field/queue/stored-zip.ts';
import { makeFlag, makeOperation } from '../../client/field/store/make-operation.ts';
import { readOutboxFile } from '../../client/panels/outbox-file/read-outbox-file.ts';
import { type SentItem, sendOutboxFile } from '../../client/panels/outbox-file/send-outbox-file.ts';
import { anId, outlineOf } from '../server/patches/field-work.ts';
import { aJpeg } from '../server/patches/pictures.ts';
import { OTHER_VILLAGE, VILLAGE } from '../support/cast.ts';
import { aPerson, aSession } from '../support/people.ts';
import { World } from './chaos/world.ts';
import { aMaker, aPhoto, aStore, blobOf } from './phone.ts';

describe('a file that a phone exported', { timeout: 120_000 }, () => {
  const world = new World('embedded');
  let inspector = '';
  let stranger = { id: '', cookie: '' };
  beforeAll(async () => {
    await world.start(2);
    const { id } = await aPerson(world.db, 'inspector', [{ role: 'inspector', regionCode: VILLAGE }]);
    inspector = (await aSession(world.db, id)).cookie;
    const other = await aPerson(world.db, 'other-inspector', [
      { role: 'inspector', regionCode: OTHER_VILLAGE },
    ]);
    stranger = { id: other.id, cookie: (await aSession(world.db, other.id)).cookie };
  }, 180_000);
  afterAll(() => world.stop(), 60_000);

  let column = 0;
  const aBox = () => {
    const west = 117.081 + 0.0004 * column++;
    return [west, 39.105, west + 0.0002, 39.1052];
  };
  const asking = (cookie: string) => ({
    http: world.http(() => cookie),
    sleep: async () => {},
    chance: () => 0.5,
  });
  const handIn = async (cookie: string, file: Blob): Promise<SentItem[]> => {
    const items: SentItem[] = [];
    await sendOutboxFile(asking(cookie), await readOutboxFile(file), (more) => items.push(...more));
    return items;
  };
  /** A phone with a flag and two photographs that never met the server. */
  const aPhone = async (person = world.people[0]!.id) => {
    const { store } = aStore();
    const maker = aMaker(person);
    const flag = makeFlag(maker, { outline: outlineOf(aBox()), patch_class: 'residential', note: '无信号' });
    const [large, small] = [new Uint8Array(aJpeg(2_300_000)), new Uint8Array(aJpeg(3000))];
    await store.recordOperations([flag]);
    for (const picture of [large, small])
      await store.recordPhoto(aPhoto(maker, flag.patch, picture), blobOf(picture));
    const options = { person: { id: person, name: '张三' }, device: maker.device, now: Date.now() };
    return { store, maker, flag, large, options };
  };
  const packed = async (
    list: object,
    photos: Record<string, Uint8Array<ArrayBuffer>> = {},
  ): Promise<Blob> => {
    const zip = new StoredZip();
    await zip.add(OUTBOX_LIST, [new TextEncoder().encode(JSON.stringify(list)).buffer]);
    for (const [path, bytes] of Object.entries(photos)) await zip.add(path, [bytes.buffer]);
    return zip.finish();
  };
  const listOf = (operations: readonly unknown[], rest: Partial<OutboxFile> = {}) => ({
    ...{ form: 'gengjie-outbox', version: 1, exportedAt: 1, app: '0.1.0', device: anId() },
    ...{ person: { id: world.people[0]!.id, name: '张三' }, operations, patrols: [], files: [], notes: [] },
    ...rest,
  });
  const statesOf = (items: readonly SentItem[]) => items.map(({ state }) => state);

  it('is handed in by the office under its maker’s name, once, and photographs arrive byte for byte', async () => {
    const { store, flag, large, options } = await aPhone();
    const { blob, list } = await exportUnsent(store, options);
    expect(list.operations).toHaveLength(3);
    const items = await handIn(inspector, blob);
    expect(statesOf(items)).toEqual(Array(5).fill('confirmed'));
    const sha256 = createHash('sha256').update(large).digest('hex');
    expect(readFileSync(world.attachments.pathOf(sha256)).equals(large)).toBe(true);
    const [row] = await world.db.query<{ made_by: string }>(
      'select made_by from gengjie.patch_operations where id = $1::uuid',
      [flag.id],
    );
    expect(row?.made_by).toBe(world.people[0]!.id);
    expect(statesOf(await handIn(inspector, blob))).toEqual(Array(5).fill('confirmed'));
    expect(
      await world.db.query('select 1 from gengjie.patch_operations where patch_uid = $1::uuid', [flag.patch]),
    ).toHaveLength(3);
    // The phone still has everything, and believes only its own receipts.
    expect(await store.unsent(options.person.id)).toMatchObject({ unsentRecords: 3, unsentPhotos: 2 });
  });

  it('has a name that says whose it is and when', () => {
    expect(exportName('张/三', Date.UTC(2026, 10, 23, 6, 5))).toBe('耕界未传_张三_20261123-1405.zip');
  });

  it('is opened by any program that opens zips', async () => {
    const { store, options, large } = await aPhone();
    const { blob } = await exportUnsent(store, options);
    const { unzipSync } = await import('fflate');
    const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    const sha256 = createHash('sha256').update(large).digest('hex');
    expect(Buffer.from(files[`photos/${sha256}.jpg`]!).equals(large)).toBe(true);
  });

  it('gives nobody more than they have: an inspector of another village, a person nobody knows, somebody without the right', async () => {
    const { store, flag, options } = await aPhone();
    const { blob } = await exportUnsent(store, options);
    const items = await handIn(stranger.cookie, blob);
    expect(items.find(({ id }) => id === flag.id)?.state).not.toBe('confirmed');
    // Nor are photographs sent whose records were not taken.
    expect(statesOf(items)).toEqual(Array(5).fill('queued'));
    expect(
      await world.db.query(
        'select 1 from gengjie.patch_operations where patch_uid = $1::uuid and status = $2',
        [flag.patch, 'applied'],
      ),
    ).toEqual([]);
    const forged = makeFlag(aMaker(anId()), { outline: outlineOf(aBox()), patch_class: 'residential' });
    const [unknown] = await handIn(inspector, await packed(listOf([forged])));
    expect(unknown?.state).not.toBe('confirmed');
    const field = await world.people[1]!.signIn();
    await expect(handIn(field, blob)).rejects.toMatchObject({ hindrance: 'not-allowed' });
  });

  it('refuses another content under an id that was handed in, and says so', async () => {
    const { store, flag, options } = await aPhone();
    await handIn(inspector, (await exportUnsent(store, options)).blob);
    const changed: PatchOperation = { ...flag, app: '9.9.9' };
    const [item] = await handIn(inspector, await packed(listOf([changed])));
    expect(item).toMatchObject({ state: 'refused', problem: { type: '/problems/operation-id-reused' } });
  });

  it('answers both records that claim one id in one file', async () => {
    const flag = makeFlag(aMaker(world.people[0]!.id), {
      outline: outlineOf(aBox()),
      patch_class: 'residential',
    });
    const items = await handIn(inspector, await packed(listOf([flag, { ...flag, app: '2' }, flag])));
    expect(statesOf(items)).toEqual(['confirmed', 'refused', 'confirmed']);
  });

  it('does not believe a photograph with another hash, one that is missing, and one of no bytes', async () => {
    const bytes = new Uint8Array(aJpeg(900));
    const file = {
      path: 'photos/a.jpg',
      sha256: 'a'.repeat(64),
      byteCount: 900,
      mediaType: 'image/jpeg',
      stamped: false,
      operations: [],
    };
    const empty = { ...file, path: 'photos/e.jpg', sha256: 'e'.repeat(64), byteCount: 0 };
    const missing = { ...file, path: 'photos/none.jpg', sha256: 'b'.repeat(64) };
    const items = await handIn(
      inspector,
      await packed(listOf([], { files: [file, empty, missing] }), {
        'photos/a.jpg': bytes,
        'photos/e.jpg': new Uint8Array(0),
      }),
    );
    expect(items.map(({ state, problem }) => [state, problem?.type])).toEqual([
      ['refused', '/problems/photo-hash-differs'],
      ['refused', '/problems/phone-photo-missing'],
      ['refused', '/problems/phone-photo-missing'],
    ]);
  });

  it('does not open what is no zip, is packed again, swells, is cut short, or is none of ours', async () => {
    const { zipSync, strToU8 } = await import('fflate');
    const bomb = zipSync({ [OUTBOX_LIST]: new Uint8Array(50_000_000) });
    expect(bomb.length).toBeLessThan(100_000);
    const whole = new Uint8Array(await (await packed(listOf([]))).arrayBuffer());
    const cases: [Blob, string][] = [
      [new Blob([new Uint8Array(1000)]), 'not-a-zip'],
      [new Blob([bomb]), 'packed-again'],
      [new Blob([whole.slice(0, whole.length - 30)]), 'not-a-zip'],
      [new Blob([zipSync({ 'x.txt': strToU8('x') }, { level: 0 })]), 'no-list'],
      [await packed({ form: 'other' }), 'not-ours'],
      [await packed(listOf([], { version: 2 as never })), 'newer'],
      [await packed(listOf([null])), 'not-ours'],
      [
        await packed(listOf([], { files: [{ path: '../../etc', sha256: 'x', byteCount: 1 } as never] })),
        'not-ours',
      ],
    ];
    for (const [blob, fault] of cases)
      await expect(readOutboxFile(blob), fault).rejects.toMatchObject({ fault });
  });

  it('lets a comment of a patch that lies in another village go no further than its rights', async () => {
    const { store, flag, options } = await aPhone();
    await handIn(inspector, (await exportUnsent(store, options)).blob);
    const comment = makeOperation(aMaker(stranger.id), 'comment', flag.patch, { text: '越界' });
    const [item] = await handIn(stranger.cookie, await packed(listOf([comment])));
    expect(item?.state).toBe('refused');
  });
});
