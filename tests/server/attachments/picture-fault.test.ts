import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AttachmentType } from '#core/contract/attachments.ts';
import { faultOfPicture } from '#server/attachments/picture-fault.ts';
import { aHeic, aJpeg, anMp4, aPng } from '../patches/pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'gengjie-pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is wrong with a picture', () => {
  const faultOf = (bytes: Uint8Array, mediaType: AttachmentType) => {
    const path = join(folder, 'picture');
    writeFileSync(path, bytes);
    return faultOfPicture(path, mediaType);
  };
  const whole = [
    [aJpeg(100_000), 'image/jpeg'],
    [aPng(100_000), 'image/png'],
    [aHeic(100_000), 'image/heic'],
    [anMp4(100_000), 'video/mp4'],
  ] as const;

  it('is nothing when its parts follow each other to the end', async () => {
    for (const [bytes, mediaType] of whole)
      expect(await faultOf(bytes, mediaType), mediaType).toBeUndefined();
  });

  it('is told when its end never came', async () => {
    for (const [bytes, mediaType] of whole)
      expect(await faultOf(bytes.subarray(0, 70_000), mediaType), mediaType).toBe('cut-short');
    expect(await faultOf(aJpeg(100).subarray(0, 3), 'image/jpeg')).toBe('cut-short');
  });

  it('is told when there is no picture behind its first bytes', async () => {
    const noise = Buffer.alloc(5000, 0x41);
    for (const [bytes, mediaType] of whole) {
      const broken = Buffer.concat([bytes.subarray(0, mediaType === 'image/jpeg' ? 4 : 8), noise]);
      expect(await faultOf(broken, mediaType), mediaType).toBeDefined();
    }
  });
});
