-- Patches from a phone to their close: operations as the truth, the layer `patches` as what they come to, photographs with receipts, crews,
-- patrols, and what the office follows.

-- Nothing was ever kept there but the demonstration's; the course of a patch is its operations.
drop table gengjie.patch_events;

alter table gengjie.patches drop constraint patches_class_known,
  add constraint patches_class_known check (patch_class ~ '^[a-z]+(-[a-z]+)*$'),
  -- 拆分: issued = whole + split, after verification = whole + part.
  add column split_state text not null default 'whole' constraint patches_split_known check (split_state in ('whole', 'split', 'part')),
  add column parent_number text,
  add column judgement text,
  add column judgement_kind text,
  add column use_detail text,
  add column project_name text,
  add column project_party text,
  add column built_on date,
  add column description text,
  add column rectification text,
  -- 剩余未整改面积, m².
  add column remaining_area numeric(18, 2) constraint patches_remaining_range check (remaining_area >= 0),
  add column assignee_name text,
  add column due_on date;
-- Files do not carry it: what comes without has not been split.
create function gengjie.begin_whole() returns trigger language plpgsql as $$
begin
  new.split_state := coalesce(new.split_state, 'whole');
  return new;
end
$$;
create trigger patches_begin before insert on gengjie.patches for each row execute function gengjie.begin_whole();
create index patches_state on gengjie.patches (state, region_code text_pattern_ops) where in_force;

/* 案卷: what a patch is known by beside its feature, and what its operations come to (core/patches/reduce.ts). A patch whose first operation
   has not arrived has no feature yet. */
create table gengjie.patch_dossiers (
  uid uuid primary key default gen_random_uuid(),
  patch_id bigint unique,
  region_code text not null default '',
  -- State and values before the first operation; null for one that began as a flag.
  base jsonb,
  -- The reduced state.
  reduced jsonb,
  -- What lists filter and sort by.
  state_since timestamptz,
  assignee_kind text check (assignee_kind in ('crew', 'person')),
  assignee_id uuid,
  conflict_count integer not null default 0,
  withdrawn boolean not null default false,
  flagged_by uuid references gengjie.people (id),
  parents uuid[] not null default '{}',
  -- Number of the newest operation: the cursor of a phone.
  changed_seq bigint not null default 0,
  changed_at timestamptz not null default clock_timestamp()
);
create index patch_dossiers_seq on gengjie.patch_dossiers (changed_seq);
create index patch_dossiers_region on gengjie.patch_dossiers (region_code text_pattern_ops);
create index patch_dossiers_assignee on gengjie.patch_dossiers (assignee_id) where assignee_id is not null;
create index patch_dossiers_conflicts on gengjie.patch_dossiers (region_code) where conflict_count > 0;
create index patch_dossiers_parents on gengjie.patch_dossiers using gin (parents);
create sequence gengjie.patch_change as bigint;

-- 操作日志: appended, never changed; only whether one that waited counts now.
create table gengjie.patch_operations (
  seq bigint primary key,
  id uuid not null unique,
  patch_uid uuid not null,
  kind text not null,
  content jsonb not null,
  content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  status text not null check (status in ('applied', 'waiting', 'refused')),
  -- Why a waiting one was refused when its patch came.
  problem jsonb,
  region_code text not null default '',
  -- Who made it, as the operation says; `sent_by` is who was signed in when it came.
  made_by uuid not null references gengjie.people (id),
  sent_by uuid not null default gengjie.person() references gengjie.people (id),
  device uuid not null,
  made_at timestamptz not null,
  received_at timestamptz not null default gengjie.transaction_instant()
);
create index patch_operations_patch on gengjie.patch_operations (patch_uid, seq);

-- 照片回执: bytes that are whole, under their hash, on disk.
create table gengjie.photo_receipts (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  byte_count bigint not null check (byte_count > 0),
  media_type text not null,
  received_at timestamptz not null default clock_timestamp(),
  received_by uuid not null default gengjie.person() references gengjie.people (id)
);

-- 图斑照片: announced by an operation; `attachments` hangs its bytes on the feature once both are here.
create table gengjie.patch_photos (
  operation_id uuid primary key references gengjie.patch_operations (id),
  patch_uid uuid not null,
  region_code text not null,
  sha256 text not null,
  stamped_sha256 text,
  removed boolean not null default false
);
create index patch_photos_patch on gengjie.patch_photos (patch_uid);
create index patch_photos_hash on gengjie.patch_photos (sha256);
create index patch_photos_stamped on gengjie.patch_photos (stamped_sha256) where stamped_sha256 is not null;

-- 班组
create table gengjie.crews (
  id uuid primary key,
  region_code text not null check (region_code ~ '^[0-9]{6}([0-9]{6})?$'),
  name text not null check (length(name) between 1 and 60),
  colour integer not null default 0 check (colour between 0 and 7),
  members uuid[] not null default '{}',
  archived boolean not null default false,
  changed_by uuid default gengjie.person() references gengjie.people (id),
  changed_at timestamptz not null default clock_timestamp()
);
create index crews_region on gengjie.crews (region_code text_pattern_ops);

-- 巡查
create table gengjie.patrols (
  id uuid primary key,
  region_code text not null,
  person_id uuid not null references gengjie.people (id),
  sent_by uuid not null default gengjie.person() references gengjie.people (id),
  device uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  length_meters double precision not null check (length_meters >= 0),
  track geometry(LineString, 4490),
  -- As sent (core/contract/patch-operations.ts), and its hash.
  content jsonb not null,
  content_sha256 text not null,
  -- Grids it went through, with minutes and whether it counts there.
  grids jsonb not null default '[]',
  received_at timestamptz not null default clock_timestamp(),
  check (ended_at >= started_at)
);
create index patrols_region on gengjie.patrols (region_code text_pattern_ops, started_at);

/* Every feature of `patches` has a dossier from its first version on: imported, seeded, added or flagged. Its base is that first version:
   what was known before any operation. */
create function gengjie.open_dossiers() returns trigger language plpgsql security definer set search_path = pg_catalog, gengjie, public as $$
begin
  insert into gengjie.patch_dossiers (patch_id, region_code, base, state_since, changed_seq)
  select distinct on (p.id) p.id, p.region_code, gengjie.patch_base(p), lower(p.valid_during), nextval('gengjie.patch_change')
  from fresh r join gengjie.patches p on p.version_id = r.version_id
  where not exists (select from gengjie.patch_dossiers d where d.patch_id = r.id)
  order by p.id, p.version_id
  on conflict (patch_id) do nothing;
  update gengjie.patch_dossiers d set region_code = r.region_code
  from fresh r where d.patch_id = r.id and r.in_force and d.region_code <> r.region_code;
  return null;
end
$$;

-- Values of the form as they stand in a row; the outline is read from the geometry when it is wanted.
create function gengjie.patch_base(r gengjie.patches) returns jsonb language sql stable as $$
  select jsonb_build_object('state', r.state, 'version', r.version_id, 'values', jsonb_strip_nulls(jsonb_build_object(
    'patch_class', r.patch_class, 'location', r.location, 'found_on', r.found_on, 'built_on', r.built_on, 'judgement', r.judgement,
    'judgement_kind', r.judgement_kind, 'use_detail', r.use_detail, 'project_name', r.project_name, 'project_party', r.project_party,
    'description', r.description, 'rectification', r.rectification, 'remaining_area', r.remaining_area, 'due_on', r.due_on,
    'split_state', r.split_state, 'note', r.note)))
$$;

insert into gengjie.patch_dossiers (patch_id, region_code, base, state_since, changed_seq)
select distinct on (p.id) p.id, p.region_code, gengjie.patch_base(p), lower(p.valid_during), nextval('gengjie.patch_change')
from gengjie.patches p order by p.id, p.in_force desc, p.version_id desc;

create trigger patches_dossiers after insert on gengjie.patches referencing new table as fresh
  for each statement execute function gengjie.open_dossiers();

/* As before; and of a patch whoever reviews moves the course along, which is a change of its attributes. */
create or replace function gengjie.guard_version() returns trigger language plpgsql as $$
declare
  before jsonb;
  after jsonb;
  former_region text;
  same_outline boolean;
  -- What belongs to the version, not to the feature.
  bookkeeping constant text[] := array['version_id', 'geom', 'geom_3857', 'tile_geom', 'area_square_meters', 'batch_id', 'source',
    'valid_during', 'known_during', 'in_force', 'changed_by', 'change_kind', 'change_reason', 'change_document', 'change_cause',
    'region_code'];
  reviewed constant boolean := tg_table_name = 'patches' and gengjie.may('review', 'patches', new.region_code);
begin
  if new.changed_by is distinct from gengjie.person() then
    raise exception 'a version is written in one''s own name' using errcode = 'insufficient_privilege';
  end if;
  execute format(
    'select to_jsonb(f) - $2, f.region_code, st_asbinary(f.geom) = st_asbinary($3) from gengjie.%I f
     where f.id = $1 order by f.version_id desc limit 1', tg_table_name)
    into before, former_region, same_outline using new.id, bookkeeping, new.geom;
  if before is null then
    if not gengjie.may('add', tg_table_name, new.region_code) then
      raise exception 'no right to add' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  after := to_jsonb(new) - bookkeeping;
  if before is distinct from after and not reviewed and not (gengjie.may('edit_attributes', tg_table_name, new.region_code)
      and gengjie.may('edit_attributes', tg_table_name, former_region)) then
    raise exception 'no right to edit attributes' using errcode = 'insufficient_privilege';
  end if;
  if not (same_outline and former_region = new.region_code) and not (gengjie.may('edit_geometry', tg_table_name, new.region_code)
      and gengjie.may('edit_geometry', tg_table_name, former_region)) then
    raise exception 'no right to edit geometry' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create policy reviewed on gengjie.patches for insert to gengjie_person
  with check (region_code ^@ any ((select gengjie.granted('review', 'patches'))::text[]));
create policy reviewed_closed on gengjie.patches for update to gengjie_person
  using (region_code ^@ any ((select gengjie.granted('review', 'patches'))::text[]));

-- Whether the person of this transaction works on patches of a region: flags, fills in, reviews.
create function gengjie.works_on_patches(region_code text) returns boolean language sql stable parallel safe as $$
  select gengjie.may('add', 'patches', region_code) or gengjie.may('edit_attributes', 'patches', region_code)
    or gengjie.may('review', 'patches', region_code)
$$;

do $$
declare
  part text;
begin
  foreach part in array array['patch_dossiers', 'patch_operations', 'photo_receipts', 'patch_photos', 'crews', 'patrols'] loop
    execute format('alter table gengjie.%I enable row level security', part);
  end loop;
  foreach part in array array['patch_dossiers', 'patch_photos'] loop
    execute format('create policy seen on gengjie.%I for select to gengjie_person using (
      region_code ^@ any ((select gengjie.granted(''see'', ''patches''))::text[]))', part);
    execute format('create policy added on gengjie.%I for insert to gengjie_person with check (gengjie.works_on_patches(region_code))', part);
    execute format('create policy changed on gengjie.%I for update to gengjie_person using (gengjie.works_on_patches(region_code))', part);
  end loop;
end
$$;
grant usage on sequence gengjie.patch_change to gengjie_person;
grant select, insert, update on gengjie.patch_dossiers to gengjie_person;
grant select, insert, update (removed) on gengjie.patch_photos to gengjie_person;

-- An operation that waits for its patch has no region yet: whoever sent it knows of it, and whoever flags its patch lets it count.
grant select, insert, update (status, problem, region_code) on gengjie.patch_operations to gengjie_person;
create policy seen on gengjie.patch_operations for select to gengjie_person using (
  sent_by = gengjie.person() or made_by = gengjie.person()
  or (region_code <> '' and region_code ^@ any ((select gengjie.granted('see', 'patches'))::text[])));
create policy added on gengjie.patch_operations for insert to gengjie_person with check (
  sent_by = gengjie.person() and (status = 'waiting' or gengjie.works_on_patches(region_code)));
create policy counted on gengjie.patch_operations for update to gengjie_person
  using (sent_by = gengjie.person() or gengjie.works_on_patches(region_code));

-- A receipt tells nothing but that bytes of a hash, which one must know, are here.
grant select, insert on gengjie.photo_receipts to gengjie_person;
create policy seen on gengjie.photo_receipts for select to gengjie_person using (true);
create policy added on gengjie.photo_receipts for insert to gengjie_person with check (received_by = gengjie.person());

grant select, insert, update on gengjie.crews to gengjie_person;
create policy seen on gengjie.crews for select to gengjie_person using (
  gengjie.person() = any (members) or gengjie.may('see', 'patches', region_code));
create policy added on gengjie.crews for insert to gengjie_person with check (gengjie.may('review', 'patches', region_code));
create policy changed on gengjie.crews for update to gengjie_person
  using (gengjie.may('review', 'patches', region_code)) with check (gengjie.may('review', 'patches', region_code));

-- Where somebody walked is seen by themselves and by who reviews there.
grant select, insert on gengjie.patrols to gengjie_person;
create policy seen on gengjie.patrols for select to gengjie_person using (
  person_id = gengjie.person() or sent_by = gengjie.person() or gengjie.may('review', 'patches', region_code));
create policy added on gengjie.patrols for insert to gengjie_person with check (
  sent_by = gengjie.person() and gengjie.works_on_patches(region_code));
