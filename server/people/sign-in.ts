import type { Actor } from '#server/access/actor.ts';
import type { SystemContext } from '#server/context.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { type Credentials, credentialsByUsername, setPasswordHash } from '#server/db/tables/people.ts';
import { endSession, endSessionOfToken, openSession } from '#server/db/tables/sessions.ts';
import { forgetTries, forgiveTry } from '#server/db/tables/sign-in.ts';
import { actingAs, type From, newSecret, secretHash } from '#server/people/acting-as.ts';
import { isInCast } from '#server/people/demonstration-people.ts';
import { beginTry, failTry } from '#server/people/lock-out.ts';
import { hashPassword, isOutdated, isPassword } from '#server/people/password.ts';
import { noDemonstration } from '#server/people/problems.ts';

/** From where somebody signs in. */
export interface SignInFrom {
  readonly origin: NonNullable<From>;
  readonly agent: string;
  /** Token of the session this browser had before: it ends. */
  readonly before: string | undefined;
  /** Whether 示例人物 may sign in from there. */
  readonly demonstration: boolean;
}

/**
 * 登录: name and password. Returns the token of a new session, in which more steps may be due. A name nobody has, a wrong password and a
 * disabled person are one and the same refusal, at the same cost.
 *
 * @throws Problem `sign-in-refused`, `too-many-tries`, `sign-in-busy`
 */
export async function signIn(
  { db, config }: SystemContext,
  typed: { readonly username: string; readonly password: string },
  from: SignInFrom,
): Promise<string> {
  const username = typed.username.trim().toLowerCase().slice(0, 100);
  const tried = await beginTry(db, username, from.origin);
  const person = await credentialsByUsername(db, username);
  const right = await isPassword(typed.password, person?.passwordHash);
  if (!right || person?.state !== 'active' || (person.demonstration && !from.demonstration)) {
    return failTry(db, { person, tried, origin: from.origin, factor: 'password' });
  }
  const renewed =
    person.passwordHash && isOutdated(person.passwordHash) ? await hashPassword(typed.password) : undefined;
  const token = newSecret();
  await actingAs(db, person, from.origin, async (tx) => {
    if (renewed) await setPasswordHash(tx, person.id, renewed, person.passwordHash);
    await replaceSession(tx, person, token, config.sessionHours, from);
    if (person.totpConfirmed) return forgiveTry(tx, username);
    await forgetTries(tx, username);
    await recordAct(tx, { action: 'session.sign-in', subject: username });
  });
  return token;
}

/**
 * 示例登录: one click, no password.
 *
 * @throws Problem `not-found` where there is no such person, or not from there
 */
export async function signInDemonstration(
  { db, config }: SystemContext,
  username: string,
  from: SignInFrom,
): Promise<string> {
  const person =
    from.demonstration && isInCast(username) ? await credentialsByUsername(db, username) : undefined;
  if (!person?.demonstration || person.state !== 'active' || person.passwordHash !== null)
    throw noDemonstration();
  const token = newSecret();
  await actingAs(db, person, from.origin, async (tx) => {
    await replaceSession(tx, person, token, config.sessionHours, from);
    await recordAct(tx, { action: 'session.sign-in', subject: username, detail: { demonstration: true } });
  });
  return token;
}

/** Begins a session under a token nobody has seen, and ends the one that this browser had. */
export async function replaceSession(
  tx: Queryable,
  person: Pick<Credentials, 'id'>,
  token: string,
  hours: number,
  { origin, agent, before }: SignInFrom,
): Promise<string> {
  if (before !== undefined) await endSessionOfToken(tx, secretHash(before));
  return openSession(tx, {
    personId: person.id,
    tokenSha256: secretHash(token),
    hours,
    address: origin.address,
    agent,
  });
}

/** 退出登录. */
export async function signOut({ db }: SystemContext, actor: Actor, origin: NonNullable<From>): Promise<void> {
  await actingAs(db, actor, origin, async (tx) => {
    if (!(await endSession(tx, actor.id, actor.via.id))) return;
    await recordAct(tx, { action: 'session.sign-out', subject: actor.username });
  });
}
