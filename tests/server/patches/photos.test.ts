import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { PhotoReceipt } from '#core/contract/patch-operations.ts';
import { AttachmentStore } from '#server/attachments/store.ts';
import { attachmentHashes } from '#server/db/tables/attachments.ts';
import { readStoredFiles } from '#server/operations/backup/stored-files.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { FieldWorker } from './field-work.ts';
import { aHeic, aJpeg, anMp4, aPng } from './pictures.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-photos-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const MB = 1 << 20;

describe.each(databases)('photographs of patches on %s', { timeout: 120_000 }, (engine) => {
  const database = withDatabase(engine);
  const app = withApp(database, { GENGJIE_HOME: join(home, engine), GENGJIE_UPLOAD_LIMIT_MB: '40' });
  let town: Promise<void> | undefined;
  let field: FieldWorker;
  let mate: FieldWorker;
  let viewer: Client;
  beforeEach(async () => {
    town ??= (async () => {
      await aTown(database());
      const worker = async (name: string) => {
        const { id, token } = await aPerson(database(), name, [{ role: 'field', regionCode: VILLAGE }]);
        return new FieldWorker(app().as(token), id);
      };
      field = await worker('field');
      mate = await worker('mate');
      viewer = app().as(
        (await aPerson(database(), 'viewer', [{ role: 'viewer', regionCode: VILLAGE }])).token,
      );
    })();
    await town;
  });

  const send = async (
    who: Client,
    bytes: Uint8Array,
    { offset = 0, sha256 = '', total = -1, piece = bytes } = {},
  ) => {
    const address = `/api/photo-uploads/${sha256 || sha(bytes)}?offset=${offset}&total=${total < 0 ? bytes.length : total}`;
    const { status, body } = await who.request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(piece),
    });
    return {
      status,
      body: body as { received: number; receipt: PhotoReceipt | null; type?: string; detail?: string },
    };
  };
  const sendWhole = async (who: Client, bytes: Uint8Array) => {
    let last: Awaited<ReturnType<typeof send>> | undefined;
    for (let at = 0; at < bytes.length; at += 2 * MB)
      last = await send(who, bytes, { offset: at, piece: bytes.subarray(at, at + 2 * MB) });
    return last!;
  };
  const progress = (who: Client, sha256: string) =>
    who.get(`/api/photo-uploads/${sha256}`) as Promise<{ received: number; receipt: PhotoReceipt | null }>;
  const partials = () => {
    const folder = join(home, engine, 'attachments', 'incoming', 'photos');
    return readdirSync(folder).flatMap((person) => readdirSync(join(folder, person)));
  };
  const acts = (sha256: string) =>
    database().query<{ detail: Record<string, unknown> }>(
      `select detail from gengjie.audit_log where action = 'photo.receive' and subject = $1`,
      [sha256],
    );

  it('come in pieces, are answered with a receipt only when whole, and leave one line in the audit log', async () => {
    const bytes = aJpeg(3 * MB);
    const first = await send(field.client, bytes, { piece: bytes.subarray(0, 2 * MB) });
    expect(first).toMatchObject({ status: 200, body: { received: 2 * MB, receipt: null } });
    expect(await progress(field.client, sha(bytes))).toEqual({ received: 2 * MB, receipt: null });
    const last = await send(field.client, bytes, { offset: 2 * MB, piece: bytes.subarray(2 * MB) });
    expect(last.body).toMatchObject({
      received: bytes.length,
      receipt: { sha256: sha(bytes), byteCount: bytes.length, mediaType: 'image/jpeg' },
    });
    expect(await new AttachmentStore(join(home, engine)).check(sha(bytes))).toEqual({
      byteCount: bytes.length,
    });
    expect(await acts(sha(bytes))).toEqual([
      { detail: { byteCount: bytes.length, mediaType: 'image/jpeg' } },
    ]);
    // Once more, from anybody: the same receipt, and nothing new.
    expect((await send(mate.client, bytes, { piece: bytes.subarray(0, 10) })).body).toEqual(last.body);
    expect(await progress(mate.client, sha(bytes))).toEqual(last.body);
    expect(await acts(sha(bytes))).toHaveLength(1);
    expect(partials()).toEqual([]);
  });

  it('go on where they stopped: a repeated piece changes nothing, a gap is refused with the right place', async () => {
    const bytes = aJpeg(300_000);
    await send(field.client, bytes, { piece: bytes.subarray(0, 100_000) });
    expect((await send(field.client, bytes, { piece: bytes.subarray(0, 100_000) })).body.received).toBe(
      100_000,
    );
    const gap = await send(field.client, bytes, { offset: 200_000, piece: bytes.subarray(200_000) });
    expect(gap).toMatchObject({ status: 409, body: { type: '/problems/photo-offset', received: 100_000 } });
    const overlapping = await send(field.client, bytes, {
      offset: 50_000,
      piece: bytes.subarray(50_000, 200_000),
    });
    expect(overlapping.body.received).toBe(200_000);
    const { body } = await send(field.client, bytes, { offset: 200_000, piece: bytes.subarray(200_000) });
    expect(body.receipt?.sha256).toBe(sha(bytes));
  });

  it('never shrink: a smaller file under the same hash is refused, before its receipt and after', async () => {
    const bytes = aJpeg(200_000);
    await send(field.client, bytes, { piece: bytes.subarray(0, 150_000) });
    const emptied = await send(field.client, bytes, { total: 1000, piece: bytes.subarray(0, 1000) });
    expect(emptied).toMatchObject({ status: 409, body: { type: '/problems/photo-shrinks' } });
    expect(await progress(field.client, sha(bytes))).toMatchObject({ received: 150_000 });
    await send(field.client, bytes, { offset: 150_000, piece: bytes.subarray(150_000) });
    expect(await send(field.client, bytes, { total: 1000, piece: bytes.subarray(0, 1000) })).toMatchObject({
      status: 409,
      body: { type: '/problems/photo-shrinks' },
    });
    expect(await new AttachmentStore(join(home, engine)).check(sha(bytes))).toEqual({ byteCount: 200_000 });
  });

  it('with another content than their hash says are refused whole, and can be sent again', async () => {
    const bytes = aJpeg(50_000);
    const flipped = Buffer.from(bytes);
    flipped[40_000]! ^= 1;
    const refused = await send(field.client, flipped, { sha256: sha(bytes) });
    expect(refused).toMatchObject({
      status: 422,
      body: { type: '/problems/photo-hash-differs', value: sha(flipped) },
    });
    expect(await progress(field.client, sha(bytes))).toEqual({ received: 0, receipt: null });
    expect((await send(field.client, bytes)).body.receipt?.sha256).toBe(sha(bytes));
  });

  it('are what their bytes say: PNG, HEIC and video of 30 MB are taken, a page or nothing at all is told in a sentence', async () => {
    for (const [bytes, mediaType] of [
      [aPng(30 * MB), 'image/png'],
      [aHeic(30 * MB), 'image/heic'],
      [anMp4(3 * MB), 'video/mp4'],
    ] as const) {
      const { body } = await sendWhole(field.client, bytes);
      expect(body.receipt).toMatchObject({ mediaType, byteCount: bytes.length, sha256: sha(bytes) });
    }
    const page = Buffer.from(`<html>${'x'.repeat(100)}</html>`);
    expect(await send(field.client, page)).toMatchObject({
      status: 422,
      body: { type: '/problems/attachment-type-refused' },
    });
    for (const nothing of [
      await send(field.client, Buffer.alloc(0)),
      await send(field.client, page, { piece: Buffer.alloc(0) }),
    ])
      expect(nothing).toMatchObject({ status: 422, body: { type: '/problems/file-empty' } });
    expect(await send(field.client, page, { total: 41 * MB })).toMatchObject({ status: 413 });
    const large = aJpeg(2 * MB + 1);
    expect(await send(field.client, large)).toMatchObject({
      status: 413,
      body: { type: '/problems/upload-too-large' },
    });
    const beyond = await send(field.client, aJpeg(5000), { total: 4000, sha256: sha(page) });
    expect(beyond).toMatchObject({ status: 400, body: { type: '/problems/invalid-request' } });
    expect(await progress(field.client, sha(page))).toMatchObject({ received: 0 });
  });

  it('are kept when damaged, and the log says that they are', async () => {
    const cut = aJpeg(60_000).subarray(0, 59_000);
    expect((await send(field.client, cut)).body.receipt?.sha256).toBe(sha(cut));
    expect(await acts(sha(cut))).toMatchObject([{ detail: { fault: 'cut-short' } }]);
  });

  it('sent by two phones at the same time get one receipt; sent twice by one, the newer goes on', async () => {
    const bytes = aJpeg(400_000);
    const answers = await Promise.all(
      [field, mate, field, mate, field].map(({ client }) => send(client, bytes).catch(() => undefined)),
    );
    const receipts = answers.flatMap((answer) => answer?.body.receipt ?? []);
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect((await progress(field.client, sha(bytes))).receipt).toEqual(receipts[0]);
    expect(await new AttachmentStore(join(home, engine)).check(sha(bytes))).toEqual({
      byteCount: bytes.length,
    });
    expect(await acts(sha(bytes))).toHaveLength(1);
  });

  it('whose line was cut in the middle of a piece go on from what had come', async () => {
    const bytes = aJpeg(MB);
    const { origin, token } = field.client;
    await new Promise<void>((resolve) => {
      const half = httpRequest(`${origin}/api/photo-uploads/${sha(bytes)}?offset=0&total=${bytes.length}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/octet-stream',
          'content-length': bytes.length,
        },
      });
      half.on('error', () => resolve());
      half.write(bytes.subarray(0, 300_000));
      setTimeout(() => half.destroy(new Error('out of reach')), 300);
    });
    let received = 0;
    await expect
      .poll(async () => {
        ({ received } = await progress(field.client, sha(bytes)));
        return received;
      })
      .toBeGreaterThan(0);
    expect(received).toBeLessThanOrEqual(300_000);
    const { body } = await send(field.client, bytes, { offset: received, piece: bytes.subarray(received) });
    expect(body.receipt?.sha256).toBe(sha(bytes));
  });

  it('are sent by who works on patches only', async () => {
    const bytes = aJpeg(100);
    expect(await send(viewer, bytes)).toMatchObject({ status: 403 });
    expect((await viewer.request(`/api/photo-uploads/${sha(bytes)}`)).status).toBe(403);
    expect(await send(app().as(undefined), bytes)).toMatchObject({ status: 401 });
    const asJson = await field.client.request(`/api/photo-uploads/${sha(bytes)}?offset=0&total=9`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(asJson.status).toBe(415);
  });

  it('hang on their patch whichever comes first, bytes or announcement, and are shown to who sees the patch', async () => {
    const original = aJpeg(40_000);
    const stamped = aJpeg(30_000);
    const flag = field.flag([117.081, 39.101, 117.0812, 39.1012]);
    const photo = field.make('photo', flag.patch, {
      photo: {
        ...{ sha256: sha(original), byteCount: original.length, mediaType: 'image/jpeg', role: 'near' },
        stamped: { sha256: sha(stamped), byteCount: stamped.length, mediaType: 'image/jpeg' },
        ...{
          takenAt: Date.now(),
          fix: null,
          bearing: null,
          bearingReference: null,
          pitch: null,
          origin: 'camera',
        },
      },
    });
    await send(field.client, stamped);
    expect((await field.send([flag, photo])).map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    await send(mate.client, original);
    const hung = await database().query<{ file_name: string; sha256: string }>(
      `select a.file_name, a.sha256 from gengjie.attachments a join gengjie.patch_dossiers d on d.patch_id = a.feature_id
       where a.layer = 'patches' and d.uid = $1::uuid order by a.file_name`,
      [flag.patch],
    );
    expect(hung).toEqual(
      [
        { file_name: `近景_${sha(stamped).slice(0, 8)}_水印.jpg`, sha256: sha(stamped) },
        { file_name: `近景_${sha(original).slice(0, 8)}.jpg`, sha256: sha(original) },
      ].sort((a, b) => (a.file_name < b.file_name ? -1 : 1)),
    );
    const url = `/api/patches/${flag.patch}/photos/${sha(original)}`;
    const shown = await fetch(viewer.origin + url, { headers: { authorization: `Bearer ${viewer.token}` } });
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(shown.headers.get('etag')).toBe(`"${sha(original)}"`);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(original);
    const small = await viewer.request(`${url}?size=thumbnail`);
    expect(small.headers.get('etag')).toBe(`"${sha(stamped)}"`);
    const elsewhere = app().as(
      (await aPerson(database(), `elsewhere`, [{ role: 'inspector', regionCode: '120111001203' }])).token,
    );
    expect((await elsewhere.request(url)).status).toBe(404);
    expect((await viewer.request(`/api/patches/${flag.patch}/photos/${'0'.repeat(64)}`)).status).toBe(404);
  });

  it('hang on their patch too when all their bytes were here before it', async () => {
    const bytes = aJpeg(12_000);
    await send(field.client, bytes);
    const flag = field.flag([117.0822, 39.101, 117.0824, 39.1012]);
    const photo = field.make('photo', flag.patch, {
      photo: {
        ...{ sha256: sha(bytes), byteCount: bytes.length, mediaType: 'image/jpeg', role: 'panoramic' },
        ...{ takenAt: Date.now(), fix: null, bearing: null, bearingReference: null, pitch: null },
        origin: 'camera',
      },
    });
    // Even when it is announced before the patch it is of.
    await field.send([photo]);
    await field.send([flag]);
    const [hung] = await database().query<{ count: number }>(
      `select count(*)::int as count from gengjie.attachments where layer = 'patches' and sha256 = $1`,
      [sha(bytes)],
    );
    expect(hung?.count).toBe(1);
  });

  it('with a receipt are neither swept nor left out of the backup', async () => {
    const bytes = aJpeg(5000);
    await send(field.client, bytes);
    const store = new AttachmentStore(join(home, engine));
    const old = new Date(Date.now() - 30 * 86_400_000);
    utimesSync(store.pathOf(sha(bytes)), old, old);
    await store.sweep((hashes) => attachmentHashes(database(), hashes));
    expect(await store.check(sha(bytes))).toEqual({ byteCount: 5000 });
    const { attachments } = await database().transaction((tx) => readStoredFiles(tx));
    expect(attachments).toContain(sha(bytes));
  });

  it('half here are kept for a fortnight and then swept', async () => {
    const bytes = aJpeg(20_000);
    await send(field.client, bytes, { piece: bytes.subarray(0, 9000) });
    const store = new AttachmentStore(join(home, engine));
    const path = join(store.incoming, 'photos', field.person, `${sha(bytes)}.20000`);
    const known = (hashes: readonly string[]) => attachmentHashes(database(), hashes);
    const aged = (days: number) => new Date(Date.now() - days * 86_400_000);
    utimesSync(path, aged(10), aged(10));
    await store.sweep(known);
    expect((await progress(field.client, sha(bytes))).received).toBe(9000);
    utimesSync(path, aged(15), aged(15));
    await store.sweep(known);
    expect((await progress(field.client, sha(bytes))).received).toBe(0);
  });

  it('of one person under any schedule of pieces, repeats and cuts end byte for byte as they were', async () => {
    for (let round = 0; round < 6; round += 1) {
      const bytes = aJpeg(20_000 + round * 7919);
      let receipt: PhotoReceipt | null = null;
      for (let tries = 0; receipt === null && tries < 200; tries += 1) {
        const dice = randomBytes(3);
        const { received } = await progress(field.client, sha(bytes));
        const offset = dice[0]! < 60 ? Math.max(0, received - dice[1]! * 10) : received;
        const piece = bytes.subarray(offset, offset + 500 + dice[2]! * 40);
        if (piece.length === 0) continue;
        receipt = (await send(field.client, bytes, { offset, piece })).body.receipt;
      }
      expect(receipt?.sha256).toBe(sha(bytes));
      expect(await new AttachmentStore(join(home, engine)).check(sha(bytes))).toEqual({
        byteCount: bytes.length,
      });
    }
  });
});
