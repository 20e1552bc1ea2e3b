import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { importSettingsSchema } from '#core/contract/imports.ts';
import type { ActKind } from '#core/rights/acts.ts';
import { asSystem, type Run } from '#server/access/access.ts';
import { chainHash, chainText } from '#server/audit/chain-text.ts';
import { verifyChain } from '#server/audit/verify-chain.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { lastAuditSeq } from '#server/db/tables/audit-entries.ts';
import { auditLinks } from '#server/db/tables/audit-links.ts';
import { analyseImport } from '#server/operations/analyse-import.ts';
import { commitImport } from '#server/operations/commit-import.ts';
import { actingAs } from '#server/people/acting-as.ts';
import { aTown } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { parcelShapefile } from '../../support/import-flow.ts';
import { aPerson } from '../../support/people.ts';
import { act, tamper } from './tamper.ts';

const rehash = (seq: number) =>
  `update gengjie.audit_log e set hash = sha256(convert_to(gengjie.audit_text(e), 'UTF8')) where seq = ${seq}`;

describe.each(databases)('a chain that was tampered with on %s', (engine) => {
  const database = withDatabase(engine);
  let newest: number;
  const undo: string[] = [];

  beforeAll(async () => {
    const person = await aPerson(database(), 'wang', [{ role: 'planner', regionCode: '120111' }]);
    for (let index = 0; index < 12; index++) {
      await actingAs(database(), person, { id: `request-${index}`, address: '10.0.0.1' }, (tx) =>
        recordAct(tx, {
          action: 'feature.edit',
          layer: 'land_parcels',
          subject: index,
          regionCode: '120111001201',
          detail: { index, area: 1234.5 },
        }),
      );
    }
    newest = await lastAuditSeq(database());
    await database().query('create table public.kept as select * from gengjie.audit_log');
    await database().query('create table public.kept_head as select * from gengjie.audit_head');
    undo.push(
      'delete from gengjie.audit_log',
      'insert into gengjie.audit_log select * from public.kept',
      'delete from gengjie.audit_head',
      'insert into gengjie.audit_head select * from public.kept_head',
    );
  });

  const broken = async (...statements: readonly string[]) => {
    await tamper(database(), ...statements);
    const result = await verifyChain(database());
    await tamper(database(), ...undo);
    expect(await verifyChain(database())).toMatchObject({ intact: true, entries: newest });
    return result.intact ? null : result.broken;
  };

  test.each([
    ['at', `at + interval '1 microsecond'`],
    ['person_id', 'gen_random_uuid()'],
    ['person_id', 'null'],
    ['person_name', `person_name || ' '`],
    ['person_name', 'null'],
    ['action', `'feature.add'`],
    ['outcome', `'refused'`],
    ['layer', `'patches'`],
    ['subject', `'other'`],
    ['subject', 'null'],
    ['region_code', `'120111001202'`],
    ['address', `'10.0.0.2'`],
    ['request_id', `'request-x'`],
    ['detail', `detail || '{"area": 1234.50}'`],
    ['detail', `'{}'`],
    ['previous_hash', `set_byte(previous_hash, 31, get_byte(previous_hash, 31) # 1)`],
    ['hash', 'set_byte(hash, 0, get_byte(hash, 0) # 1)'],
  ])('shows a changed %s (%s)', async (column, value) => {
    expect(await broken(`update gengjie.audit_log set ${column} = ${value} where seq = 5`)).toEqual({
      seq: 5,
      reason: 'changed',
    });
  });

  test('shows a removed entry: the first, one in the middle, the last, several', async () => {
    const without = (condition: string) => broken(`delete from gengjie.audit_log where ${condition}`);
    expect(await without('seq = 1')).toEqual({ seq: 1, reason: 'missing' });
    expect(await without('seq = 6')).toEqual({ seq: 6, reason: 'missing' });
    expect(await without('seq between 4 and 8')).toEqual({ seq: 4, reason: 'missing' });
    expect(await without(`seq = ${newest}`)).toEqual({ seq: newest, reason: 'head' });
    expect(await without(`seq > ${newest - 3}`)).toEqual({ seq: newest - 2, reason: 'head' });
    expect(await without('true')).toEqual({ seq: 1, reason: 'head' });
  });

  test('shows entries that changed places or were renumbered over a gap', async () => {
    expect(
      await broken(
        'update gengjie.audit_log set seq = -1 where seq = 4',
        'update gengjie.audit_log set seq = 4 where seq = 9',
        'update gengjie.audit_log set seq = 9 where seq = -1',
      ),
    ).toEqual({ seq: 4, reason: 'reordered' });
    expect(
      await broken(
        'delete from gengjie.audit_log where seq = 4',
        'update gengjie.audit_log set seq = -seq where seq > 4',
        'update gengjie.audit_log set seq = -seq - 1 where seq < 0',
      ),
    ).toEqual({ seq: 4, reason: 'reordered' });
  });

  test('shows an entry that was changed and given a new hash that fits it', async () => {
    const forged = (seq: number) =>
      broken(`update gengjie.audit_log set person_name = '别人' where seq = ${seq}`, rehash(seq));
    expect(await forged(1)).toEqual({ seq: 1, reason: 'changed' });
    expect(await forged(5)).toEqual({ seq: 5, reason: 'changed' });
    expect(await forged(newest)).toEqual({ seq: newest, reason: 'head' });
  });

  test('shows an entry that was put in before the first, behind the last, or a head that is gone', async () => {
    const copy = (seq: number) =>
      `insert into gengjie.audit_log select (jsonb_populate_record(e, '{"seq": ${seq}}')).* from gengjie.audit_log e where seq = 3`;
    expect(await broken(copy(0))).toEqual({ seq: 0, reason: 'changed' });
    expect(await broken(copy(newest + 1))).toEqual({ seq: newest + 1, reason: 'reordered' });
    expect(await broken('delete from gengjie.audit_head')).toEqual({ seq: newest, reason: 'head' });
    expect(await broken('update gengjie.audit_head set seq = seq + 1')).toEqual({
      seq: newest + 1,
      reason: 'head',
    });
    // The newest entry written again under its own number, hash and all.
    expect(
      await broken(
        `update gengjie.audit_log set subject = 'x', previous_hash = hash where seq = ${newest}`,
        rehash(newest),
      ),
    ).toEqual({ seq: newest - 1, reason: 'changed' });
  });

  test('is found by the functions of Node alone, when those of the schema lie', async () => {
    await tamper(database(), `update gengjie.audit_log set subject = 'y' where seq = 5`);
    await database().query('alter function gengjie.audit_text(gengjie.audit_log) rename to audit_text_kept');
    await database().query(
      `create function gengjie.audit_text(gengjie.audit_log) returns text language sql as 'select ''always well'''`,
    );
    expect((await verifyChain(database())).broken).toEqual({ seq: 5, reason: 'changed' });
    await database().query('drop function gengjie.audit_text(gengjie.audit_log)');
    await database().query('alter function gengjie.audit_text_kept(gengjie.audit_log) rename to audit_text');
    await tamper(database(), ...undo);
  });

  test('whole again to itself is still found by who noted a link', async () => {
    const [link] = await auditLinks(database(), newest - 1, newest, 1);
    const since = { seq: newest, hash: link!.hash.toString('hex') };
    expect(await verifyChain(database(), { since })).toMatchObject({ intact: true });
    expect(
      await verifyChain(database(), { since: { ...since, hash: since.hash.toUpperCase() } }),
    ).toMatchObject({
      intact: true,
    });

    await tamper(
      database(),
      `update gengjie.audit_log set subject = 'rewritten' where seq = 5`,
      rehash(5),
      ...Array.from({ length: newest - 5 }, (_, index) => index + 6).flatMap((seq) => [
        `update gengjie.audit_log e set previous_hash = (select hash from gengjie.audit_log where seq = ${seq - 1}) where seq = ${seq}`,
        rehash(seq),
      ]),
      `update gengjie.audit_head set hash = (select hash from gengjie.audit_log where seq = ${newest})`,
    );
    expect(await verifyChain(database())).toMatchObject({ intact: true });
    expect((await verifyChain(database(), { since })).broken).toEqual({ seq: newest, reason: 'changed' });
    await tamper(database(), ...undo);

    await tamper(
      database(),
      `delete from gengjie.audit_log where seq > 6`,
      'update gengjie.audit_head set (seq, hash) = (select seq, hash from gengjie.audit_log where seq = 6)',
    );
    expect(await verifyChain(database())).toMatchObject({ intact: true, entries: 6 });
    expect((await verifyChain(database(), { since })).broken).toEqual({ seq: 7, reason: 'missing' });
    await tamper(database(), ...undo);
  });
});

describe.each(databases)('the audit log only grows on %s', (engine) => {
  const database = withDatabase(engine);

  test('for its owner', async () => {
    await act(database(), 1);
    for (const statement of [
      `update gengjie.audit_log set subject = 'x'`,
      'delete from gengjie.audit_log',
      'truncate gengjie.audit_log',
    ]) {
      await expect(database().query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('and for a person it is closed', async () => {
    for (const statement of [
      'select * from gengjie.audit_log',
      'select * from gengjie.audit_head',
      `update gengjie.audit_log set subject = 'x'`,
      'delete from gengjie.audit_log',
      'truncate gengjie.audit_log',
      'update gengjie.audit_head set seq = 0',
      'alter table gengjie.audit_log disable trigger all',
      `insert into gengjie.audit_log (seq, at, action, outcome, detail, previous_hash, hash) values (99, now(), 'a', 'done', '{}', '', '')`,
    ]) {
      const refused = database().transaction(async (tx) => {
        await tx.query(`select set_config('role', 'gengjie_person', true)`);
        await tx.query(statement);
      });
      await expect(refused, statement).rejects.toMatchObject({ code: '42501' });
    }
    expect(await verifyChain(database())).toMatchObject({ intact: true });
  });

  test('without a gap when fifty acts happen at once and some are rolled back', async () => {
    const before = await lastAuditSeq(database());
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        database().transaction(async (tx) => {
          await recordAct(tx, { action: 'test.at-once' as ActKind, subject: index });
          if (index % 5 === 0) throw new Error('not to be');
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    const after = await lastAuditSeq(database());
    expect(after - before).toBe(40);
    expect(await verifyChain(database())).toMatchObject({ intact: true, entries: after });
    const subjects = await database().query<{ subject: string }>(
      `select subject from gengjie.audit_log where action = 'test.at-once'`,
    );
    expect(subjects.map(({ subject }) => Number(subject)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, index) => index).filter((index) => index % 5 !== 0),
    );
  });

  test('and every text and number that can be written is verified as it was written', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 40 })
      // Neither a text nor a jsonb of PostgreSQL holds NUL.
      .map((value) => value.replaceAll('\0', ''));
    const detail = fc.dictionary(
      text,
      fc.oneof(
        text,
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(text, { maxLength: 3 }),
        fc.dictionary(text, text, { maxKeys: 3 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(text, text, detail, async (subject, regionCode, content) => {
        await database().transaction((tx) =>
          recordAct(tx, { action: `test.${subject}` as ActKind, subject, regionCode, detail: content }),
        );
      }),
      { numRuns: 60 },
    );
    const links = await auditLinks(database(), 0, 1_000_000, 1000);
    const texts = await database().query<{ text: string }>(
      'select gengjie.audit_text(l) as text from gengjie.audit_log l order by seq',
    );
    expect(links.map((link) => chainText(link))).toEqual(texts.map((row) => row.text));
    expect(links.every((link) => chainHash(link).equals(link.hash))).toBe(true);
    expect(await verifyChain(database())).toMatchObject({ intact: true, entries: links.length });
  });

  test('a chain longer than a page is walked to its end', async () => {
    await database().transaction(async (tx) => {
      for (let index = 0; index < 2100; index++)
        await recordAct(tx, { action: 'test.long' as ActKind, subject: index });
    });
    const newest = await lastAuditSeq(database());
    expect(await verifyChain(database())).toMatchObject({ intact: true, entries: newest });
    await tamper(database(), `update gengjie.audit_log set subject = 'x' where seq = ${newest - 40}`);
    expect((await verifyChain(database())).broken).toEqual({ seq: newest - 40, reason: 'changed' });
  });
});

describe.runIf(databases.includes('postgis'))('an import that takes long', () => {
  const database = withDatabase('postgis');

  test.skipIf(!databases.includes('postgis'))(
    'keeps nobody from signing in: its audit line comes last',
    async () => {
      await aTown(database());
      const folder = mkdtempSync(join(tmpdir(), 'gengjie-import-'));
      const files = Object.entries(parcelShapefile()).map(([name, bytes]) => {
        writeFileSync(join(folder, name), bytes);
        return { name, path: join(folder, name), size: bytes.length };
      });
      const upload = { files, sha256: 'f'.repeat(64) };
      const settings = importSettingsSchema.parse({ layer: 'land_parcels' });
      const analysed = await analyseImport(asSystem(database()), upload, settings);
      let signIns = 0;
      const run: Run = (work) =>
        database().transaction((tx) =>
          work(
            // Between every two statements of the import somebody else signs in.
            new Proxy(tx, {
              get(target, name) {
                const value = Reflect.get(target, name) as unknown;
                if (name !== 'query' && name !== 'bulkInsert') return value;
                return async (...words: unknown[]) => {
                  if (!String(words[0]).includes('gengjie.record')) {
                    await act(database(), 'somebody');
                    signIns += 1;
                  }
                  return (value as (...words: unknown[]) => unknown).apply(target, words);
                };
              },
            }),
          ),
        );
      const batch = await commitImport(run, folder, upload, analysed, '长导入');
      expect(batch.rowCount).toBe(14);
      expect(signIns).toBeGreaterThan(2);
      expect(await verifyChain(database())).toMatchObject({ intact: true });
      rmSync(folder, { recursive: true, force: true });
    },
  );
});
