import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Actor, RequestOrigin, Step } from '#server/access/actor.ts';
import { administratorRole } from '#server/access/actor.ts';
import { sessionToken } from '#server/access/cookie.ts';
import { isOwnMachine, mayDemonstrate } from '#server/access/demonstration-mode.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import {
  type SessionRow,
  type SignedInRow,
  sessionOf,
  tokenOf,
  touchSession,
  touchToken,
} from '#server/db/tables/sign-in.ts';

/** How long an answer about a session is believed: a map asks for a hundred tiles in that time. */
const believedMs = 1000;
const mostKnown = 10_000;
const longestSecret = 200;

type Settings = Pick<
  Config,
  'idleMinutes' | 'passwordDays' | 'requireSecondFactor' | 'demonstration' | 'host'
>;

/** 认证: finds out who makes a request: by cookie, by `Authorization`, or by `?token=` where an address is all a program has. */
export class Authenticator {
  readonly #db: Database;
  readonly #settings: Settings;
  readonly #known = new Map<string, Known>();

  constructor(db: Database, settings: Settings) {
    this.#db = db;
    this.#settings = settings;
  }

  /**
   * @param tokenInAddress whether `?token=` counts: tiles and OGC services, whose clients often send no header
   * @returns undefined when nobody is named, or nobody we know
   */
  async actorOf(request: IncomingMessage, tokenInAddress = false): Promise<Actor | undefined> {
    return this.#heard(request, await this.#named(request, tokenInAddress));
  }

  /** As {@link actorOf}, at once, when it is remembered; undefined says nothing. A hundred cached tiles must not wait their turns. */
  believed(request: IncomingMessage, tokenInAddress = false): Actor | undefined {
    const named = credentialOf(request, tokenInAddress);
    const known = named && this.#known.get(named.key);
    if (!known?.settled || performance.now() - known.at >= believedMs) return undefined;
    return this.#heard(request, known.settled);
  }

  /** 示例人物 are nobody to other machines, and to a server that others reach. */
  #heard(request: IncomingMessage, actor: Actor | undefined): Actor | undefined {
    return actor?.demonstration && !(mayDemonstrate(this.#settings) && isOwnMachine(request))
      ? undefined
      : actor;
  }

  /** Who a session that was just opened or changed belongs to, from the database. */
  actorOfSession(token: string): Promise<Actor | undefined> {
    return this.#bySession(createHash('sha256').update(token).digest());
  }

  #named(request: IncomingMessage, tokenInAddress: boolean): Promise<Actor | undefined> {
    const named = credentialOf(request, tokenInAddress);
    return named === undefined
      ? Promise.resolve(undefined)
      : this.#remembered(named.key, (hash) =>
          named.kind === 'token' ? this.#byToken(hash) : this.#bySession(hash),
        );
  }

  /** After a change of sessions, people or grants in this process: the next request asks the database. */
  forget(): void {
    this.#known.clear();
  }

  #remembered(key: string, find: (hash: Buffer) => Promise<Actor | undefined>): Promise<Actor | undefined> {
    const known = this.#known.get(key);
    const now = performance.now();
    if (known && now - known.at < believedMs) return known.actor;
    if (this.#known.size > mostKnown) this.#known.clear();
    const actor = find(createHash('sha256').update(key.slice(1)).digest());
    const entry: Known = { actor, at: now };
    this.#known.set(key, entry);
    actor.then(
      (settled) => {
        if (settled) entry.settled = settled;
      },
      () => this.#known.delete(key),
    );
    return actor;
  }

  async #bySession(hash: Buffer): Promise<Actor | undefined> {
    const row = await sessionOf(this.#db, hash, this.#settings.idleMinutes);
    if (!row) return undefined;
    if (row.stale) await touchSession(this.#db, row.viaId);
    const actor: Actor = {
      ...personOf(row),
      step: 'signed-in',
      via: { kind: 'session', id: row.viaId, endsAt: row.endsAt },
      writes: true,
    };
    return { ...actor, step: stepOf(row, actor, this.#settings) };
  }

  async #byToken(hash: Buffer): Promise<Actor | undefined> {
    const row = await tokenOf(this.#db, hash);
    if (!row) return undefined;
    if (row.stale) await touchToken(this.#db, row.viaId);
    return {
      ...personOf(row),
      step: 'signed-in',
      via: { kind: 'token', id: row.viaId },
      writes: row.scope === 'write',
    };
  }
}

interface Known {
  readonly actor: Promise<Actor | undefined>;
  readonly at: number;
  settled?: Actor;
}

/** What a request is signed with; `key` is the secret after one letter for its kind. */
function credentialOf(
  request: IncomingMessage,
  tokenInAddress: boolean,
): { readonly kind: 'token' | 'session'; readonly key: string } | undefined {
  const bearer = bearerToken(request) ?? (tokenInAddress ? addressToken(request) : undefined);
  const kind = bearer === undefined ? 'session' : 'token';
  const secret = bearer ?? sessionToken(request);
  // Ours have 43 characters; what is remembered of a stranger's must be small.
  if (secret === undefined || secret.length > longestSecret) return undefined;
  return { kind, key: `${kind[0]}${secret}` };
}

function personOf({ id, username, name, grants, demonstration }: SignedInRow) {
  return { id, username, name, grants, demonstration };
}

/** What this session still has to do, most urgent first. */
function stepOf(row: SessionRow, actor: Actor, settings: Settings): Step {
  // One click is all the demonstration people sign in with.
  if (row.demonstration && !row.hasPassword) return 'signed-in';
  if (row.secondFactor && !row.secondFactorPassed) return 'second-factor';
  const changed = row.passwordChangedAt === null ? Number.NaN : Date.parse(row.passwordChangedAt);
  const expired = !(Date.now() - changed < settings.passwordDays * 86_400_000);
  if (expired) return 'password';
  if (settings.requireSecondFactor && !row.secondFactor && administratorRole(actor)) return 'enrolment';
  return 'signed-in';
}

/** `Authorization: Bearer …`, or the password of basic auth, which is what GIS programs can store. */
function bearerToken(request: IncomingMessage): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  const [scheme = '', value = ''] = authorization.split(' ');
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

/** The access token in a request's address, where a program can store nothing else. */
export function addressToken(request: IncomingMessage): string | undefined {
  const url = request.url ?? '';
  const query = url.indexOf('?');
  if (query < 0 || !url.includes('token=', query)) return undefined;
  return new URLSearchParams(url.slice(query + 1)).get('token') ?? undefined;
}

/** Where a request came from; behind trusted proxies the address that the outermost of them saw. */
export function originOf(
  request: IncomingMessage & { readonly id?: unknown },
  trustProxy: number,
): RequestOrigin {
  return { id: String(request.id ?? ''), address: addressOf(request, trustProxy) };
}

export function addressOf(request: IncomingMessage, trustProxy: number): string {
  const direct = request.socket.remoteAddress ?? '';
  if (trustProxy === 0) return plain(direct);
  const chain = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return plain(chain.at(-trustProxy) ?? chain[0] ?? direct).slice(0, 64);
}

/** IPv4 written as IPv6 is the same address. */
function plain(address: string): string {
  return address.replace(/^::ffff:/, '');
}
