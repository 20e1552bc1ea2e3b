-- Two time axes and row-level security for every table of business data. A migration that makes another layer calls
-- make_layer, add_tile_geometry, keep_history and protect_layer, in this order.

-- 时钟: the newest instant at which anything changed. It never goes back, even when the machine's clock does; its row lock makes
-- changes follow one another, so that a report as known at `last` never changes.
create table gengjie.clock (
  sole boolean primary key default true check (sole),
  last timestamptz not null
);
insert into gengjie.clock (last) values (clock_timestamp());

create function gengjie.next_instant() returns timestamptz language sql security definer set search_path = pg_catalog, gengjie as $$
  update gengjie.clock set last = greatest(clock_timestamp(), last + interval '1 microsecond') returning last
$$;

-- One instant for all rows of a transaction that does not ask for its own.
create function gengjie.transaction_instant() returns timestamptz language plpgsql as $$
declare
  known text := current_setting('gengjie.instant', true);
begin
  if coalesce(known, '') = '' then
    -- Kept as seconds: its text does not depend on the session's time zone.
    known := extract(epoch from gengjie.next_instant())::text;
    perform set_config('gengjie.instant', known, true);
  end if;
  return to_timestamp(0) + known::numeric * interval '1 second';
end
$$;

create or replace function gengjie.bump_layer_version() returns trigger
language plpgsql security definer set search_path = pg_catalog, gengjie as $$
begin
  insert into gengjie.layer_versions as v (layer, version) values (tg_table_name, 1)
  on conflict (layer) do update set version = v.version + 1, changed_at = clock_timestamp();
  return null;
end
$$;

/* Gives a layer its second time axis. `valid_during` is when a state was true on the ground, `known_during` when it was known to us:
   a correction closes what was known and keeps it. `in_force`: true now, known now. */
create procedure gengjie.keep_history(layer text) language plpgsql as $$
declare
  partial record;
begin
  -- The version trigger would count this as a change of data.
  execute format('alter table gengjie.%I disable trigger user', layer);
  execute format($f$
    alter table gengjie.%1$I
      add column known_during tstzrange,
      add column changed_by uuid default gengjie.person() references gengjie.people (id),
      add column change_kind text not null default 'seed'
        constraint %2$I check (change_kind in ('import', 'add', 'edit', 'withdraw', 'restore', 'seed')),
      add column change_reason text,
      add column change_document text
  $f$, layer, layer || '_change_kind_known');
  execute format('update gengjie.%I set known_during = valid_during, change_kind = case when batch_id is null then ''seed'' else ''import'' end', layer);
  execute format($f$
    alter table gengjie.%1$I
      alter column known_during set not null,
      alter column known_during set default tstzrange(gengjie.transaction_instant(), null),
      alter column valid_during set default tstzrange(gengjie.transaction_instant(), null),
      add constraint %2$I check (not isempty(known_during)),
      add column in_force boolean generated always as (upper_inf(valid_during) and upper_inf(known_during)) stored
  $f$, layer, layer || '_known_during_not_empty');
  -- Every index of current rows is made again on the new meaning of current.
  for partial in
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i
    where i.indrelid = format('gengjie.%I', layer)::regclass and pg_get_expr(i.indpred, i.indrelid) = 'upper_inf(valid_during)'
  loop
    execute 'drop index ' || partial.name;
    execute replace(partial.definition, 'WHERE upper_inf(valid_during)', 'WHERE in_force');
  end loop;
  -- The past is asked for by place too.
  execute format('create index %2$I on gengjie.%1$I using gist (geom) where not in_force', layer, layer || '_geom_past');
  execute format('create index %2$I on gengjie.%1$I using gist (geom_3857) where not in_force', layer, layer || '_geom_3857_past');
  execute format('alter table gengjie.%I enable trigger user', layer);
end
$$;

/* 行级安全: what the person of the transaction may see of a layer, and which versions they may write. Rows are never deleted, and of
   a written version only the end of `known_during` may change. */
create procedure gengjie.protect_layer(layer text) language plpgsql as $$
declare
  inside constant text := '(region_code ^@ any ((select gengjie.granted(%L, %L))::text[]))';
begin
  execute format('alter table gengjie.%I enable row level security', layer);
  execute format('grant select, insert, update (known_during) on gengjie.%I to gengjie_person', layer);
  execute format('create policy seen on gengjie.%I for select to gengjie_person using (' || inside
    || case when layer = 'regions' then ' or region_code = any ((select gengjie.holding_granted())::text[])' else '' end || ')', layer, 'see', layer);
  execute format('create policy added on gengjie.%I for insert to gengjie_person with check ('
    || format(inside, 'add', layer) || ' or ' || format(inside, 'edit_attributes', layer) || ' or '
    || format(inside, 'edit_geometry', layer) || ')', layer);
  execute format('create policy closed on gengjie.%I for update to gengjie_person using ('
    || format(inside, 'edit_attributes', layer) || ' or ' || format(inside, 'edit_geometry', layer) || ' or '
    || format(inside, 'add', layer) || ')', layer);
  execute format('create trigger %2$I before insert on gengjie.%1$I for each row
    when (current_user = ''gengjie_person'') execute function gengjie.guard_version()', layer, layer || '_guard');
end
$$;

-- Codes of the regions that hold one in which the person sees regions: their names and outlines are theirs to know.
create function gengjie.holding_granted() returns text[] language sql stable parallel safe as $$
  select coalesce(array_agg(distinct holding.code), '{}')
  from unnest(gengjie.granted('see', 'regions')) g,
  lateral (values (left(g, 6)), (left(g, 6) || '000000'), (left(g, 9) || '000')) holding (code)
  where length(holding.code) in (6, 12)
$$;

/* A version of a feature that exists is an edit: changed fields need the right to edit attributes, a changed outline the right to edit
   geometry, where it was and where it will be. A new feature needs the right to add. */
create function gengjie.guard_version() returns trigger language plpgsql as $$
declare
  before jsonb;
  after jsonb;
  former_region text;
  same_outline boolean;
  -- What belongs to the version, not to the feature.
  bookkeeping constant text[] := array['version_id', 'geom', 'geom_3857', 'tile_geom', 'area_square_meters', 'batch_id', 'source',
    'valid_during', 'known_during', 'in_force', 'changed_by', 'change_kind', 'change_reason', 'change_document', 'region_code'];
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
  if before is distinct from after and not (gengjie.may('edit_attributes', tg_table_name, new.region_code)
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

-- Whether the person of this transaction may do `action` to rows of `subject` in a region.
create function gengjie.may(action text, subject text, region_code text) returns boolean language sql stable parallel safe as $$
  select region_code ^@ any (gengjie.granted(action, subject))
$$;

do $$
declare
  layer text;
begin
  for layer in select v.layer from gengjie.layer_versions v order by v.layer loop
    call gengjie.keep_history(layer);
    call gengjie.protect_layer(layer);
  end loop;
end
$$;
grant usage on sequence gengjie.feature_id to gengjie_person;

-- 控制指标 and duties: bitemporal too; they belong to their region.
alter table gengjie.targets add column known_during tstzrange;
update gengjie.targets set known_during = valid_during;
alter table gengjie.targets
  alter column known_during set not null,
  alter column known_during set default tstzrange(gengjie.transaction_instant(), null),
  alter column valid_during set default tstzrange(gengjie.transaction_instant(), null),
  add column in_force boolean generated always as (upper_inf(valid_during) and upper_inf(known_during)) stored;
drop index gengjie.targets_current;
create unique index targets_current on gengjie.targets (indicator, region_code, year) where in_force;
alter table gengjie.targets enable row level security;
grant select on gengjie.targets to gengjie_person;
create policy seen on gengjie.targets for select to gengjie_person
  using (region_code ^@ any ((select gengjie.granted('see', 'targets'))::text[]));

alter table gengjie.duties enable row level security;
grant select on gengjie.duties to gengjie_person;
create policy seen on gengjie.duties for select to gengjie_person
  using (region_code ^@ any ((select gengjie.granted('see', 'targets'))::text[]));

-- Records that hang on features are seen with their feature.
do $$
declare
  hanging record;
begin
  for hanging in select * from (values
    ('demolition_counts', 'zone_id', 'demolition_zones'), ('demolition_steps', 'zone_id', 'demolition_zones'),
    ('village_plans', 'village_id', 'villages'), ('patch_events', 'patch_id', 'patches')) t (name, key, layer)
  loop
    execute format('alter table gengjie.%I enable row level security', hanging.name);
    execute format('grant select on gengjie.%I to gengjie_person', hanging.name);
    execute format('create policy seen on gengjie.%1$I for select to gengjie_person
      using (exists (select from gengjie.%3$I f where f.in_force and f.id = %2$I))', hanging.name, hanging.key, hanging.layer);
  end loop;
end
$$;

-- 附件: the same picture may hang on features of two villages, so a row is one hanging; the bytes are kept once, by their hash.
drop table gengjie.attachments;
create table gengjie.attachments (
  id bigint generated always as identity primary key,
  layer text not null,
  feature_id bigint not null,
  region_code text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  file_name text not null check (length(file_name) between 1 and 255),
  media_type text not null,
  byte_count bigint not null check (byte_count >= 0),
  recorded_at timestamptz not null default clock_timestamp(),
  recorded_by uuid default gengjie.person() references gengjie.people (id),
  unique (layer, feature_id, sha256)
);
alter table gengjie.attachments enable row level security;
grant select, insert on gengjie.attachments to gengjie_person;
create policy seen on gengjie.attachments for select to gengjie_person using (gengjie.may('see', layer, region_code));
create policy added on gengjie.attachments for insert to gengjie_person with check (
  recorded_by = gengjie.person() and (gengjie.may('add', layer, region_code) or gengjie.may('edit_attributes', layer, region_code)));

-- 导入批次: seen by who made it, and by who sees the whole region it lies in.
alter table gengjie.import_batches
  add column region_code text not null default '',
  add column person_id uuid default gengjie.person() references gengjie.people (id),
  add column undone_by uuid references gengjie.people (id);
alter table gengjie.import_batches enable row level security;
grant select, insert, update (row_count, area_square_meters, skipped_count, region_code, status, undone_at, undone_by)
  on gengjie.import_batches to gengjie_person;
create policy seen on gengjie.import_batches for select to gengjie_person
  using (person_id = gengjie.person() or gengjie.may('see', layer, region_code));
create policy added on gengjie.import_batches for insert to gengjie_person
  with check (person_id = gengjie.person() and gengjie.granted('add', layer) <> '{}');
create policy changed on gengjie.import_batches for update to gengjie_person
  using (person_id = gengjie.person() or gengjie.may('add', layer, region_code))
  with check (person_id = gengjie.person() or gengjie.may('add', layer, region_code));

-- Nothing in these tells of a place or a person. The workspace names the district.
grant select on gengjie.codes, gengjie.indicators, gengjie.layer_versions, gengjie.settings, gengjie.clock to gengjie_person;

/* A spatial index is of use under row-level security only when its operator is known to leak nothing: comparing two boxes tells
   nothing of a row that is not returned. Only a superuser may say so; without it the same rows come, from a slower plan. */
do $$
begin
  alter function geometry_overlaps(geometry, geometry) leakproof;
exception when insufficient_privilege then
  raise notice 'geometry_overlaps could not be marked leakproof';
end
$$;
