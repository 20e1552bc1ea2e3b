import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { PatchOperation } from '#core/patches/operation.ts';
import { reducePatch } from '#core/patches/reduce.ts';
import type { Device } from './device.ts';
import type { Played } from './schedule.ts';
import type { World } from './world.ts';

interface Kept {
  readonly id: string;
  readonly content: PatchOperation;
  readonly status: string;
}

const FRESH = { state: 'to-dispatch', values: {} } as const;

/** Whatever the phone calls confirmed, the server has; whatever was called saved is on the phone. */
export async function whatIsConfirmedIsThere(world: World, device: Device): Promise<void> {
  const rows = await device.store.operationsOf(device.person.id);
  const here = new Set(rows.map(({ id }) => id));
  for (const id of device.saved.keys()) expect(here.has(id), `${id} was called saved and is gone`).toBe(true);
  const confirmed = rows
    .filter(({ state }) => state === 'confirmed' || state === 'waiting')
    .map(({ id }) => id);
  const kept = await keptAmong(world, confirmed);
  for (const id of confirmed) expect(kept.has(id), `${id} is called confirmed and is not there`).toBe(true);
  const files = await device.store.filesOf(device.person.id);
  const sent = files.filter(({ state }) => state === 'confirmed').map(({ sha256 }) => sha256);
  expect(await receiptsAmong(world, sent)).toEqual(new Set(sent));
}

/** 一条不少、一条不重、一字不差: what the server and both phones have when everybody is home. */
export async function nothingWasLost(world: World, { devices, patches }: Played): Promise<void> {
  const all = new Map(devices.flatMap(({ saved }) => [...saved]));
  const kept = await keptAmong(world, [...all.keys()]);
  for (const [id, operation] of all) {
    const row = kept.get(id);
    expect(row?.status, `${operation.kind} ${id}`).toBe('applied');
    expect(row!.content, id).toEqual(JSON.parse(JSON.stringify(operation)));
  }
  for (const device of devices) {
    await whatIsConfirmedIsThere(world, device);
    expect(await device.store.unsent(device.person.id)).toMatchObject({
      ...{ unsentRecords: 0, unsentPhotos: 0, refused: 0 },
    });
    for (const [sha256, bytes] of device.pictures) {
      const path = world.attachments.pathOf(sha256);
      expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
  }
  const features = await world.look<{ uid: string; features: number; conflicts: number }>(
    `select d.uid, d.conflict_count as conflicts,
       (select count(*)::int from gengjie.patches p where p.id = d.patch_id and p.in_force) as features
     from gengjie.patch_dossiers d where d.uid = any($1::uuid[])`,
    [[...patches]],
  );
  expect(features.map(({ uid }) => uid).sort()).toEqual([...patches].sort());
  for (const { uid, features: count, conflicts } of features) {
    const log = [...all.values()].filter(({ patch }) => patch === uid);
    const reduced = reducePatch(FRESH, log);
    expect(count, `features of ${uid}`).toBe(1);
    expect(conflicts, `conflicts of ${uid}`).toBe(reduced.conflicts.length);
    for (const { store, person } of devices) {
      const seen = await store.patchOnPhone(person.id, uid);
      expect(seen?.state, `${uid} on a phone`).toEqual(JSON.parse(JSON.stringify(reduced)));
    }
  }
}

async function keptAmong(world: World, ids: readonly string[]): Promise<Map<string, Kept>> {
  const rows = await world.look<Kept>(
    'select id, content, status from gengjie.patch_operations where id = any($1::uuid[])',
    [ids],
  );
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  return new Map(rows.map((row) => [row.id, row]));
}

async function receiptsAmong(world: World, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await world.look<{ sha256: string }>(
    'select sha256 from gengjie.photo_receipts where sha256 = any($1)',
    [hashes],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}
