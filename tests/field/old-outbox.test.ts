import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDB } from 'idb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTBOX_LIST, type OutboxFile } from '../../client/field/queue/outbox-format.ts';
import { StoredZip } from '../../client/field/queue/stored-zip.ts';
import type { OutboxOperation, OutboxPatrol, PhotoFile } from '../../client/field/store/schema.ts';
import { runSync } from '../../client/field/sync/engine.ts';
import { readOutboxFile } from '../../client/panels/outbox-file/read-outbox-file.ts';
import { type SentItem, sendOutboxFile } from '../../client/panels/outbox-file/send-outbox-file.ts';
import { VILLAGE } from '../support/cast.ts';
import { aPerson, aSession } from '../support/people.ts';
import { World } from './chaos/world.ts';
import { aStore } from './phone.ts';

/*
 * What phones out there hold: stores and exported files as earlier versions of the field app wrote them. They are never changed; a new form of the
 * store or of operations adds a file here, and every one is accepted for ever.
 */
const folder = fileURLToPath(new URL('../fixtures/outbox', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const NOBODY = '00000000-0000-4000-8000-000000000001';

interface StoredForm {
  readonly version: number;
  readonly operations: readonly OutboxOperation[];
  readonly files: readonly PhotoFile[];
  readonly patrols: readonly OutboxPatrol[];
  readonly pieces: readonly { readonly key: [string, string, number]; readonly base64: string }[];
  readonly keep: readonly { readonly key: string; readonly value: unknown }[];
}

describe('an outbox of an earlier version', { timeout: 120_000 }, () => {
  const world = new World('embedded');
  beforeAll(() => world.start(1), 180_000);
  afterAll(() => world.stop(), 60_000);

  /** The fixture with the person of this test in the place of its own. */
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(folder, name), 'utf8').replaceAll(NOBODY, world.people[0]!.id));

  it.each(files.filter((name) => !name.includes('export')))(
    'is still sent: the store of %s',
    async (name) => {
      const form = read(name) as StoredForm;
      const { name: phone } = aStore();
      await asItWas(phone, form);
      const { store } = aStore(phone);
      const person = world.people[0]!.id;
      const cookie = await world.people[0]!.signIn();
      const outcome = await runSync({
        ...{ store, person: () => person, device: async () => form.operations[0]!.operation.device },
        ...{ http: world.http(() => cookie), now: Date.now, chance: () => 0.5, sleep: async () => {} },
        alone: (work) => work(),
      });
      expect(outcome).toEqual({ kind: 'done' });
      const states = [
        ...(await store.operationsOf(person)),
        ...(await store.filesOf(person)),
        ...(await store.patrolsOf(person)),
      ].map(({ state, problem }) => [state, problem]);
      expect(states).toEqual(states.map(() => ['confirmed', null]));
      expect(states).toHaveLength(form.operations.length + form.files.length + form.patrols.length);
      await store.close();
    },
  );

  it.each(files.filter((name) => name.includes('export')))(
    'is still handed in: the file of %s',
    async (name) => {
      const { list, photos } = read(name) as { list: OutboxFile; photos: Record<string, string> };
      const zip = new StoredZip();
      await zip.add(OUTBOX_LIST, [new TextEncoder().encode(JSON.stringify(list)).buffer]);
      for (const [path, base64] of Object.entries(photos)) await zip.add(path, [bytesOf(base64)]);
      const { id } = await aPerson(world.db, 'inspector', [{ role: 'inspector', regionCode: VILLAGE }]);
      const { cookie } = await aSession(world.db, id);
      const items: SentItem[] = [];
      const asking = { http: world.http(() => cookie), sleep: async () => {}, chance: () => 0.5 };
      await sendOutboxFile(asking, await readOutboxFile(zip.finish()), (more) => items.push(...more));
      expect(items.map(({ kind, state, problem }) => [kind, state, problem])).toEqual(
        items.map(({ kind }) => [kind, 'confirmed', null]),
      );
      expect(items).toHaveLength(list.operations.length + list.patrols.length + list.files.length);
    },
  );
});

/** A store of an earlier form, made without the code of today. */
async function asItWas(name: string, form: StoredForm): Promise<void> {
  const db = await openDB(name, form.version, {
    upgrade(database) {
      database.createObjectStore('keep');
      const operations = database.createObjectStore('operations', { keyPath: 'id' });
      operations.createIndex('by-state', ['person', 'state']);
      operations.createIndex('by-patch', ['person', 'patch']);
      operations.createIndex('by-open', ['person', 'open']);
      const rows = database.createObjectStore('files', { keyPath: ['person', 'sha256'] });
      rows.createIndex('by-state', ['person', 'state']);
      rows.createIndex('by-patch', ['person', 'patch']);
      database.createObjectStore('pieces');
      database.createObjectStore('thumbnails');
      const patrols = database.createObjectStore('patrols', { keyPath: 'id' });
      patrols.createIndex('by-state', ['person', 'state']);
      database.createObjectStore('drafts', { keyPath: ['person', 'name'] });
      database.createObjectStore('patches', { keyPath: ['person', 'uid'] });
      database.createObjectStore('buckets', { keyPath: ['person', 'bucket'] });
    },
  });
  for (const store of ['operations', 'files', 'patrols'] as const) {
    for (const row of form[store]) await db.put(store, row);
  }
  for (const { key, base64 } of form.pieces) await db.put('pieces', bytesOf(base64), key);
  for (const { key, value } of form.keep) await db.put('keep', value, key);
  db.close();
}

function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(base64, 'base64')).buffer;
}
