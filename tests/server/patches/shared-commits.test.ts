import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aTown, OTHER_VILLAGE, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { FieldWorker } from './field-work.ts';
import { aJpeg } from './pictures.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-shared-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(databases)('field work that many send at once on %s', { timeout: 120_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_HOME: join(home, engine) });
  let town: Promise<void> | undefined;
  let column = 0;
  let people = 0;

  const worker = async (region = VILLAGE) => {
    people += 1;
    const grants = [{ role: 'field' as const, regionCode: region }];
    const { id, token } = await aPerson(database(), `crew-${people}`, grants);
    return new FieldWorker(client().as(token), id);
  };
  const crews = (count: number) => Promise.all(Array.from({ length: count }, () => worker()));
  const aBox = () => {
    const [west, south] = [117.081 + 0.0003 * (column % 20), 39.102 + 0.0003 * Math.floor(column / 20)];
    column += 1;
    return [west, south, west + 0.0002, south + 0.0002];
  };
  /** Of each flag: the transaction that made its row, and who it says made it, in the layer, the log and the audit log. */
  const kept = (uids: readonly string[]) =>
    database().query<{
      uid: string;
      transaction: string;
      changedBy: string;
      sentBy: string;
      recordedBy: string;
    }>(
      `select d.uid, p.xmin::text as transaction, p.changed_by as "changedBy", o.sent_by as "sentBy", a.person_id as "recordedBy"
       from gengjie.patches p join gengjie.patch_dossiers d on d.patch_id = p.id
         join gengjie.patch_operations o on o.patch_uid = d.uid and o.kind = 'flag'
         join gengjie.audit_log a on a.subject = d.uid::text and a.action = 'patch.operation'
       where d.uid = any ($1::uuid[])`,
      [`{${uids.join(',')}}`],
    );

  beforeEach(async () => {
    town ??= aTown(database());
    await town;
  });

  it('is kept in fewer transactions than there are people, each in the name and the rights of who sent it', async () => {
    const workers = await crews(24);
    const flags = workers.map((each) => each.flag(aBox()));
    const receipts = await Promise.all(workers.map((each, at) => each.send([flags[at]])));
    expect(receipts.flat().map(({ outcome }) => outcome)).toEqual(workers.map(() => 'applied'));

    const rows = await kept(flags.map(({ patch }) => patch));
    expect(rows).toHaveLength(24);
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBeLessThan(12);
    for (const [at, { patch }] of flags.entries()) {
      const { person } = workers[at]!;
      const row = rows.find(({ uid }) => uid === patch);
      expect(row).toMatchObject({ changedBy: person, sentBy: person, recordedBy: person });
    }
  });

  it('takes a flag, what was noted of it and a step of somebody else in one go', async () => {
    const [first, ...rest] = await crews(6);
    const flag = first!.flag(aBox());
    await first!.send([flag]);
    const flags = rest.map((each) => each.flag(aBox()));
    const [stepped, ...others] = await Promise.all([
      first!.send([
        first!.write(flag.patch, { note: '已到现场' }, [flag.id]),
        first!.step(flag.patch, 'start', 'to-dispatch', []),
      ]),
      ...rest.map((each, at) =>
        each.send([each.write(flags[at]!.patch, { note: '补充' }, [flags[at]!.id]), flags[at]]),
      ),
    ]);
    expect(stepped.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect(others.flat().every(({ outcome }) => outcome === 'applied')).toBe(true);
    const rows = await database().query<{ note: string; state: string }>(
      `select p.note, p.state from gengjie.patches p join gengjie.patch_dossiers d on d.patch_id = p.id
       where p.in_force and d.uid = any ($1::uuid[]) order by p.state`,
      [`{${[flag, ...flags].map(({ patch }) => patch).join(',')}}`],
    );
    expect(rows).toEqual([
      ...flags.map(() => ({ note: '补充', state: 'to-dispatch' })),
      { note: '已到现场', state: 'verifying' },
    ]);
  });

  it('remembers who sent what came before its patch, and counts it when the patch comes', async () => {
    const workers = await crews(8);
    const flags = workers.map((each) => each.flag(aBox()));
    const notes = workers.map((each, at) => each.write(flags[at]!.patch, { note: `${at}` }, [flags[at]!.id]));
    const early = await Promise.all(workers.map((each, at) => each.send([notes[at]])));
    expect(early.flat().map(({ outcome }) => outcome)).toEqual(workers.map(() => 'waiting'));
    const sent = await database().query<{ id: string; sentBy: string }>(
      `select id, sent_by as "sentBy" from gengjie.patch_operations where id in (select jsonb_array_elements_text($1::jsonb)::uuid)`,
      [JSON.stringify(notes.map(({ id }) => id))],
    );
    for (const [at, { id }] of notes.entries())
      expect(sent.find((each) => each.id === id)?.sentBy).toBe(workers[at]!.person);
    await Promise.all(workers.map((each, at) => each.send([flags[at]])));
    const again = await Promise.all(workers.map((each, at) => each.send([notes[at]])));
    expect(again.flat().map(({ outcome }) => outcome)).toEqual(workers.map(() => 'repeated'));
  });

  it('hangs photographs on their patches in the name of who announced or brought them', async () => {
    const workers = await crews(6);
    const flags = workers.map((each) => each.flag(aBox()));
    await Promise.all(workers.map((each, at) => each.send([flags[at]])));
    const photos = workers.map(() => aJpeg(10_000));
    const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    const bring = (at: number) =>
      workers[at]!.client.request(
        `/api/photo-uploads/${hashOf(photos[at]!)}?offset=0&total=${photos[at]!.length}`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: new Uint8Array(photos[at]!),
        },
      );
    const announce = (at: number) =>
      workers[at]!.send([
        workers[at]!.make('photo', flags[at]!.patch, {
          photo: {
            ...{
              sha256: hashOf(photos[at]!),
              byteCount: photos[at]!.length,
              mediaType: 'image/jpeg',
              role: 'near',
            },
            ...{ takenAt: Date.now(), fix: null, bearing: null, bearingReference: null, pitch: null },
            origin: 'camera',
          },
        }),
      ]);
    // Of half of them the bytes come first.
    await Promise.all([0, 1, 2].map(bring));
    await Promise.all([0, 1, 2, 3, 4, 5].map(announce));
    await Promise.all([3, 4, 5].map(bring));
    const hung = await database().query<{ sha256: string; by: string }>(
      `select sha256, recorded_by as by from gengjie.attachments where sha256 in (select jsonb_array_elements_text($1::jsonb))`,
      [JSON.stringify(photos.map(hashOf))],
    );
    expect(new Map(hung.map(({ sha256, by }) => [sha256, by]))).toEqual(
      new Map(photos.map((bytes, at) => [hashOf(bytes), workers[at]!.person])),
    );
  });

  it('loses nothing of the others when one has lost their rights meanwhile, or writes where they may not', async () => {
    const [leaver, ...stayers] = await crews(9);
    const stranger = await worker(OTHER_VILLAGE);
    // From now on the server believes to know them.
    await leaver!.send([leaver!.flag(aBox())]);
    await database().query('delete from gengjie.person_roles where person_id = $1', [leaver!.person]);
    const [late, foreign] = [leaver!.flag(aBox()), stranger.flag(aBox())];
    const flags = stayers.map((each) => each.flag(aBox()));
    const [left, strange, ...receipts] = await Promise.allSettled([
      leaver!.send([late]),
      stranger.send([foreign]),
      ...stayers.map((each, at) => each.send([flags[at]])),
    ]);
    expect(left.status === 'fulfilled' && left.value.some(({ outcome }) => outcome === 'applied')).toBe(
      false,
    );
    expect(strange).toMatchObject({ value: [{ outcome: 'refused' }] });
    expect(receipts).toMatchObject(stayers.map(() => ({ value: [{ outcome: 'applied' }] })));
    expect(await kept([late.patch, foreign.patch])).toEqual([]);
    expect(await kept(flags.map(({ patch }) => patch))).toHaveLength(stayers.length);
  });

  it('gives photographs that come at once their receipts in few transactions, each in the name of who brought it', async () => {
    const workers = await crews(16);
    const photos = workers.map(() => aJpeg(20_000));
    const hashes = photos.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    // Two people bring the same picture.
    const brought = [...photos.map((bytes, at) => ({ bytes, by: at })), { bytes: photos[0]!, by: 1 }];
    const answers = await Promise.all(
      brought.map(({ bytes, by }) => {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        return workers[by]!.client.request(`/api/photo-uploads/${sha256}?offset=0&total=${bytes.length}`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: new Uint8Array(bytes),
        });
      }),
    );
    expect(
      answers.map(({ body }) => (body as { receipt: { sha256: string } | null }).receipt?.sha256),
    ).toEqual([...hashes, hashes[0]]);

    const rows = await database().query<{
      sha256: string;
      transaction: string;
      receivedBy: string;
      recordedBy: string;
    }>(
      `select r.sha256, r.xmin::text as transaction, r.received_by as "receivedBy", a.person_id as "recordedBy"
       from gengjie.photo_receipts r join gengjie.audit_log a on a.action = 'photo.receive' and a.subject = r.sha256
       where r.sha256 in (select jsonb_array_elements_text($1::jsonb))`,
      [JSON.stringify(hashes)],
    );
    expect(rows).toHaveLength(16);
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBeLessThan(12);
    for (const [at, sha256] of hashes.entries()) {
      const row = rows.find((each) => each.sha256 === sha256)!;
      expect(row.recordedBy).toBe(row.receivedBy);
      if (at > 0) expect(row.receivedBy).toBe(workers[at]!.person);
    }
  });

  it('keeps a flag once that two devices deliver at the same moment', async () => {
    const [sender] = await crews(1);
    const flag = sender!.flag(aBox());
    const outcomes = (await Promise.all([1, 2, 3, 4].map(() => sender!.send([flag])))).flat();
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      'applied',
      'repeated',
      'repeated',
      'repeated',
    ]);
    expect(await kept([flag.patch])).toHaveLength(1);
  });
});
