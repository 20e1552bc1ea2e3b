import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attachment } from '#core/contract/attachments.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aFeature, aTown, OTHER_VILLAGE, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-attachments-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const jpeg = (text: string) => Buffer.from(`\xff\xd8\xff\xe0\0\x10JFIF\0${text}`, 'latin1');

describe.each(databases)('attachments of a feature on %s', (engine) => {
  const database = withDatabase(engine);
  const app = withApp(database, { GENGJIE_HOME: join(home, engine), GENGJIE_UPLOAD_LIMIT_MB: '1' });
  let patch: number;
  let field: Client;
  let elsewhere: Client;
  let viewer: Client;
  beforeAll(async () => {
    await aTown(database());
    patch = await aFeature(
      database(),
      'patches',
      { patch_number: 'P1', register: 'field-flag', patch_class: 'industrial', state: '已发现' },
      [117.081, 39.101, 117.083, 39.103],
    );
    const as = async (name: string, role: 'field' | 'viewer', regionCode: string) =>
      app().as((await aPerson(database(), name, [{ role, regionCode }])).token);
    field = await as('field', 'field', VILLAGE);
    elsewhere = await as('elsewhere', 'field', OTHER_VILLAGE);
    viewer = await as('viewer', 'viewer', VILLAGE);
  });

  const anotherPatch = () =>
    aFeature(
      database(),
      'patches',
      { patch_number: 'P2', register: 'field-flag', patch_class: 'industrial', state: '已发现' },
      [117.084, 39.101, 117.086, 39.103],
    );

  const path = (id: number | string = patch) => `/api/layers/patches/features/${id}/attachments`;
  const add = (client: Client, files: Record<string, Uint8Array>, id?: number) => {
    const body = new FormData();
    for (const [name, bytes] of Object.entries(files))
      body.append('files', new Blob([new Uint8Array(bytes)]), name);
    return client.request(path(id), { method: 'POST', body });
  };
  const listed = async (client = field) =>
    ((await client.get(path())) as { attachments: Attachment[] }).attachments;
  const acts = async () =>
    database().query<{ detail: { attachments: object[] }; person: string; region: string }>(
      `select detail, person_name as person, region_code as region from gengjie.audit_log where action = 'attachment.add' order by seq`,
    );
  /** Answers that are no JSON, byte for byte. */
  const bytesOf = (client: Client, url: string, headers: Record<string, string> = {}) =>
    fetch(client.origin + url, { headers: { authorization: `Bearer ${client.token}`, ...headers } });

  test('are added by a field worker of its village, served byte for byte, and leave an audit line', async () => {
    const photo = jpeg('现场照片');
    const { status, body } = await add(field, {
      '现场 照片.jpg': photo,
      'paper.txt': Buffer.from('%PDF-1.7 x'),
    });
    expect(status).toBe(201);
    const { attachments } = body as { attachments: Attachment[] };
    expect(attachments).toMatchObject([
      { fileName: '现场 照片.jpg', mediaType: 'image/jpeg', byteCount: photo.length, recordedBy: 'field' },
      { fileName: 'paper.txt', mediaType: 'application/pdf' },
    ]);
    expect(await listed(viewer)).toEqual(attachments);

    const picture = await bytesOf(field, attachments[0]!.url);
    expect(picture.status).toBe(200);
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(photo);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(photo.length),
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent('现场 照片.jpg')}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${attachments[0]!.sha256}"`,
    });
    const known = await bytesOf(field, attachments[0]!.url, {
      'if-none-match': `"${attachments[0]!.sha256}"`,
    });
    expect(known.status).toBe(304);
    const paper = await bytesOf(field, attachments[1]!.url);
    expect(paper.headers.get('content-type')).toBe('application/pdf');
    expect(paper.headers.get('content-disposition')).toMatch(/^attachment;/);

    const [act] = await acts();
    expect(act).toMatchObject({ person: 'field (field)', region: VILLAGE });
    expect(act?.detail.attachments).toHaveLength(2);
    expect(JSON.stringify(act)).not.toContain('照片');
  });

  test('keep the order in which they were sent, however large', async () => {
    const sent = {
      'large.jpg': jpeg('x'.repeat(800_000)),
      'middle.jpg': jpeg('x'.repeat(90_000)),
      'small.jpg': jpeg('small'),
    };
    const { body } = await add(field, sent, await anotherPatch());
    const { attachments } = body as { attachments: Attachment[] };
    expect(attachments.map(({ fileName }) => fileName)).toEqual(Object.keys(sent));
  });

  test('hang once, however often they are sent', async () => {
    const before = await acts();
    const all = await listed();
    const { status, body } = await add(field, { 'again.jpg': jpeg('现场照片') });
    expect(status).toBe(201);
    expect((body as { attachments: Attachment[] }).attachments).toEqual([all[0]]);
    expect(await listed()).toEqual(all);
    expect(await acts()).toEqual(before);
  });

  test('sent twenty times at once, hang once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => add(field, { 'a.jpg': jpeg('at once') })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect((await listed()).filter(({ fileName }) => fileName === 'a.jpg')).toHaveLength(1);
  });

  test('are not there for who does not see the village, and not added by who only sees it', async () => {
    const [first] = await listed();
    for (const outsider of [elsewhere, app().as((await aPerson(database(), 'nobody', [])).token)]) {
      expect((await outsider.request(first!.url)).status).toBeGreaterThanOrEqual(403);
    }
    const missing = await elsewhere.request('/api/attachments/999999');
    const hidden = await elsewhere.request(first!.url);
    expect(hidden.status).toBe(404);
    expect({ ...(hidden.body as object), detail: '' }).toEqual({ ...(missing.body as object), detail: '' });
    expect(await elsewhere.request(path())).toMatchObject({ status: 404 });
    expect(await add(elsewhere, { 'x.jpg': jpeg('x') })).toMatchObject({
      status: 404,
      body: { type: '/problems/feature-not-found' },
    });
    expect(await add(viewer, { 'x.jpg': jpeg('x') })).toMatchObject({
      status: 403,
      body: { type: '/problems/not-allowed' },
    });
    expect(await app().as(undefined).request(first!.url)).toMatchObject({ status: 401 });
    expect(await add(field, { 'x.jpg': jpeg('x') }, 987654)).toMatchObject({ status: 404 });
  });

  test('of another type, empty, too large or none at all are refused, and nothing is kept', async () => {
    const before = [await listed(), await acts()];
    expect(await add(field, { 'good.jpg': jpeg('good'), 'photo.jpg': Buffer.from('<html>') })).toMatchObject({
      status: 422,
      body: { type: '/problems/attachment-type-refused', file: 'photo.jpg' },
    });
    expect(await add(field, { 'empty.jpg': Buffer.alloc(0) })).toMatchObject({
      status: 422,
      body: { type: '/problems/file-empty' },
    });
    expect(await add(field, {})).toMatchObject({ status: 422 });
    expect(await add(field, { 'large.jpg': jpeg('x'.repeat(2 << 20)) })).toMatchObject({
      status: 413,
      body: { type: '/problems/upload-too-large' },
    });
    expect(await field.request(path(), { method: 'POST', body: '{}' })).toMatchObject({ status: 415 });
    expect([await listed(), await acts()]).toEqual(before);
    const uploads = join(home, engine, 'attachments', 'incoming', 'uploads');
    expect(existsSync(uploads) ? readdirSync(uploads) : []).toEqual([]);
  });

  test('keep a name that is only a name', async () => {
    const { body } = await add(field, { '../../../etc/pass\r\nwd.jpg': jpeg('name') });
    const [attachment] = (body as { attachments: Attachment[] }).attachments;
    expect(attachment?.fileName).not.toMatch(/[/\\\r\n]/);
    expect((await bytesOf(field, attachment!.url)).status).toBe(200);
  });

  test('damaged on disk are reported, not served', async () => {
    const { body } = await add(field, { 'damaged.jpg': jpeg('whole') });
    const [attachment] = (body as { attachments: Attachment[] }).attachments;
    const { sha256, url } = attachment!;
    const file = join(home, engine, 'attachments', sha256.slice(0, 2), sha256);
    writeFileSync(file, jpeg('wholE'));
    expect(await field.request(url)).toMatchObject({
      status: 500,
      body: { type: '/problems/attachment-damaged' },
    });
    rmSync(file);
    expect(await field.request(url)).toMatchObject({
      status: 500,
      body: { type: '/problems/attachment-damaged' },
    });
    await add(field, { 'damaged.jpg': jpeg('whole') });
    expect((await bytesOf(field, url)).status).toBe(200);
  });
});
