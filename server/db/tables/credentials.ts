import type { Queryable } from '#server/db/database.ts';

/** 换口令: sets it, remembers it among the last `remembered`, and makes an invited person an active one; false when it was changed meanwhile. */
export async function setPassword(
  tx: Queryable,
  personId: string,
  hash: string,
  before: string | null,
  remembered: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.people set password_hash = $2, password_changed_at = clock_timestamp(), state = 'active'
     where id = $1 and state <> 'disabled' and password_hash is not distinct from $3 returning id`,
    [personId, hash, before],
  );
  if (rows.length === 0) return false;
  await tx.query('insert into gengjie.password_history (person_id, password_hash) values ($1, $2)', [
    personId,
    hash,
  ]);
  await tx.query(
    `delete from gengjie.password_history where person_id = $1 and set_at not in (
       select set_at from gengjie.password_history where person_id = $1 order by set_at desc limit $2)`,
    [personId, remembered],
  );
  return true;
}

/** Hashes of the last passwords, the present one first. */
export async function passwordHistory(db: Queryable, personId: string): Promise<string[]> {
  const rows = await db.query<{ hash: string }>(
    'select password_hash as hash from gengjie.password_history where person_id = $1 order by set_at desc',
    [personId],
  );
  return rows.map(({ hash }) => hash);
}

/** 一次性链接: the only good one of the person from now on. Returns when it ends. */
export async function insertLink(
  tx: Queryable,
  personId: string,
  tokenSha256: Uint8Array,
  hours: number,
): Promise<string> {
  await tx.query('delete from gengjie.one_time_links where person_id = $1', [personId]);
  const [row] = await tx.query<{ expiresAt: string }>(
    `insert into gengjie.one_time_links (token_sha256, person_id, expires_at)
     values ($1, $2, clock_timestamp() + $3::double precision * interval '1 hour') returning expires_at as "expiresAt"`,
    [tokenSha256, personId, hours],
  );
  return row?.expiresAt ?? '';
}

export async function voidLinks(tx: Queryable, personId: string): Promise<void> {
  await tx.query('delete from gengjie.one_time_links where person_id = $1', [personId]);
}

/** A link that is still good. */
export async function linkOf(
  db: Queryable,
  tokenSha256: Uint8Array,
): Promise<{ personId: string; expiresAt: string } | undefined> {
  const [row] = await db.query<{ personId: string; expiresAt: string }>(
    `select person_id as "personId", expires_at as "expiresAt" from gengjie.one_time_links
     where token_sha256 = $1 and used_at is null and clock_timestamp() < expires_at`,
    [tokenSha256],
  );
  return row;
}

/** Uses a link up; false when somebody was quicker. */
export async function spendLink(tx: Queryable, tokenSha256: Uint8Array): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.one_time_links set used_at = clock_timestamp()
     where token_sha256 = $1 and used_at is null and clock_timestamp() < expires_at returning person_id`,
    [tokenSha256],
  );
  return rows.length > 0;
}

/** 动态口令: a secret that does not count before it is confirmed; false when one is in force. */
export async function proposeSecret(tx: Queryable, personId: string, secret: string): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.people set totp_secret = $2, totp_last_step = null where id = $1 and totp_confirmed_at is null returning id`,
    [personId, secret],
  );
  return rows.length > 0;
}

/** The proposed secret is in force from here on, and the code of `step` used. */
export async function confirmSecret(
  tx: Queryable,
  personId: string,
  secret: string,
  step: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.people set totp_confirmed_at = clock_timestamp(), totp_last_step = $3
     where id = $1 and totp_confirmed_at is null and totp_secret = $2 returning id`,
    [personId, secret, step],
  );
  return rows.length > 0;
}

/** Uses the code of a step up; false when it, or a later one, was used already. */
export async function spendStep(
  tx: Queryable,
  personId: string,
  secret: string,
  step: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.people set totp_last_step = $3
     where id = $1 and totp_secret = $2 and totp_confirmed_at is not null and coalesce(totp_last_step < $3, true) returning id`,
    [personId, secret, step],
  );
  return rows.length > 0;
}

/** 清除动态口令, and the recovery codes with it. */
export async function clearSecret(tx: Queryable, personId: string): Promise<void> {
  await tx.query(
    'update gengjie.people set totp_secret = null, totp_confirmed_at = null, totp_last_step = null where id = $1',
    [personId],
  );
  await tx.query('delete from gengjie.recovery_codes where person_id = $1', [personId]);
}

/** 恢复码: these and no others. */
export async function replaceRecoveryCodes(
  tx: Queryable,
  personId: string,
  hashes: readonly Uint8Array[],
): Promise<void> {
  await tx.query('delete from gengjie.recovery_codes where person_id = $1', [personId]);
  for (const hash of hashes) {
    await tx.query('insert into gengjie.recovery_codes (person_id, code_sha256) values ($1, $2)', [
      personId,
      hash,
    ]);
  }
}

/** Uses a recovery code up; false when the person has no such code left. */
export async function spendRecoveryCode(tx: Queryable, personId: string, hash: Uint8Array): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.recovery_codes set used_at = clock_timestamp()
     where person_id = $1 and code_sha256 = $2 and used_at is null returning person_id`,
    [personId, hash],
  );
  return rows.length > 0;
}
