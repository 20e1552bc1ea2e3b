-- People, how they sign in, what they may do, and the audit log. None of these tables is open to the role of requests
-- (gengjie_person): only the product's own operations read and write them.

-- The role in which every person's request runs: it owns nothing, so row-level security holds for it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'gengjie_person') then
    begin
      create role gengjie_person nologin;
    exception when duplicate_object or unique_violation then
      null; -- another database of the same server was being set up
    end;
  end if;
  if not pg_has_role(current_user, 'gengjie_person', 'member') then
    execute format('grant gengjie_person to %I', current_user);
  end if;
end
$$;
grant usage on schema gengjie to gengjie_person;

-- 人员
create table gengjie.people (
  id uuid primary key default gen_random_uuid(),
  username text not null constraint people_username_format check (username ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  name text not null check (length(name) between 1 and 60),
  state text not null default 'invited' check (state in ('invited', 'active', 'disabled')),
  demonstration boolean not null default false,
  password_hash text,
  password_changed_at timestamptz,
  -- 动态口令: the secret counts once it is confirmed; a code of a step is good once.
  totp_secret text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  created_at timestamptz not null default now(),
  created_by uuid references gengjie.people (id),
  -- What follows from person_roles and role_rights, kept by their triggers, since every request needs it: numbers of the grants held, and
  -- action → {subject → text[] of region prefixes}.
  held_grants text not null default '',
  rights jsonb not null default '{}'
);
create unique index people_username on gengjie.people (username);

-- 用过的口令
create table gengjie.password_history (
  person_id uuid not null references gengjie.people (id),
  password_hash text not null,
  set_at timestamptz not null default clock_timestamp(),
  primary key (person_id, set_at)
);

-- 恢复码, for a lost authenticator; each is good once.
create table gengjie.recovery_codes (
  person_id uuid not null references gengjie.people (id),
  code_sha256 bytea not null,
  used_at timestamptz,
  primary key (person_id, code_sha256)
);

-- 登录失败: by the name that was typed, whether somebody has it or not, so that a lock-out tells a stranger nothing.
create table gengjie.sign_in_tries (
  username text primary key,
  failed integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);

-- 一次性链接
create table gengjie.one_time_links (
  token_sha256 bytea primary key,
  person_id uuid not null references gengjie.people (id),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_links_person on gengjie.one_time_links (person_id);

-- 会话: the cookie holds the token, the database its hash.
create table gengjie.sessions (
  id uuid primary key default gen_random_uuid(),
  token_sha256 bytea not null unique,
  person_id uuid not null references gengjie.people (id),
  second_factor_passed boolean not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  address text not null,
  agent text not null
);
create index sessions_person on gengjie.sessions (person_id) where ended_at is null;

-- 访问令牌
create table gengjie.tokens (
  id uuid primary key default gen_random_uuid(),
  token_sha256 bytea not null unique,
  person_id uuid not null references gengjie.people (id),
  name text not null check (length(name) between 1 and 60),
  scope text not null check (scope in ('read', 'write')),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index tokens_person on gengjie.tokens (person_id);

-- 权限表, filled from the product's table of rights after every migration run.
create table gengjie.role_rights (
  role text not null,
  subject text not null,
  action text not null,
  primary key (role, subject, action)
);

-- 任职: a role inside a region. Withdrawn grants stay as rows.
create table gengjie.person_roles (
  id bigint generated always as identity primary key,
  person_id uuid not null references gengjie.people (id),
  role text not null constraint person_roles_role_known
    check (role in ('viewer', 'field', 'inspector', 'planner', 'leader', 'system', 'security', 'audit')),
  region_code text not null,
  -- What the codes of everything inside the region start with.
  prefix text generated always as (
    case
      when right(rpad(region_code, 12, '0'), 6) = '000000' then left(region_code, 6)
      when right(rpad(region_code, 12, '0'), 3) = '000' then left(region_code, 9)
      else region_code
    end) stored,
  granted_at timestamptz not null default clock_timestamp(),
  granted_by uuid references gengjie.people (id),
  revoked_at timestamptz,
  revoked_by uuid references gengjie.people (id),
  constraint person_roles_region check (
    case when role in ('system', 'security', 'audit') then region_code = ''
    else region_code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$' end)
);
create unique index person_roles_held on gengjie.person_roles (person_id, role, prefix) where revoked_at is null;

-- 三员分立: an administrator holds that one role and nothing else, whichever of two grants comes first.
create function gengjie.keep_administrators_apart() returns trigger language plpgsql as $$
begin
  perform 1 from gengjie.people where id = new.person_id for update;
  if (select count(distinct role) > 1 and bool_or(role in ('system', 'security', 'audit'))
      from gengjie.person_roles where person_id = new.person_id and revoked_at is null) then
    raise exception 'an administrator holds no other role'
      using errcode = 'check_violation', constraint = 'person_roles_administrators_apart', table = 'person_roles';
  end if;
  return null;
end
$$;
create trigger person_roles_administrators_apart after insert or update on gengjie.person_roles
  for each row execute function gengjie.keep_administrators_apart();

-- Works out people's `held_grants` and `rights` anew; of everybody when `person` is null.
create function gengjie.refresh_rights(person uuid) returns void language sql as $$
  update gengjie.people p set
    held_grants = coalesce((select string_agg(g.id::text, ',' order by g.id) from gengjie.person_roles g
      where g.person_id = p.id and g.revoked_at is null), ''),
    rights = coalesce((
      select jsonb_object_agg(a.action, a.scopes)
      from (
        select s.action, jsonb_object_agg(s.subject, s.prefixes) as scopes
        from (
          select r.action, r.subject, array_agg(distinct g.prefix)::text as prefixes
          from gengjie.person_roles g join gengjie.role_rights r on r.role = g.role
          where g.person_id = p.id and g.revoked_at is null
          group by r.action, r.subject) s
        group by s.action) a), '{}')
  where p.id = person or person is null
$$;

create function gengjie.note_grant() returns trigger language plpgsql as $$
begin
  perform gengjie.refresh_rights(person_id) from (select old.person_id union select new.person_id) changed where person_id is not null;
  return null;
end
$$;
create trigger person_roles_rights after insert or update or delete on gengjie.person_roles
  for each row execute function gengjie.note_grant();

create function gengjie.note_rights() returns trigger language plpgsql as $$
begin
  -- Who is given a role at the same moment would be worked out by the old table.
  lock table gengjie.person_roles in share mode;
  perform gengjie.refresh_rights(null);
  return null;
end
$$;
create trigger role_rights_rights after insert or update or delete or truncate on gengjie.role_rights
  for each statement execute function gengjie.note_rights();

/* Makes the rest of the transaction one of this person: what `granted` answers until it ends. Only sees and exports when not writing.
   `request` goes into the audit log: {"id", "address"}. `grants`: what the caller believes the person holds (`held_grants`); when that
   is no longer so, or the person is no longer active, nothing begins (SQLSTATE GJ001). Without it a person who is not active has no rights. */
create function gengjie.become(person uuid, writing boolean, request jsonb, grants text default null) returns void
language plpgsql security definer set search_path = pg_catalog, gengjie as $$
declare
  held jsonb;
  held_grants text;
begin
  select p.rights, p.held_grants into held, held_grants from gengjie.people p where p.id = person and p.state = 'active';
  if grants is not null and grants is distinct from held_grants then
    raise exception 'the rights of this person have changed' using errcode = 'GJ001';
  end if;
  perform set_config('gengjie.person', person::text, true), set_config('gengjie.request', request::text, true),
    set_config('gengjie.see', coalesce(held ->> 'see', ''), true), set_config('gengjie.export', coalesce(held ->> 'export', ''), true);
  if not writing then
    held := null;
  end if;
  perform set_config('gengjie.add', coalesce(held ->> 'add', ''), true),
    set_config('gengjie.edit_attributes', coalesce(held ->> 'edit_attributes', ''), true),
    set_config('gengjie.edit_geometry', coalesce(held ->> 'edit_geometry', ''), true),
    set_config('gengjie.review', coalesce(held ->> 'review', ''), true),
    set_config('gengjie.approve', coalesce(held ->> 'approve', ''), true);
end
$$;

-- The person of this transaction; null for the product's own work.
create function gengjie.person() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('gengjie.person', true), '')::uuid
$$;

-- What a person is called, for who reads the history; the people themselves are not open to requests.
create function gengjie.name_of(person uuid) returns text
language sql stable parallel safe security definer set search_path = pg_catalog, gengjie as $$
  select p.name from gengjie.people p where p.id = person
$$;

-- Region prefixes in which the person of this transaction may do `action` to `subject`.
create function gengjie.granted(action text, subject text) returns text[] language sql stable parallel safe as $$
  select coalesce((nullif(current_setting('gengjie.' || action, true), '')::jsonb ->> subject)::text[], '{}')
$$;

-- 审计日志: each entry carries the hash of the one before it.
create table gengjie.audit_log (
  seq bigint primary key,
  at timestamptz not null,
  person_id uuid,
  person_name text,
  action text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  layer text,
  subject text,
  region_code text,
  address text,
  request_id text,
  detail jsonb not null,
  previous_hash bytea not null,
  hash bytea not null
);
create index audit_log_at on gengjie.audit_log (at);
create index audit_log_action on gengjie.audit_log (action text_pattern_ops, seq);

-- The newest link. Its row lock puts entries in one order.
create table gengjie.audit_head (
  sole boolean primary key default true check (sole),
  seq bigint not null,
  hash bytea not null
);
insert into gengjie.audit_head (seq, hash) values (0, sha256('gengjie'::bytea));

create function gengjie.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_log_only_grows before update or delete on gengjie.audit_log
  for each row execute function gengjie.refuse_change();
create trigger audit_log_never_emptied before truncate on gengjie.audit_log
  for each statement execute function gengjie.refuse_change();

/* What an entry's hash covers: every column, so that a changed byte shows. Fields are JSON strings, so none can run into the next. */
create function gengjie.audit_text(entry gengjie.audit_log) returns text language sql stable as $$
  select jsonb_build_array(entry.seq, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.person_id, entry.person_name,
    entry.action, entry.outcome, entry.layer, entry.subject, entry.region_code, entry.address, entry.request_id, entry.detail,
    encode(entry.previous_hash, 'hex'))::text
$$;

/* Appends an act to the audit log in the act's own transaction; call it last, since it makes other acts wait for the commit.
   Who, whence and by which request come from the transaction (`become`). Returns the entry's number. */
create function gengjie.record(action text, outcome text, layer text, subject text, region_code text, detail jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, gengjie as $$
declare
  entry gengjie.audit_log;
  request jsonb := coalesce(nullif(current_setting('gengjie.request', true), ''), '{}')::jsonb;
begin
  update gengjie.audit_head h set seq = h.seq + 1 returning h.seq, h.hash into entry.seq, entry.previous_hash;
  entry.at := clock_timestamp();
  entry.person_id := gengjie.person();
  entry.person_name := (select p.name || ' (' || p.username || ')' from gengjie.people p where p.id = entry.person_id);
  entry.action := action;
  entry.outcome := outcome;
  entry.layer := layer;
  entry.subject := subject;
  entry.region_code := region_code;
  entry.address := request ->> 'address';
  entry.request_id := request ->> 'id';
  entry.detail := coalesce(detail, '{}');
  entry.hash := sha256(convert_to(gengjie.audit_text(entry), 'UTF8'));
  insert into gengjie.audit_log select entry.*;
  update gengjie.audit_head h set hash = entry.hash;
  return entry.seq;
end
$$;
revoke all on function gengjie.become(uuid, boolean, jsonb, text), gengjie.refresh_rights(uuid), gengjie.record(text, text, text, text, text, jsonb) from public;
grant execute on function gengjie.record(text, text, text, text, text, jsonb) to gengjie_person;
