import type { PatchOperation, PhotoOperation } from '#core/patches/operation.ts';
import { KEEP } from '../../../client/field/store/keys.ts';
import { StoreProblem } from '../../../client/field/store/problems.ts';
import { type EngineDeps, type Outcome, runSync } from '../../../client/field/sync/engine.ts';
import { aMaker, aStore, blobOf, type FieldStore } from '../phone.ts';
import type { Chance } from './chance.ts';
import { BadNetwork } from './faults.ts';
import { fillDisk, makeRoom } from './full-disk.ts';
import { Killed, Killer, killable, killableHttp } from './killing.ts';
import type { World, WorldPerson } from './world.ts';

/** A phone with one person at it, its bad luck, and what its owner was told is saved. */
export class Device {
  readonly name: string;
  store: FieldStore;
  readonly person: WorldPerson;
  readonly maker;
  readonly network: BadNetwork;
  /** Of everything the person was told "saved". */
  readonly saved = new Map<string, PatchOperation>();
  readonly pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #chance: Chance;
  #cookie = '';
  killed = 0;
  quota = 0;

  constructor(world: World, person: WorldPerson, chance: Chance) {
    ({ name: this.name, store: this.store } = aStore());
    this.person = person;
    // The clock of one phone in four is off, up to ten years either way.
    const off = chance.often(0.25) ? Math.round((chance.next() - 0.5) * 20 * 365.25 * 86_400_000) : 0;
    this.maker = aMaker(person.id, null, () => Date.now() + off);
    this.#chance = chance;
    this.network = new BadNetwork(
      world.http(() => this.#cookie),
      chance,
      () => {
        this.#cookie = 'gengjie_session=gone';
      },
    );
  }

  async signIn(): Promise<void> {
    this.#cookie = await this.person.signIn();
  }

  async startFrom(cursor: number): Promise<void> {
    await this.store.writeKeep(KEEP.cursor(this.person.id, 'mine'), cursor);
    await this.store.writeKeep(KEEP.device, this.maker.device);
  }

  /** The person saves something; when the phone has no room they are told, make room and save it again. */
  async save(
    operations: readonly PatchOperation[],
    pictures: readonly Uint8Array<ArrayBuffer>[] = [],
  ): Promise<void> {
    if (this.#chance.often(0.06)) {
      fillDisk(this.name, this.#chance.below(4));
      try {
        await this.#write(operations, pictures);
      } catch (error) {
        if (!(error instanceof StoreProblem) || error.fault !== 'storage-full') throw error;
        this.quota += 1;
        for (const { id } of operations) {
          if (await this.store.operation(id)) throw new Error(`half of ${id} was stored on a full phone`);
        }
      }
      makeRoom(this.name);
    }
    await this.#write(operations, pictures);
    for (const operation of operations) this.saved.set(operation.id, operation);
  }

  async #write(
    operations: readonly PatchOperation[],
    pictures: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<void> {
    const [original, stamped] = pictures;
    if (!original) return this.store.recordOperations(operations);
    const photo = operations[0] as PhotoOperation;
    this.pictures.set(photo.photo.sha256, original);
    if (photo.photo.stamped && stamped) this.pictures.set(photo.photo.stamped.sha256, stamped);
    await this.store.recordPhoto(photo, blobOf(original), stamped ? blobOf(stamped) : null);
  }

  /** One run of the sync, which may be killed at any step. */
  async sync({ kill = false } = {}): Promise<Outcome | 'killed'> {
    const killer = new Killer(
      kill ? this.#chance.below(22) : Number.POSITIVE_INFINITY,
      this.#chance.often(0.5),
    );
    const deps: EngineDeps = {
      store: killable(this.store, killer),
      http: killableHttp(this.network.http, killer),
      person: () => this.person.id,
      device: async () => this.maker.device,
      now: this.maker.now,
      chance: () => this.#chance.next(),
      sleep: async () => {},
      alone: (work) => work(),
    };
    try {
      return await runSync(deps);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.killed += 1;
      return 'killed';
    } finally {
      if (killer.dead) await this.reopen();
    }
  }

  /** The page is closed and opened again: what is there is what was stored. */
  async reopen(): Promise<void> {
    await this.store.close();
    this.store = aStore(this.name).store;
  }
}
