import type { PatchOperation, Uuid } from '#core/patches/operation.ts';
import { makeFlag, makeOperation, makeStep, writesFrom } from '../../../client/field/store/make-operation.ts';
import { outlineOf } from '../../server/patches/field-work.ts';
import { aJpeg } from '../../server/patches/pictures.ts';
import { aPhoto } from '../phone.ts';
import { Chance } from './chance.ts';
import { Device } from './device.ts';
import { whatIsConfirmedIsThere } from './invariants.ts';
import type { World } from './world.ts';

/** What one schedule leaves to be looked at. */
export interface Played {
  readonly devices: readonly Device[];
  readonly patches: ReadonlySet<Uuid>;
}

/** Plays one schedule to its end: work and sync of two phones in bad luck, then good weather until nothing is left to send. */
export async function play(world: World, seed: number): Promise<Played> {
  const chance = new Chance(seed);
  const first = chance.below(world.people.length);
  const people = [first, (first + 1) % world.people.length].map((index) => world.people[index]!);
  const devices = people.map((person) => new Device(world, person, chance));
  const [start] = await world.look<{ seq: number }>(
    'select coalesce(max(changed_seq), 0)::double precision as seq from gengjie.patch_dossiers',
  );
  for (const device of devices) {
    await device.signIn();
    await device.startFrom(start!.seq);
    device.network.share = chance.pick([0.1, 0.3, 0.6]);
  }
  const patches = new Set<Uuid>();
  const turns = 4 + chance.below(5);
  for (let turn = 0; turn < turns; turn += 1) {
    const device = chance.pick(devices);
    if (chance.often(0.55)) await work(device, chance, patches);
    else {
      const outcome = await device.sync({ kill: chance.often(0.5) });
      const told = outcome !== 'killed' && outcome.kind === 'ended' && outcome.hindrance === 'sign-in';
      if (told && chance.often(0.7)) await device.signIn();
      await whatIsConfirmedIsThere(world, device);
    }
    if (chance.often(0.08)) await device.reopen();
  }
  await comeHome(devices);
  return { devices, patches };
}

async function comeHome(devices: readonly Device[]): Promise<void> {
  for (const device of devices) {
    await device.network.settle();
    device.network.share = 0;
    await device.signIn();
  }
  // The first comes once more: what it waited for, and what the other did, was on the other's phone.
  for (const device of [...devices, devices[0]!]) {
    for (let tries = 0; ; tries += 1) {
      const outcome = await device.sync();
      if (outcome !== 'killed' && outcome.kind === 'done') break;
      if (tries >= 20) throw new Error(`no way home: ${JSON.stringify(outcome)}`);
      await new Promise((resolve) => setTimeout(resolve, 100 * (tries + 1)));
    }
  }
}

async function work(device: Device, chance: Chance, patches: Set<Uuid>): Promise<void> {
  const { maker, store, person } = device;
  const known = [...patches];
  if (known.length === 0 || chance.often(0.35)) {
    const flag = makeFlag(maker, {
      outline: outlineOf(aBox(chance)),
      patch_class: 'residential',
      note: `手记 ${chance.below(1000)}`,
    });
    patches.add(flag.patch);
    // Photographs are taken before the flag is saved, as the screens do it.
    if (chance.often(0.4)) await photograph(device, chance, flag.patch);
    await device.save([flag]);
    return;
  }
  const patch = chance.pick(known);
  const here = await store.patchOnPhone(person.id, patch);
  const heads = here?.state.heads ?? {};
  const made = chance.below(10);
  if (made < 4) await photograph(device, chance, patch);
  else if (made < 8) {
    const values = {
      ...(chance.often(0.6) ? { note: `改 ${chance.below(5)}` } : { description: `述 ${chance.below(5)}` }),
      ...(chance.often(0.3) ? { outline: outlineOf(aBox(chance)) } : {}),
    };
    await device.save([makeOperation(maker, 'write', patch, { writes: writesFrom(heads, values) })]);
  } else if (made < 9 && here) {
    const step = here.state.state === 'to-dispatch' ? 'start' : 'submit';
    if (here.state.state === 'to-dispatch' || here.state.state === 'verifying')
      await device.save([makeStep(maker, patch, step, here.state)]);
  } else await device.save([makeOperation(maker, 'comment', patch, { text: `说 ${chance.below(1000)}` })]);
}

async function photograph(device: Device, chance: Chance, patch: Uuid): Promise<void> {
  const size = chance.often(0.03) ? 1_100_000 + chance.below(300_000) : 400 + chance.below(4000);
  const original = new Uint8Array(aJpeg(size));
  const stamped = chance.often(0.3) ? new Uint8Array(aJpeg(400 + chance.below(600))) : undefined;
  const photo = aPhoto(device.maker, patch, original, stamped);
  await device.save([photo as PatchOperation], stamped ? [original, stamped] : [original]);
}

/** A hundred thousand places for small squares in the village. */
function aBox(chance: Chance): number[] {
  const west = 117.0803 + chance.below(300) * 0.00003;
  const south = 39.1005 + chance.below(300) * 0.00006;
  return [west, south, west + 0.00002, south + 0.00004].map((value) => Math.round(value * 1e9) / 1e9);
}
