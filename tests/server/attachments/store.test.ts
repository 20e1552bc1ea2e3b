import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mediaTypeOf } from '#server/attachments/media-type.ts';
import { AttachmentStore } from '#server/attachments/store.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-attachments-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
let arrivals = 0;
function arrived(text: string): string {
  const path = join(home, `arrived-${arrivals++}`);
  writeFileSync(path, text);
  return path;
}
const weekAgo = new Date(Date.now() - 7 * 86_400_000);

describe('the store of attachments', () => {
  const store = new AttachmentStore(home);

  test('keeps the same bytes once, however many bring them at the same time', async () => {
    const sha256 = hashOf('photo');
    await Promise.all(Array.from({ length: 20 }, () => store.take(arrived('photo'), sha256)));
    expect(readdirSync(join(home, 'attachments', sha256.slice(0, 2)))).toEqual([sha256]);
    expect(await store.check(sha256)).toEqual({ byteCount: 5 });
    expect(readFileSync(store.pathOf(sha256), 'utf8')).toBe('photo');
  });

  test('notices a file that is gone or was changed, and is mended by the same bytes', async () => {
    const sha256 = hashOf('paper');
    expect(await store.check(sha256)).toBe('missing');
    await store.take(arrived('paper'), sha256);
    writeFileSync(store.pathOf(sha256), 'papeR');
    expect(await store.check(sha256)).toBe('altered');
    await store.take(arrived('paper'), sha256);
    expect(await store.check(sha256)).toEqual({ byteCount: 5 });
  });

  test('leaves its folder for no name', () => {
    for (const name of ['../../etc/passwd', '', 'a'.repeat(63), `${'a'.repeat(63)}/`, 'A'.repeat(64)]) {
      expect(() => store.pathOf(name)).toThrow();
    }
  });

  test('sweeps what no row names once it is a day old', async () => {
    const [named, fresh, orphan] = ['named', 'fresh', 'orphan'].map(hashOf) as [string, string, string];
    for (const [text, sha256] of [
      ['named', named],
      ['fresh', fresh],
      ['orphan', orphan],
    ] as const) {
      await store.take(arrived(text), sha256);
      if (text !== 'fresh') utimesSync(store.pathOf(sha256), weekAgo, weekAgo);
    }
    const swept = await store.sweep(async (hashes) => new Set(hashes.filter((hash) => hash === named)));
    expect(swept).toBe(1);
    expect([named, fresh, orphan].map((sha256) => existsSync(store.pathOf(sha256)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('does not sweep a file that is taken in anew while it sweeps', async () => {
    const sha256 = hashOf('again');
    await store.take(arrived('again'), sha256);
    utimesSync(store.pathOf(sha256), weekAgo, weekAgo);
    // The row is not there when it is asked for; the bytes come again right after.
    await store.sweep(async () => {
      await store.take(arrived('again'), sha256);
      return new Set();
    });
    expect(await store.check(sha256)).toEqual({ byteCount: 5 });
  });
});

describe('the type of an attachment is found in its bytes', () => {
  const box = (brand: string, ...others: string[]) => {
    const length = 16 + 4 * others.length;
    return Buffer.from(
      `\0\0\0${String.fromCharCode(length)}ftyp${brand}\0\0\0\0${others.join('')}mdat`,
      'latin1',
    );
  };
  test.each([
    ['image/jpeg', Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1')],
    ['image/png', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')],
    ['image/webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')],
    ['application/pdf', Buffer.from('%PDF-1.7\n')],
    ['image/heic', box('heic', 'mif1')],
    ['image/heic', box('mif1', 'heic')],
    ['video/mp4', box('isom', 'iso2', 'mp41')],
    ['video/mp4', box('mp42')],
    [undefined, box('qt  ')],
    [undefined, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>')],
    [undefined, Buffer.from('<!doctype html>')],
    [undefined, Buffer.from('MZ\x90\0')],
    [undefined, Buffer.from('RIFF\x10\0\0\0WAVEfmt ', 'latin1')],
    [undefined, Buffer.from('\0\0\xff\xffftyp', 'latin1')],
    [undefined, Buffer.alloc(0)],
    [undefined, Buffer.from([0xff, 0xd8])],
  ])('%s', (type, head) => {
    expect(mediaTypeOf(head)).toBe(type);
  });
});
