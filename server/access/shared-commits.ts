import type { Access } from '#server/access/access.ts';
import type { Queryable } from '#server/db/database.ts';
import { troubleOf } from '#server/db/errors.ts';

/** Items of one transaction: how long it holds up others stays far below a second. */
const most = 32;

/** One is checked while the one before is written; more would only wait. */
const transactionsAtOnce = 2;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly answer: (answer: Answer | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * 并组提交: what many people send at once is kept in few transactions, since changes follow one another and each of them would wait for
 * every commit before its own. Who comes alone is kept at once; who comes meanwhile goes together (ADR 17).
 */
export class SharedCommits<Item, Answer> {
  readonly #waiting: Waiting<Item, Answer>[] = [];
  readonly #access: Access;
  readonly #carryOut: (tx: Queryable, items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #keyOf: (item: Item) => string;
  #underWay = 0;

  /**
   * @param carryOut keeps items in a transaction that it begins as its owner (see `Access.shared`); answers in their order
   * @param keyOf items of the same key follow one another
   */
  constructor(
    access: Access,
    carryOut: (tx: Queryable, items: readonly Item[]) => Promise<readonly Answer[]>,
    keyOf: (item: Item) => string,
  ) {
    this.#access = access;
    this.#carryOut = carryOut;
    this.#keyOf = keyOf;
  }

  /**
   * Keeps an item, committed; undefined when it, or others with it, cannot be: then nothing was, and it is to be kept alone, where it is found
   * out what is wrong.
   *
   * @throws DatabaseError when the database is too busy: alone it would be no less so
   */
  put(item: Item): Promise<Answer | undefined> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ item, answer, fail });
      this.#begin();
    });
  }

  #begin(): void {
    while (this.#underWay < transactionsAtOnce && this.#waiting.length > 0) {
      this.#underWay += 1;
      void this.#keep(this.#next()).finally(() => {
        this.#underWay -= 1;
        this.#begin();
      });
    }
  }

  /** Those that came first, each key once: what follows must find what was before. */
  #next(): Waiting<Item, Answer>[] {
    const taken: Waiting<Item, Answer>[] = [];
    const keys = new Set<string>();
    for (let at = 0; at < this.#waiting.length && taken.length < most; ) {
      const key = this.#keyOf(this.#waiting[at]!.item);
      if (keys.has(key)) at += 1;
      else {
        keys.add(key);
        taken.push(...this.#waiting.splice(at, 1));
      }
    }
    return taken;
  }

  async #keep(together: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#access.shared((tx) =>
        this.#carryOut(
          tx,
          together.map(({ item }) => item),
        ),
      );
      for (const [at, { answer }] of together.entries()) answer(answers[at]);
    } catch (error) {
      for (const { answer, fail } of together) {
        if (troubleOf(error) === 'busy') fail(error);
        else answer(undefined);
      }
    }
  }
}
