import type { Database } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import type { Credentials } from '#server/db/tables/people.ts';
import { countTry, type Try, tries } from '#server/db/tables/sign-in.ts';
import { actingAs, type From } from '#server/people/acting-as.ts';
import { isPassword } from '#server/people/password.ts';
import { signInRefused, tooManyTries } from '#server/people/problems.ts';

/**
 * 登录锁定: counts a try of a name, committed before anything is compared, so that twenty at the same moment are five.
 *
 * @throws Problem `too-many-tries`
 */
export async function beginTry(db: Database, username: string, origin: From): Promise<Try> {
  const tried = await actingAs(db, null, origin, (tx) => countTry(tx, username));
  if (tried.retryAfter !== null) throw tooManyTries(tried.retryAfter);
  return tried;
}

/** Leaves the counted try as it is, writes down that it failed, and refuses. */
export async function failTry(
  db: Database,
  {
    person,
    tried,
    origin,
    factor,
    acting = null,
  }: {
    /** Whose name it was; of a name nobody has only that is kept, since it may be a password in the wrong field. */
    readonly person: Pick<Credentials, 'id' | 'username'> | undefined;
    readonly tried: Try;
    readonly origin: From;
    readonly factor: 'password' | 'second-factor';
    readonly acting?: { readonly id: string } | null;
  },
): Promise<never> {
  const subject = person?.username ?? '(unknown)';
  await actingAs(db, acting, origin, async (tx) => {
    await recordAct(tx, {
      action: 'session.sign-in-refused',
      outcome: 'refused',
      subject,
      detail: { factor, failed: tried.failed },
    });
    if (tried.failed < tries.most) return;
    await recordAct(tx, { action: 'session.locked', subject, detail: { minutes: tries.lockedMinutes } });
  });
  throw signInRefused();
}

/**
 * Asks somebody who is signed in for their password again; wrong tries count as at sign-in. The counted try stays until `forgiveTry`.
 *
 * @throws Problem `sign-in-refused`, `too-many-tries`
 */
export async function checkPassword(
  db: Database,
  acting: { readonly id: string },
  person: Pick<Credentials, 'id' | 'username' | 'passwordHash'>,
  password: string,
  origin: From,
): Promise<void> {
  const tried = await beginTry(db, person.username, origin);
  if (await isPassword(password, person.passwordHash)) return;
  await failTry(db, { person, tried, origin, factor: 'password', acting });
}
