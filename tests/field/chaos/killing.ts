import type { Http } from '../../../client/field/sync/http.ts';
import type { FieldStore } from '../phone.ts';

/** The page was closed: nothing of what it was doing hears of anything any more. */
export class Killed extends Error {}

/** Closes a page at its n-th step, before the step has an effect or just after. */
export class Killer {
  #left: number;
  readonly #after: boolean;
  dead = false;

  constructor(steps: number, after: boolean) {
    this.#left = steps;
    this.#after = after;
  }

  async step<T>(work: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Killed();
    this.#left -= 1;
    const now = this.#left < 0;
    if (now && !this.#after) this.#kill();
    const result = await work();
    if (now) this.#kill();
    // Somebody else of the same page was killed meanwhile.
    if (this.dead) throw new Killed();
    return result;
  }

  #kill(): never {
    this.dead = true;
    throw new Killed();
  }
}

/** The store as a page that may be closed sees it. */
export function killable(store: FieldStore, killer: Killer): FieldStore {
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function' || name === 'subscribe' || name === 'close') return member;
      const call = member as (...given: unknown[]) => unknown;
      if (name === 'pieces') return call;
      return (...given: unknown[]) => killer.step(async () => call(...given));
    },
  });
}

export function killableHttp(http: Http, killer: Killer): Http {
  return (path, init) => killer.step(() => http(path, init));
}
