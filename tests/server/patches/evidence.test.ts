import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import type { EvidenceManifest } from '#core/evidence/manifest.ts';
import { verifyEvidence } from '#core/evidence/verify.ts';
import { AttachmentStore } from '#server/attachments/store.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aFeature, aTown, VILLAGE, withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { pdfPages } from '../../support/pdf-text.ts';
import { aPerson } from '../../support/people.ts';
import { FieldWorker } from './field-work.ts';
import { aHeic, aJpeg } from './pictures.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-evidence-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.each(databases)('the evidence pack of a patch on %s', { timeout: 180_000 }, (engine) => {
  const database = withDatabase(engine);
  const app = withApp(database, { GENGJIE_HOME: join(home, engine) });
  let town: Promise<void> | undefined;
  let field: FieldWorker;
  let inspector: Client;
  let patch = '';
  const start = Date.now() - 60_000;
  let taken = 0;
  const original = aJpeg(50_000);
  const stamped = aJpeg(40_000);
  const heic = aHeic(30_000);

  const bytesOf = async (path: string, who = inspector) => {
    const answer = await fetch(who.origin + path, { headers: { authorization: `Bearer ${who.token}` } });
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
  };
  const upload = (bytes: Uint8Array) =>
    field.client.request(`/api/photo-uploads/${sha(bytes)}?offset=0&total=${bytes.length}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
  const photo = (bytes: Uint8Array, mediaType: string, rest: object = {}) =>
    field.make('photo', patch, {
      photo: {
        ...{
          sha256: sha(bytes),
          byteCount: bytes.length,
          mediaType,
          role: 'near',
          takenAt: start + 1000 * taken++,
        },
        fix: { lonLat: [117.0811, 39.1009], accuracyMeters: 4.2, at: Date.now() },
        ...{ bearing: 12.5, bearingReference: 'true', pitch: -3, origin: 'camera' },
        ...rest,
      },
    });

  beforeEach(async () => {
    town ??= (async () => {
      await aTown(database());
      await withParcels(database(), [
        { number: '0001', landClass: '0101', box: [117.0805, 39.1005, 117.0815, 39.1015] },
        { number: '0002', landClass: '0702', box: [117.0815, 39.1005, 117.0825, 39.1015] },
      ]);
      await aFeature(
        database(),
        'permanent_farmland',
        {
          protection_number: 'Y1',
          parcel_number: '0001',
          land_class: '0101',
          parcel_area: 10,
          class_area: 10,
        },
        [117.0805, 39.1005, 117.081, 39.1015],
      );
      const person = await aPerson(database(), 'zhangsan', [{ role: 'field', regionCode: VILLAGE }]);
      field = new FieldWorker(app().as(person.token), person.id);
      inspector = app().as(
        (await aPerson(database(), 'lisi', [{ role: 'inspector', regionCode: VILLAGE }])).token,
      );
      const flag = field.flag([117.081, 39.101, 117.0812, 39.1012], { location: '村东路口' });
      patch = flag.patch;
      await field.send([
        flag,
        field.write(
          patch,
          {
            outline: {
              type: 'MultiPolygon',
              coordinates: [
                [
                  [
                    [117.081, 39.101],
                    [117.0813, 39.101],
                    [117.0813, 39.1012],
                    [117.081, 39.1012],
                    [117.081, 39.101],
                  ],
                ],
              ],
            },
          },
          [flag.id],
        ),
        photo(original, 'image/jpeg', {
          stamped: { sha256: sha(stamped), byteCount: stamped.length, mediaType: 'image/jpeg' },
        }),
        photo(heic, 'image/heic', {
          role: 'panoramic',
          fix: null,
          bearing: null,
          bearingReference: null,
          pitch: null,
          origin: 'gallery',
        }),
        photo(aJpeg(10), 'image/jpeg', { role: 'opposite' }),
      ]);
      for (const bytes of [original, stamped, heic]) await upload(bytes);
    })();
    await town;
  });

  it('holds report, manifest, originals and stamped copies, verifies whole, and tells any byte that was flipped', async () => {
    const { status, bytes, headers } = await bytesOf(`/api/patches/${patch}/evidence?format=zip`);
    expect(status, bytes.toString('utf8', 0, 300)).toBe(200);
    expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toMatch(
      /示意数据_举证包_BJ\d{8}-[0-9A-F]{6}\.zip/,
    );
    const files = await unzipped(bytes);
    const manifestBytes = files.get('evidence.json')!;
    files.delete('evidence.json');
    expect([...files.keys()]).toEqual([
      'report.pdf',
      `photos/01_近景_${sha(original).slice(0, 8)}.jpg`,
      `photos/01_近景_${sha(stamped).slice(0, 8)}_水印.jpg`,
      `photos/02_全景_${sha(heic).slice(0, 8)}.heic`,
    ]);
    expect(files.get(`photos/02_全景_${sha(heic).slice(0, 8)}.heic`)).toEqual(heic);
    const given = (changed?: string) =>
      [...files].map(([name, each]) => {
        const copy = Buffer.from(each);
        if (name === changed) copy[copy.length >> 1]! ^= 1;
        return { name, byteCount: copy.length, sha256: sha(copy) };
      });
    const { findings, manifest, intact } = verifyEvidence(manifestBytes, given());
    expect(findings).toEqual([]);
    expect(intact).toHaveLength(4);
    for (const name of files.keys())
      expect(verifyEvidence(manifestBytes, given(name)).findings).toMatchObject([
        { code: 'evidence.file.altered', context: { file: name } },
      ]);
    expect(manifest?.content).toMatchObject({
      mark: '示意数据',
      crs: { epsg: 4548 },
      patch: { location: '村东路口', state: { code: 'to-dispatch', name: '待派发' } },
      photos: [
        { number: 1, roleName: '近景', sha256: sha(original), bearing: 12.5 },
        { number: 2, roleName: '全景', fix: null },
        { number: 3, roleName: '对面', file: null },
      ],
      overlay: null,
      areas: [{ name: '现状面积', squareMeters: 576.2 }, {}, { name: '首次登记面积', squareMeters: 384.13 }],
    });
    const [act] = await database().query<{ detail: { contentSha256: string } }>(
      `select detail from gengjie.audit_log where action = 'export.evidence' order by seq desc limit 1`,
    );
    expect(act?.detail.contentSha256).toBe(manifest?.contentSha256);
  });

  it('says in its report what stands in the manifest, on A4 and on A3, and marks demonstration data on every page', async () => {
    const json = await bytesOf(`/api/patches/${patch}/evidence?format=json`);
    const manifest = JSON.parse(json.bytes.toString()) as EvidenceManifest;
    for (const paper of ['a4', 'a3']) {
      const { status, bytes } = await bytesOf(`/api/patches/${patch}/evidence?format=pdf&paper=${paper}`);
      expect(status).toBe(200);
      if (process.env.GENGJIE_KEEP_PDF)
        writeFileSync(`${process.env.GENGJIE_KEEP_PDF}/evidence-${paper}.pdf`, bytes);
      const pages = await pdfPages(bytes);
      for (const page of pages) expect(page).toContain('示意数据');
      const text = pages.join('\n').replaceAll(/\s/g, '');
      for (const words of [
        '图斑举证报告',
        '待派发',
        '村东路口',
        '界址点成果表',
        '尚未套合',
        'EPSG:4548',
        '照片尚未传到服务器',
        '没有位置',
        'zhangsan',
        '近景',
        '没有待裁决的冲突',
        '核查：',
        '审核：',
      ])
        expect(text).toContain(words);
      expect(text).toContain(manifest.contentSha256);
      expect(text).toContain(sha(original));
    }
  });

  it('comes out the same, byte for byte, while nothing changes: a PDF and a JSON asked for apart belong together', async () => {
    const pdf = await bytesOf(`/api/patches/${patch}/evidence?format=pdf`);
    const json = await bytesOf(`/api/patches/${patch}/evidence?format=json`);
    const { findings } = verifyEvidence(json.bytes, [
      { name: 'report.pdf', byteCount: pdf.bytes.length, sha256: sha(pdf.bytes) },
    ]);
    expect(findings.map(({ code }) => code)).toEqual(Array(3).fill('evidence.file.missing'));
  });

  it('is for who may export there, and is not made around a photograph that was altered on disk', async () => {
    expect((await bytesOf(`/api/patches/${patch}/evidence`, field.client)).status).toBe(403);
    expect(
      (await bytesOf(`/api/patches/${patch.replace(/.$/, patch.endsWith('0') ? '1' : '0')}/evidence`)).status,
    ).toBe(404);
    const store = new AttachmentStore(join(home, engine));
    writeFileSync(store.pathOf(sha(heic)), 'altered');
    const { status, bytes } = await bytesOf(`/api/patches/${patch}/evidence?format=zip`);
    expect(status).toBe(500);
    expect(JSON.parse(bytes.toString())).toMatchObject({ type: '/problems/attachment-damaged' });
    writeFileSync(store.pathOf(sha(heic)), heic);
    expect((await bytesOf(`/api/patches/${patch}/evidence?format=zip`)).status).toBe(200);
  });
});

async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    files.set(entry.fileName, Buffer.concat(pieces));
  }
  return files;
}
