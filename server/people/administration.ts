import type { Person } from '#core/contract/people.ts';
import type { Actor, RequestOrigin } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { clearSecret, voidLinks } from '#server/db/tables/credentials.ts';
import { isLastAdministrator, lockGrants } from '#server/db/tables/grants.ts';
import { clearPassword, insertPerson, personById, updatePerson } from '#server/db/tables/people.ts';
import { endSessions } from '#server/db/tables/sessions.ts';
import { forgetTries } from '#server/db/tables/sign-in.ts';
import { revokeTokens } from '#server/db/tables/tokens.ts';
import { actingAs } from '#server/people/acting-as.ts';
import { isInCast } from '#server/people/demonstration-people.ts';
import { newLink, type OneTimeLink } from '#server/people/links.ts';
import {
  lastAdministrator,
  personNotFound,
  usernameTaken,
  withoutPassword,
} from '#server/people/problems.ts';

/** An administrator's request: who, and from where. */
export interface Administering {
  readonly db: Database;
  readonly actor: Actor;
  readonly origin: RequestOrigin;
}

/** 新增人员: invited, without any right. Who is added by a demonstration person is one too, and gone with the demonstration. */
export function addPerson(
  { db, actor, origin }: Administering,
  { username, name }: { readonly username: string; readonly name: string },
  site: string,
): Promise<OneTimeLink & { person: Person }> {
  return actingAs(db, actor, origin, async (tx) => {
    const { demonstration } = actor;
    const id = await insertPerson(tx, {
      username,
      name,
      state: 'invited',
      demonstration,
      createdBy: actor.id,
    });
    if (!id) throw usernameTaken(username);
    const link = await newLink(tx, id, site);
    const person = await found(tx, actor, id);
    await recordAct(tx, { action: 'person.add', subject: username });
    return { person, ...link };
  });
}

/**
 * 修改姓名、停用、启用. Who is disabled is out at once: sessions end, links are void, tokens are refused.
 *
 * @throws Problem `last-administrator`
 */
export function changePerson(
  administering: Administering,
  id: string,
  change: { readonly name?: string | undefined; readonly disabled?: boolean | undefined },
): Promise<Person> {
  return onPerson(administering, id, async (tx, { username }) => {
    if (change.disabled) {
      await lockGrants(tx);
      if (await isLastAdministrator(tx, id)) throw lastAdministrator();
      await endSessions(tx, id);
      await voidLinks(tx, id);
    }
    await updatePerson(tx, id, change);
    return {
      action: 'person.change',
      subject: username,
      detail: {
        ...(change.name === undefined ? {} : { renamed: true }),
        ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
      },
    };
  });
}

/** 重置口令: the password, all sessions and all API tokens end; the link lets the person set a new one. */
export async function resetPerson(
  administering: Administering,
  id: string,
  site: string,
): Promise<OneTimeLink & { person: Person }> {
  let link: OneTimeLink | undefined;
  const person = await onPerson(administering, id, async (tx, { username, state }) => {
    if (isInCast(username)) throw notAllowed(withoutPassword);
    if (state === 'disabled') throw notAllowed(enableFirst);
    await clearPassword(tx, id);
    await endSessions(tx, id);
    await revokeTokens(tx, id);
    link = await newLink(tx, id, site);
    return { action: 'person.reset', subject: username };
  });
  if (!link) throw new Error('the reset made no link');
  return { person, ...link };
}

/** 解除锁定. */
export function unlockPerson(administering: Administering, id: string): Promise<Person> {
  return onPerson(administering, id, async (tx, { username }) => {
    await forgetTries(tx, username);
    return { action: 'person.unlock', subject: username };
  });
}

/** 清除丢失的动态口令: whoever found it shall not be signed in with it, so sessions end too. */
export function clearSecondFactor(administering: Administering, id: string): Promise<Person> {
  return onPerson(administering, id, async (tx, { username }) => {
    await clearSecret(tx, id);
    await endSessions(tx, id);
    return { action: 'second-factor.removed', subject: username, detail: { by: 'administrator' } };
  });
}

/** The person, for an administrator to whom they exist: of demonstration administrators only demonstration people. */
export async function found(db: Queryable, actor: Actor, id: string): Promise<Person> {
  const person = await personById(db, id);
  if (!person || (actor.demonstration && !person.demonstration)) throw personNotFound();
  return person;
}

/** One transaction: the person as they are, the change, its audit line; the person as they are after it. */
function onPerson(
  { db, actor, origin }: Administering,
  id: string,
  change: (tx: Queryable, person: Person) => Promise<Parameters<typeof recordAct>[1]>,
): Promise<Person> {
  return actingAs(db, actor, origin, async (tx) => {
    const act = await change(tx, await found(tx, actor, id));
    const person = await found(tx, actor, id);
    await recordAct(tx, act);
    return person;
  });
}

const enableFirst = {
  zh: '该人员已停用，请先启用再重置口令。',
  en: 'The person is disabled: enable them before the password is reset.',
};
