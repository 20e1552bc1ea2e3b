import type { Database, Queryable } from '#server/db/database.ts';
import { insertLink, linkOf } from '#server/db/tables/credentials.ts';
import { type Credentials, credentialsById } from '#server/db/tables/people.ts';
import { newSecret, secretHash } from '#server/people/acting-as.ts';
import { linkNotValid } from '#server/people/problems.ts';

const hours = 72;

export interface OneTimeLink {
  /** Absolute; the token is in the fragment, which a browser keeps to itself. */
  readonly link: string;
  readonly expiresAt: string;
}

/** 一次性链接: lets the person set a password within three days, once. Any earlier one is void. */
export async function newLink(tx: Queryable, personId: string, site: string): Promise<OneTimeLink> {
  const token = newSecret();
  const expiresAt = await insertLink(tx, personId, secretHash(token), hours);
  return { link: `${site}/#activate=${token}`, expiresAt };
}

/**
 * Whom a link is for, while it is good. The link stays good.
 *
 * @param demonstration whether 示例人物 may sign in from where this is asked
 * @throws Problem `link-not-valid`
 */
export async function readLink(
  db: Database,
  token: string,
  demonstration: boolean,
): Promise<{ person: Credentials; expiresAt: string }> {
  const link = await linkOf(db, secretHash(token));
  const person = link && (await credentialsById(db, link.personId));
  if (!person || person.state === 'disabled' || (person.demonstration && !demonstration))
    throw linkNotValid();
  return { person, expiresAt: link.expiresAt };
}
