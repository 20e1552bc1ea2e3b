import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Actor } from '#server/access/actor.ts';
import { administratorRole } from '#server/access/actor.ts';
import { notAllowed, stepRequired } from '#server/access/problems.ts';
import type { SystemContext } from '#server/context.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import {
  clearSecret,
  confirmSecret,
  proposeSecret,
  replaceRecoveryCodes,
  spendRecoveryCode,
  spendStep,
} from '#server/db/tables/credentials.ts';
import { type Credentials, credentialsById } from '#server/db/tables/people.ts';
import { changeSessionToken, passSecondFactor } from '#server/db/tables/sessions.ts';
import { forgetTries, forgiveTry } from '#server/db/tables/sign-in.ts';
import { actingAs, type From, newSecret, secretHash } from '#server/people/acting-as.ts';
import { beginTry, checkPassword, failTry } from '#server/people/lock-out.ts';
import { secondFactorRequired, secondFactorSet, withoutPassword } from '#server/people/problems.ts';

const periodSeconds = 30;
const recoveryCodes = 8;

type Origin = NonNullable<From>;

/**
 * 输入动态口令: finishes a sign-in by the code of the authenticator or by a recovery code. The session goes on under a new token, which is
 * returned; undefined when no code is due.
 *
 * @throws Problem `sign-in-refused`, `too-many-tries`
 */
export async function sendSecondFactor(
  { db }: SystemContext,
  actor: Actor,
  code: string,
  origin: Origin,
): Promise<string | undefined> {
  if (actor.step !== 'second-factor') return undefined;
  const person = await personOf(db, actor);
  const tried = await beginTry(db, person.username, origin);
  const token = newSecret();
  const right = await actingAs(db, actor, origin, async (tx) => {
    const by = await spendCode(tx, person, code);
    if (!by) return false;
    await passSecondFactor(tx, actor.via.id);
    await changeSessionToken(tx, actor.via.id, secretHash(token));
    await forgetTries(tx, person.username);
    await recordAct(tx, {
      action: 'session.sign-in',
      subject: person.username,
      detail: { secondFactor: by },
    });
    return true;
  });
  return right ? token : failTry(db, { person, tried, origin, factor: 'second-factor' });
}

/** 开始绑定: a secret that counts once a code of it was shown. */
export async function startSecondFactor(
  { db }: SystemContext,
  actor: Actor,
  origin: Origin,
): Promise<{ secret: string; uri: string }> {
  const person = await personOf(db, actor);
  if (actor.step === 'second-factor' || actor.step === 'password') throw stepRequired(actor.step);
  // Nobody could take it away again: that needs the password.
  if (person.demonstration && person.passwordHash === null) throw notAllowed(withoutPassword);
  const totp = totpOf(person.username, new Secret({ size: 20 }));
  const proposed = await actingAs(db, actor, origin, (tx) =>
    proposeSecret(tx, person.id, totp.secret.base32),
  );
  if (!proposed) throw secondFactorSet();
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/**
 * 确认绑定. Returns the recovery codes, which are kept nowhere but as hashes.
 *
 * @throws Problem `sign-in-refused`, `too-many-tries`
 */
export async function confirmSecondFactor(
  { db }: SystemContext,
  actor: Actor,
  code: string,
  origin: Origin,
): Promise<string[]> {
  const person = await personOf(db, actor);
  if (actor.step === 'second-factor' || actor.step === 'password') throw stepRequired(actor.step);
  const tried = await beginTry(db, person.username, origin);
  const { totpSecret } = person;
  const step = totpSecret === null ? undefined : stepOf(person.username, totpSecret, code);
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  const done =
    step !== undefined &&
    totpSecret !== null &&
    (await actingAs(db, actor, origin, async (tx) => {
      if (!(await confirmSecret(tx, person.id, totpSecret, step))) return false;
      await replaceRecoveryCodes(
        tx,
        person.id,
        codes.map((each) => recoveryHash(person.id, each)),
      );
      await passSecondFactor(tx, actor.via.id);
      await forgiveTry(tx, person.username);
      await recordAct(tx, { action: 'second-factor.set', subject: person.username });
      return true;
    }));
  return done ? codes : failTry(db, { person, tried, origin, factor: 'second-factor', acting: actor });
}

/**
 * 解除动态口令, with the password. Administrators keep theirs where the office requires it.
 *
 * @throws Problem `second-factor-required`, `sign-in-refused`, `too-many-tries`
 */
export async function removeSecondFactor(
  { db, config }: SystemContext,
  actor: Actor,
  password: string,
  origin: Origin,
): Promise<void> {
  if (config.requireSecondFactor && administratorRole(actor)) throw secondFactorRequired();
  const person = await personOf(db, actor);
  await checkPassword(db, actor, person, password, origin);
  await actingAs(db, actor, origin, async (tx) => {
    await clearSecret(tx, person.id);
    await forgiveTry(tx, person.username);
    await recordAct(tx, { action: 'second-factor.removed', subject: person.username });
  });
}

async function personOf(db: Queryable, actor: Actor): Promise<Credentials> {
  const person = await credentialsById(db, actor.id);
  if (!person) throw new Error('a session without its person');
  return person;
}

/** Uses up a code of six digits, or a recovery code; which of them it was. */
async function spendCode(
  tx: Queryable,
  { id, username, totpSecret }: Credentials,
  code: string,
): Promise<'totp' | 'recovery' | undefined> {
  if (!/^\d{6}$/.test(code)) {
    return (await spendRecoveryCode(tx, id, recoveryHash(id, code))) ? 'recovery' : undefined;
  }
  const step = totpSecret === null ? undefined : stepOf(username, totpSecret, code);
  if (totpSecret === null || step === undefined) return undefined;
  return (await spendStep(tx, id, totpSecret, step)) ? 'totp' : undefined;
}

/** The step of 30 seconds whose code it is, one before and one after now allowed, since clocks differ. */
function stepOf(username: string, secret: string, code: string): number | undefined {
  const timestamp = Date.now();
  const delta = totpOf(username, Secret.fromBase32(secret)).validate({ token: code, window: 1, timestamp });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / periodSeconds) + delta;
}

/** SHA-1, six digits, thirty seconds: what every authenticator knows. */
function totpOf(username: string, secret: Secret): TOTP {
  return new TOTP({
    issuer: 'Gengjie',
    label: username,
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
    secret,
  });
}

/** 80 bits in four groups, in Crockford's letters. */
function newRecoveryCode(): string {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  const text = [...randomBytes(16)].map((byte) => letters[byte & 31]).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** However it is typed: with or without hyphens, in either case, O for 0, I or L for 1. */
function recoveryHash(personId: string, code: string): Buffer {
  const plain = code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return secretHash(`${personId} ${plain.replaceAll('o', '0').replaceAll(/[il]/g, '1')}`);
}
