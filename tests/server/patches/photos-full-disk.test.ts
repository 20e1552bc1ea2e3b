import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { smallDisk, whyNoSmallDisk } from '../../support/small-disk.ts';
import { aJpeg } from './pictures.ts';

const disk = whyNoSmallDisk() ? undefined : smallDisk(8);
afterAll(() => disk?.remove());

describe.skipIf(!disk)('a photograph on a server whose disk is full', { timeout: 120_000 }, () => {
  const database = withDatabase('postgis');
  const app = withApp(database, { GENGJIE_HOME: disk?.path ?? '' });
  let field: Client;
  beforeAll(async () => {
    await aTown(database());
    field = app().as((await aPerson(database(), 'field', [{ role: 'field', regionCode: VILLAGE }])).token);
  });

  it('is refused in a sentence, and goes on from what had come when there is room again', async () => {
    const bytes = aJpeg(1_500_000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const send = async (offset: number) => {
      const { status, body } = await field.request(
        `/api/photo-uploads/${sha256}?offset=${offset}&total=${bytes.length}`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: new Uint8Array(bytes.subarray(offset)),
        },
      );
      return { status, body: body as { received: number; receipt: { sha256: string } | null } };
    };
    disk!.fillUpTo(400_000);
    expect(await send(0)).toMatchObject({ status: 507, body: { type: '/problems/storage-full' } });
    disk!.free();
    const { received, receipt } = (await field.get(`/api/photo-uploads/${sha256}`)) as {
      received: number;
      receipt: null;
    };
    expect(receipt).toBeNull();
    expect(received).toBeLessThan(bytes.length);
    expect((await send(received)).body.receipt?.sha256).toBe(sha256);
  });
});
