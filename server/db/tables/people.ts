import type { Person } from '#core/contract/people.ts';
import type { GrantRow } from '#core/contract/session.ts';
import type { Queryable } from '#server/db/database.ts';

/** What signing in looks at. */
export interface Credentials {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly state: Person['state'];
  readonly demonstration: boolean;
  readonly passwordHash: string | null;
  readonly totpSecret: string | null;
  readonly totpConfirmed: boolean;
}

/** 示例人物 are there only while the database holds the demonstration area; of a person `p`. */
export const standing = `(not p.demonstration or exists (
  select from gengjie.settings w where w.key = 'workspace' and w.value -> 'demonstration' = 'true'))`;

const credentialColumns = `id, username, name, state, demonstration, password_hash as "passwordHash",
  totp_secret as "totpSecret", totp_confirmed_at is not null as "totpConfirmed"`;

export async function credentialsByUsername(
  db: Queryable,
  username: string,
): Promise<Credentials | undefined> {
  const [row] = await db.query<Credentials>(
    `select ${credentialColumns} from gengjie.people p where username = $1 and ${standing}`,
    [username],
  );
  return row;
}

export async function credentialsById(db: Queryable, id: string): Promise<Credentials | undefined> {
  const [row] = await db.query<Credentials>(
    `select ${credentialColumns} from gengjie.people p where id = $1 and ${standing}`,
    [id],
  );
  return row;
}

/** 任职 with the regions' names, of a person `p`. */
const grantColumn = `coalesce((
    select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'regionCode', g.region_code, 'regionName', r.name) order by g.id)
    from gengjie.person_roles g
    left join gengjie.regions r on g.region_code <> '' and r.in_force and rpad(r.code, 12, '0') = rpad(g.region_code, 12, '0')
    where g.person_id = p.id and g.revoked_at is null), '[]') as grants`;

const personColumns = `p.id, p.username, p.name, p.state, p.demonstration, p.totp_confirmed_at is not null as "secondFactor",
  p.created_at as "createdAt",
  (select t.locked_until from gengjie.sign_in_tries t where t.username = p.username and t.locked_until > clock_timestamp()) as "lockedUntil",
  greatest((select max(s.seen_at) from gengjie.sessions s where s.person_id = p.id),
    (select max(t.last_used_at) from gengjie.tokens t where t.person_id = p.id)) as "lastSeenAt", ${grantColumn}`;

/** 人员清单, by username. */
export function allPeople(db: Queryable): Promise<Person[]> {
  return db.query(`select ${personColumns} from gengjie.people p order by p.username`);
}

export async function personById(db: Queryable, id: string): Promise<Person | undefined> {
  const [row] = await db.query<Person>(`select ${personColumns} from gengjie.people p where p.id = $1`, [id]);
  return row;
}

export async function personByUsername(db: Queryable, username: string): Promise<Person | undefined> {
  const [row] = await db.query<Person>(
    `select ${personColumns} from gengjie.people p where p.username = $1`,
    [username],
  );
  return row;
}

/** The person of a session as the screen shows them. */
export async function sessionPerson(
  db: Queryable,
  id: string,
): Promise<
  | {
      id: string;
      username: string;
      name: string;
      demonstration: boolean;
      secondFactor: boolean;
      grants: GrantRow[];
    }
  | undefined
> {
  const [row] = await db.query<NonNullable<Awaited<ReturnType<typeof sessionPerson>>>>(
    `select p.id, p.username, p.name, p.demonstration, p.totp_confirmed_at is not null as "secondFactor", ${grantColumn}
     from gengjie.people p where p.id = $1`,
    [id],
  );
  return row;
}

/** Adds a person, or finds the username taken: undefined. */
export async function insertPerson(
  tx: Queryable,
  person: {
    readonly username: string;
    readonly name: string;
    readonly state: Person['state'];
    readonly demonstration: boolean;
    readonly createdBy: string | null;
  },
): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `insert into gengjie.people (username, name, state, demonstration, created_by) values ($1, $2, $3, $4, $5)
     on conflict (username) do nothing returning id`,
    [person.username, person.name, person.state, person.demonstration, person.createdBy],
  );
  return row?.id;
}

/** Usernames of active demonstration people without a password. */
export async function activeDemonstrationPeople(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ username: string }>(
    `select username from gengjie.people where demonstration and state = 'active' and password_hash is null`,
  );
  return rows.map(({ username }) => username);
}

/** Stores the same password under other parameters, unless it was changed meanwhile. */
export async function setPasswordHash(
  tx: Queryable,
  id: string,
  hash: string,
  before: string | null,
): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.people set password_hash = $2 where id = $1 and password_hash is not distinct from $3 returning id`,
    [id, hash, before],
  );
  return rows.length > 0;
}

/** 改名、停用、启用; what is left out stays. Who is enabled without a password is invited. */
export async function updatePerson(
  tx: Queryable,
  id: string,
  { name, disabled }: { readonly name?: string | undefined; readonly disabled?: boolean | undefined },
): Promise<void> {
  await tx.query(
    `update gengjie.people set name = coalesce($2, name),
       state = case when $3::boolean then 'disabled'
         when not $3::boolean and state = 'disabled' then case when password_hash is null and not demonstration then 'invited' else 'active' end
         else state end
     where id = $1`,
    [id, name ?? null, disabled ?? null],
  );
}

/** 重置: the password is gone, and the person invited again. */
export async function clearPassword(tx: Queryable, id: string): Promise<void> {
  await tx.query(`update gengjie.people set password_hash = null, state = 'invited' where id = $1`, [id]);
}
