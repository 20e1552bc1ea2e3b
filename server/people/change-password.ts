import { passwordFaults, passwordFaultTexts, passwordRules } from '#core/rights/password.ts';
import type { Actor } from '#server/access/actor.ts';
import { notAllowed, stepRequired } from '#server/access/problems.ts';
import type { SystemContext } from '#server/context.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { passwordHistory, setPassword, spendLink, voidLinks } from '#server/db/tables/credentials.ts';
import { type Credentials, credentialsById } from '#server/db/tables/people.ts';
import { changeSessionToken, endSessions } from '#server/db/tables/sessions.ts';
import { forgetTries, forgiveTry } from '#server/db/tables/sign-in.ts';
import { actingAs, type From, newSecret, secretHash } from '#server/people/acting-as.ts';
import { readLink } from '#server/people/links.ts';
import { checkPassword } from '#server/people/lock-out.ts';
import { hashPassword, isPassword } from '#server/people/password.ts';
import { linkNotValid, passwordRefused, signInRefused, withoutPassword } from '#server/people/problems.ts';
import { replaceSession, type SignInFrom } from '#server/people/sign-in.ts';

/**
 * 修改口令: ends every other session; this one goes on under a new token, which is returned.
 *
 * @throws Problem `sign-in-refused`, `too-many-tries`, `password-refused`
 */
export async function changePassword(
  { db }: SystemContext,
  actor: Actor,
  typed: { readonly current: string; readonly next: string },
  origin: NonNullable<From>,
): Promise<string> {
  if (actor.step === 'second-factor') throw stepRequired(actor.step);
  const person = await credentialsById(db, actor.id);
  if (!person || (person.demonstration && person.passwordHash === null)) throw notAllowed(withoutPassword);
  await checkPassword(db, actor, person, typed.current, origin);
  const hash = await newHash(db, person, typed.next, 'next');
  const token = newSecret();
  await actingAs(db, actor, origin, async (tx) => {
    if (!(await setPassword(tx, person.id, hash, person.passwordHash, passwordRules.remembered))) {
      throw signInRefused();
    }
    await forgiveTry(tx, person.username);
    await endSessions(tx, person.id, actor.via.id);
    await changeSessionToken(tx, actor.via.id, secretHash(token));
    await voidLinks(tx, person.id);
    await recordAct(tx, { action: 'password.change', subject: person.username });
  });
  return token;
}

/**
 * 激活: sets a password with a one-time link, which is used up, and opens a session. Every earlier session ends. Returns the token.
 *
 * @throws Problem `link-not-valid`, `password-refused`
 */
export async function activate(
  context: SystemContext,
  typed: { readonly token: string; readonly password: string },
  from: SignInFrom,
): Promise<string> {
  const { db, config } = context;
  const { person } = await readLink(db, typed.token, from.demonstration);
  const hash = await newHash(db, person, typed.password, 'password');
  const token = newSecret();
  await actingAs(db, person, from.origin, async (tx) => {
    const isFirst = await spendLink(tx, secretHash(typed.token));
    if (
      !isFirst ||
      !(await setPassword(tx, person.id, hash, person.passwordHash, passwordRules.remembered))
    ) {
      throw linkNotValid();
    }
    await forgetTries(tx, person.username);
    await endSessions(tx, person.id);
    await replaceSession(tx, person, token, config.sessionHours, from);
    await recordAct(tx, { action: 'password.change', subject: person.username, detail: { by: 'link' } });
    if (person.totpConfirmed) return;
    await recordAct(tx, { action: 'session.sign-in', subject: person.username, detail: { by: 'link' } });
  });
  return token;
}

/** Hash of a password that keeps every rule. */
async function newHash(db: Queryable, person: Credentials, password: string, field: string): Promise<string> {
  const faults = passwordFaults(password, person);
  if (faults.length > 0)
    throw passwordRefused(
      field,
      faults.map((fault) => passwordFaultTexts[fault]),
    );
  for (const earlier of await passwordHistory(db, person.id)) {
    if (await isPassword(password, earlier)) throw passwordRefused(field, [passwordFaultTexts.reused]);
  }
  return hashPassword(password);
}
