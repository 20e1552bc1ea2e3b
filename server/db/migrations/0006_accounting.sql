-- Numbers that can be signed: indicators as data, what-if scenarios, the course of a conversion batch with its stored pieces, the balance
-- of farmland, stored overlay accounts, and why each version of a feature was made.

/* 变动原因: why a figure moved, for layers that figures are summed from. Null: as the kind of the change says (import: resurveyed, else
   corrected). */
create procedure gengjie.note_causes(layer text) language plpgsql as $$
begin
  execute format($f$
    alter table gengjie.%1$I add column change_cause text
      constraint %2$I check (change_cause in ('converted', 'occupied', 'reclaimed', 'resurveyed', 'corrected'))
  $f$, layer, layer || '_change_cause_known');
end
$$;

do $$
declare
  layer text;
begin
  for layer in select v.layer from gengjie.layer_versions v order by v.layer loop
    call gengjie.note_causes(layer);
  end loop;
end
$$;

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

-- 指标: `formula` says what is counted (core/contract/indicators.ts); null: nothing measures it. The product's own are made equal to its
-- catalogue by every migration run; an office adds its own beside them.
alter table gengjie.indicators
  add column formula jsonb,
  add column comparator text not null default '>=' check (comparator in ('>=', '<=', '=')),
  -- Decimals of hectares (or of the unit, for what is no area) to which it is printed; never to which it is compared.
  add column decimals integer not null default 2 check (decimals between 0 and 6),
  -- Near: a target that holds with a margin below this part of its value.
  add column warning_ratio numeric(6, 4) not null default 0.05 check (warning_ratio between 0 and 1),
  add column own boolean not null default false;
grant insert (code, title_zh, title_en, unit, rule_zh, rule_en, rule_source, formula, comparator, decimals, warning_ratio, own)
  on gengjie.indicators to gengjie_person;

-- 控制指标: entered by people too. Which part of the region it is about, when the document names one.
alter table gengjie.targets
  add column place text check (length(place) between 1 and 60),
  add column changed_by uuid default gengjie.person() references gengjie.people (id),
  add column change_reason text;
drop index gengjie.targets_current;
create unique index targets_current on gengjie.targets (indicator, region_code, year, coalesce(place, '')) where in_force;
grant insert, update (known_during) on gengjie.targets to gengjie_person;
create policy added on gengjie.targets for insert to gengjie_person with check (
  changed_by = gengjie.person() and (gengjie.may('add', 'targets', region_code) or gengjie.may('edit_attributes', 'targets', region_code)));
create policy closed on gengjie.targets for update to gengjie_person
  using (gengjie.may('edit_attributes', 'targets', region_code));

-- 组卷: between planned and submitted.
alter table gengjie.conversion_batches drop constraint conversion_batches_status_known,
  add constraint conversion_batches_status_known check (status in ('planned', 'assembled', 'submitted', 'approved', 'carried-out'));
alter table gengjie.conversion_parcels drop constraint conversion_parcels_status_known,
  add constraint conversion_parcels_status_known check (status in ('planned', 'assembled', 'submitted', 'approved', 'carried-out'));
-- What the ground becomes when the conversion is carried out: a class of sandiao@2019.
alter table gengjie.conversion_parcels add column land_class_after text;

-- 情景: a document of its maker; nothing of it is in the ledger.
create table gengjie.scenarios (
  id uuid primary key default gen_random_uuid(),
  version bigint not null default 1,
  region_code text not null check (region_code ~ '^[0-9]{6}([0-9]{6})?$'),
  name text not null check (length(name) between 1 and 100),
  content jsonb not null,
  shared boolean not null default false,
  owner_id uuid default gengjie.person() references gengjie.people (id),
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  archived_at timestamptz
);
create index scenarios_region on gengjie.scenarios (region_code text_pattern_ops) where archived_at is null;
alter table gengjie.scenarios enable row level security;
grant select, insert, update on gengjie.scenarios to gengjie_person;
-- Whoever a link to it is given to, if they see the region. The demonstration's have no owner.
create policy seen on gengjie.scenarios for select to gengjie_person
  using (owner_id = gengjie.person() or (shared and gengjie.may('see', 'land_parcels', region_code)));
create policy added on gengjie.scenarios for insert to gengjie_person
  with check (owner_id = gengjie.person() and gengjie.may('see', 'land_parcels', region_code));
create policy changed on gengjie.scenarios for update to gengjie_person
  using (owner_id = gengjie.person()) with check (owner_id = gengjie.person() and gengjie.may('see', 'land_parcels', region_code));

/* 套合账: what an overlay came to, with what it was computed from. It is never changed; it is stale once a row of one of its layers that
   meets its bounds became known later than `inputs_known_at`. */
create table gengjie.overlay_accounts (
  id uuid primary key default gen_random_uuid(),
  subject_kind text not null check (subject_kind in ('scenario', 'batch', 'feature', 'shape', 'layer')),
  subject_id text not null,
  -- Hash of the subject's geometry and of what is asked of it: the same question finds its answer.
  subject_sha256 text not null check (subject_sha256 ~ '^[0-9a-f]{64}$'),
  region_code text not null,
  as_of timestamptz,
  inputs_known_at timestamptz not null,
  layer_versions jsonb not null,
  bounds geometry(Polygon, 4490) not null,
  result jsonb not null,
  made_by uuid default gengjie.person() references gengjie.people (id),
  made_at timestamptz not null default clock_timestamp()
);
create index overlay_accounts_subject on gengjie.overlay_accounts (subject_kind, subject_id, made_at desc);
alter table gengjie.overlay_accounts enable row level security;
grant select, insert on gengjie.overlay_accounts to gengjie_person;
create policy seen on gengjie.overlay_accounts for select to gengjie_person
  using (made_by = gengjie.person() or gengjie.may('see', 'land_parcels', region_code));
create policy added on gengjie.overlay_accounts for insert to gengjie_person with check (made_by = gengjie.person());

-- 批次办理: each step of a batch, with its document. Steps are added, never changed.
create table gengjie.batch_events (
  id bigint generated always as identity primary key,
  batch_feature bigint not null,
  region_code text not null,
  step text not null check (step in ('planned', 'assembled', 'returned', 'submitted', 'approved', 'carried-out', 'undone')),
  happened_on date not null,
  document text,
  note text,
  -- Areas, findings and rules as they were at this step (core/contract/batches.ts).
  account jsonb,
  recorded_by uuid default gengjie.person() references gengjie.people (id),
  recorded_at timestamptz not null default gengjie.transaction_instant()
);
create index batch_events_batch on gengjie.batch_events (batch_feature, id);

-- 批次分块: what each parcel of a batch takes from each land parcel, to 0.01 m². Carrying out changes the ledger by exactly these.
create table gengjie.batch_pieces (
  id bigint generated always as identity primary key,
  event_id bigint not null references gengjie.batch_events (id),
  batch_feature bigint not null,
  region_code text not null,
  conversion_feature bigint not null,
  land_feature bigint not null,
  land_version bigint not null,
  land_class text not null,
  parcel_area numeric(18, 2) not null check (parcel_area >= 0),
  deducted_area numeric(18, 2) not null check (deducted_area >= 0),
  class_area numeric(18, 2) not null check (class_area >= 0),
  permanent_area numeric(18, 2) not null check (permanent_area >= 0),
  geom geometry(MultiPolygon, 4490) not null check (st_isvalid(geom)),
  check (class_area + deducted_area = parcel_area)
);
create index batch_pieces_batch on gengjie.batch_pieces (batch_feature, event_id);
create index batch_pieces_geom on gengjie.batch_pieces using gist (geom);

-- 占补台账: farmland to be made good (occupied) and what makes it good (supplied), m².
create table gengjie.farmland_balance (
  id bigint generated always as identity primary key,
  region_code text not null,
  entry text not null check (entry in ('occupied', 'supplied')),
  area numeric(18, 2) not null check (area > 0),
  batch_feature bigint,
  land_feature bigint,
  project_number text,
  accepted_on date not null,
  document text,
  note text,
  -- An entry is taken back by another one that names it, never deleted.
  reverses bigint unique references gengjie.farmland_balance (id),
  recorded_by uuid default gengjie.person() references gengjie.people (id),
  recorded_at timestamptz not null default gengjie.transaction_instant()
);
create index farmland_balance_region on gengjie.farmland_balance (region_code text_pattern_ops);

do $$
declare
  part text;
begin
  foreach part in array array['batch_events', 'batch_pieces', 'farmland_balance'] loop
    execute format('alter table gengjie.%I enable row level security', part);
    execute format('grant select, insert on gengjie.%I to gengjie_person', part);
    execute format('create policy seen on gengjie.%I for select to gengjie_person using (gengjie.may(''see'', ''conversion_batches'', region_code))', part);
    execute format('create policy added on gengjie.%I for insert to gengjie_person with check (
      gengjie.may(''edit_attributes'', ''conversion_batches'', region_code) or gengjie.may(''approve'', ''conversion_batches'', region_code))', part);
  end loop;
end
$$;
