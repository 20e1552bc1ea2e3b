import fc from 'fast-check';
import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import type { PulledPatch } from '#core/contract/field-patches.ts';
import { PATCH_STATES } from '#core/patches/steps.ts';
import { type ListedPatch, packRows, unpackRows } from '../../../client/field/store/listed.ts';
import { makeFlag } from '../../../client/field/store/make-operation.ts';
import { aMaker, aStore } from '../../field/phone.ts';
import { anId, outlineOf } from '../../server/patches/field-work.ts';

const aRow: fc.Arbitrary<ListedPatch> = fc.record({
  uid: fc.uuid(),
  number: fc.string(),
  register: fc.constantFrom('house-building', 'image-enforcement', 'field-flag'),
  regionName: fc.string({ unit: 'binary' }),
  state: fc.constantFrom(...PATCH_STATES),
  patchClass: fc.string(),
  location: fc.string({ unit: 'binary' }),
  lonLat: fc.option(fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(39.1))),
  mine: fc.boolean(),
  gone: fc.boolean(),
  inConflict: fc.boolean(),
  withdrawn: fc.boolean(),
  deadline: fc.record({
    light: fc.constantFrom('red', 'yellow', 'green', 'none'),
    dueOn: fc.option(fc.constant('2026-12-01')),
    daysLeft: fc.option(fc.integer()),
    paused: fc.boolean(),
    provisional: fc.boolean(),
  }),
});

interface Row {
  readonly uid: string;
  readonly person: string;
  readonly patch: unknown;
}

/** Three patches that a phone of today pulled: as it keeps them, and what it lists and draws of them. */
async function pulledBy(person: string) {
  const maker = aMaker(person);
  const { name, store } = aStore();
  const patches = [0, 1, 2].map((index): PulledPatch => {
    const west = 117.1 + index / 100;
    const flag = makeFlag(maker, {
      outline: outlineOf([west, 39.1, west + 0.001, 39.101]),
      location: `${index} 号`,
    });
    return {
      ...{ uid: flag.patch, id: index, number: `T-${index}`, register: 'field-flag', names: {} },
      ...{ regionCode: '120111001201', regionName: '村', areaSquareMeters: 9580, mine: index === 1 },
      base: { state: 'to-dispatch', values: {} },
      deadline: { light: 'red', dueOn: '2026-12-01', daysLeft: 3, paused: false, provisional: true },
      operations: [flag] as never,
    };
  });
  await store.applyPull(person, 'mine', { patches, removed: [], cursor: 3 });
  const listed = await store.patchesOnPhone(person);
  const outlines = await store.outlinesOnPhone(person);
  expect([listed.length, outlines.size]).toEqual([3, 3]);
  await store.close();
  const database = await openDB(name);
  const rows = (await database.getAll('patches')) as Row[];
  database.close();
  return { rows, listed, outlines };
}

/** A phone whose store has the first form. @returns its name */
async function inEarlierForm(rows: readonly Row[]): Promise<string> {
  const name = `earlier-${anId()}`;
  const database = await openDB(name, 1, {
    upgrade(database) {
      database.createObjectStore('keep');
      const operations = database.createObjectStore('operations', { keyPath: 'id' });
      operations.createIndex('by-state', ['person', 'state']);
      operations.createIndex('by-patch', ['person', 'patch']);
      operations.createIndex('by-open', ['person', 'open']);
      database.createObjectStore('patches', { keyPath: ['person', 'uid'] });
      database.createObjectStore('buckets', { keyPath: ['person', 'bucket'] });
    },
  });
  for (const row of rows) await database.put('patches', row);
  const { person } = rows[0]!;
  await database.put('buckets', { person, bucket: 7, json: '[{"uid":"of another form"}]' });
  await database.put('keep', 3, `cursor:${person}:mine`);
  database.close();
  return name;
}

const byUid = (list: readonly { uid: string }[]) => list.toSorted((a, b) => (a.uid < b.uid ? -1 : 1));

describe('the list of a phone', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(aRow), (rows) => {
        expect(
          unpackRows(packRows(rows)).map((row) => ({ ...row, lonLat: row.lonLat?.map((x) => x + 0) })),
        ).toEqual(rows.map((row) => ({ ...row, lonLat: row.lonLat?.map((x) => x + 0) })));
      }),
    );
  });

  it('is made anew from the patches when the phone holds it in an earlier form, with the outlines', async () => {
    const person = anId();
    const { rows, listed, outlines } = await pulledBy(person);
    const { store } = aStore(await inEarlierForm(rows));
    expect(byUid(await store.patchesOnPhone(person))).toEqual(byUid(listed));
    expect(await store.outlinesOnPhone(person)).toEqual(outlines);
    await store.close();
  });

  it('leaves out a patch that cannot be read, asks for everything once more, and keeps nobody from their work', async () => {
    const person = anId();
    const { rows, listed } = await pulledBy(person);
    const [damaged, ...whole] = rows;
    const { store } = aStore(await inEarlierForm([{ ...damaged!, patch: { uid: damaged!.uid } }, ...whole]));
    const rest = listed.filter(({ uid }) => uid !== damaged!.uid);
    expect(byUid(await store.patchesOnPhone(person))).toEqual(byUid(rest));
    expect(await store.cursor(person, 'mine')).toBe(0);
    const flag = makeFlag(aMaker(person), { outline: outlineOf([117.2, 39.1, 117.201, 39.101]) });
    await store.recordOperations([flag]);
    expect(await store.operationsOf(person)).toHaveLength(1);
    await store.close();
  });

  it('is made at the next opening when the phone is full now, and the work is in reach meanwhile', async () => {
    const person = anId();
    const { rows, listed } = await pulledBy(person);
    const name = await inEarlierForm(rows);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore) {
      throw new DOMException(`no room in ${this.name}`, 'QuotaExceededError');
    });
    const opening = aStore(name).store;
    // The form itself is raised: what it writes for that is smaller than what it gives back.
    put.mockImplementationOnce(IDBObjectStore.prototype.add);
    expect(await opening.operationsOf(person)).toEqual([]);
    expect(await opening.patchesOnPhone(person)).toEqual([]);
    await opening.close();
    put.mockRestore();
    const { store } = aStore(name);
    expect(byUid(await store.patchesOnPhone(person))).toEqual(byUid(listed));
    expect(await store.cursor(person, 'mine')).toBe(3);
    await store.close();
  });

  it('has the outline that was corrected here, and of a flag that is only here', async () => {
    const person = anId();
    const maker = aMaker(person);
    const { store } = aStore();
    const outline = outlineOf([117.1, 39.1, 117.101, 39.101]);
    const flag = makeFlag(maker, { outline });
    await store.recordOperations([flag]);
    expect(await store.outlinesOnPhone(person)).toEqual(new Map([[flag.patch, outline]]));
    await store.close();
  });
});
