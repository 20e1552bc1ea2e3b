import type { Actor, RequestOrigin } from '#server/access/actor.ts';
import { rightsHaveChanged } from '#server/access/problems.ts';
import {
  type Database,
  DatabaseError,
  type PersonOfTransaction,
  type Queryable,
  rightsChanged,
} from '#server/db/database.ts';

export interface RunOptions {
  /** Whether the work changes anything; when not, the transaction cannot. */
  readonly write?: boolean;
  /** Longest single statement in ms. */
  readonly timeoutMs?: number;
  /** See `TransactionOptions.planOnce`. */
  readonly planOnce?: boolean;
}

/** One transaction, begun and ended around `work`: in a person's rights, or as the system on the command line. */
export type Run = <T>(work: (tx: Queryable) => Promise<T>, options?: RunOptions) => Promise<T>;

/** The system itself: the command line of the machine, and the product's own start. */
export function asSystem(db: Database): Run {
  return (work, { write = false, timeoutMs, planOnce = false } = {}) =>
    db.transaction(work, { readOnly: !write, planOnce, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}

/** 越权不可为: the only way to business data: a transaction in which the database itself keeps to the person's rights. */
export class Access {
  readonly engine: Database['engine'];
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    this.engine = db.engine;
  }

  /**
   * Runs `work` in one transaction of the person's rights; commits when it returns. When their grants are no longer those of `actor`,
   * nothing is run and the Problem `rights-changed` thrown: so whatever is kept under an actor's data scope was read in it.
   */
  async run<T>(
    actor: Actor,
    origin: RequestOrigin,
    work: (tx: Queryable) => Promise<T>,
    { write = false, timeoutMs, planOnce = false }: RunOptions = {},
  ): Promise<T> {
    const person = personOf(actor, origin, write);
    try {
      return await this.#db.transaction(work, {
        readOnly: !write,
        planOnce,
        person,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
    } catch (error) {
      throw error instanceof DatabaseError && error.code === rightsChanged ? rightsHaveChanged(error) : error;
    }
  }

  /**
   * One transaction for the work of several people, which share its commit: `work` calls {@link become} before it does what one of them asked,
   * and {@link beOwner} after. Nothing of it is committed unless all is.
   */
  shared<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.#db.transaction(work, { pipelined: true, planOnce: true });
  }
}

/** What the database is told of whom a transaction is for. */
export function personOf(actor: Actor, { id, address }: RequestOrigin, write: boolean): PersonOfTransaction {
  return {
    id: actor.id,
    writes: write && actor.writes,
    grants: actor.grants.map((grant) => grant.id).join(','),
    request: { id, address },
  };
}

/** Makes a {@link Access.shared} transaction one of that person's rights. Only its owner may: see {@link beOwner}. */
export async function become(
  tx: Queryable,
  { id, writes, grants, request }: PersonOfTransaction,
): Promise<void> {
  await tx.query(
    `select gengjie.become($1::uuid, $2::boolean, $3::jsonb, $4::text), set_config('role', 'gengjie_person', true)`,
    [id, writes, JSON.stringify(request), grants],
  );
}

/** Back to the database's owner; acts are still recorded as the person's. */
export async function beOwner(tx: Queryable): Promise<void> {
  await tx.query(`select set_config('role', 'none', true)`);
}

/**
 * Runs `work` as the database's owner inside a person's transaction: COPY is not to be had under row-level security. Who calls
 * this proves in the same transaction that every row written lies inside the person's rights.
 */
export async function asOwner<T>(tx: Queryable, work: () => Promise<T>): Promise<T> {
  const [before] = await tx.query<{ role: string }>(
    `select current_setting('role') as role, set_config('role', 'none', true)`,
  );
  const result = await work();
  await tx.query(`select set_config('role', $1, true)`, [before?.role ?? 'gengjie_person']);
  return result;
}
