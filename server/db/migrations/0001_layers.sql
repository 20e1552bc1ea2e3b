-- Every layer of the catalogue as a table. Rows are versions: a change closes `valid_during` and opens a new row, so any
-- map and any number can be asked as of a date. Geometry is CGCS2000 lon/lat (EPSG:4490), valid, at the precision it came in.

create schema if not exists gengjie;
create extension if not exists postgis;
create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- 代码表: filled from the product's code lists after every migration run.
create table gengjie.codes (
  scheme text not null,
  version text not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  parent text,
  position integer not null,
  primary key (scheme, version, code)
);

-- 导入批次: one committed file; undo closes the versions it opened.
create table gengjie.import_batches (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 200),
  layer text not null,
  status text not null default 'committed' check (status in ('committed', 'undone')),
  file_names text[] not null,
  file_sha256 text not null,
  crs text not null,
  encoding text,
  mapping jsonb not null,
  row_count bigint not null check (row_count >= 0),
  skipped_count bigint not null default 0 check (skipped_count >= 0),
  area_square_meters double precision not null,
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  check ((status = 'undone') = (undone_at is not null))
);

-- 图层版本: part of every tile URL, so a browser never shows a tile from before a change.
create table gengjie.layer_versions (
  layer text primary key,
  version bigint not null default 1,
  changed_at timestamptz not null default now()
);

create function gengjie.bump_layer_version() returns trigger language plpgsql as $$
begin
  insert into gengjie.layer_versions as v (layer, version) values (tg_table_name, 1)
  on conflict (layer) do update set version = v.version + 1, changed_at = now();
  return null;
end
$$;

-- Feature ids are integers (vector tiles need them) from one sequence, so an id names one feature of the whole product.
create sequence gengjie.feature_id as bigint;

-- Gives a table what every layer has: identity, region, geometry, derived columns, history, indexes, version trigger.
create procedure gengjie.make_layer(layer text) language plpgsql as $$
begin
  execute format($f$
    alter table gengjie.%1$I
      add column version_id bigint generated always as identity primary key,
      add column id bigint not null default nextval('gengjie.feature_id'),
      add column region_code text not null,
      add column geom geometry(MultiPolygon, 4490) not null,
      add column geom_3857 geometry(MultiPolygon, 3857) generated always as (st_transform(geom, 3857)) stored,
      add column area_square_meters double precision generated always as (st_area(geom::geography)) stored,
      add column batch_id bigint references gengjie.import_batches (id),
      add column source text,
      add column valid_during tstzrange not null default tstzrange(now(), null),
      add constraint %2$I check (st_isvalid(geom)),
      add constraint %3$I check (not st_isempty(geom)),
      add constraint %4$I check (region_code ~ '^[0-9]{6}([0-9]{6})?$'),
      add constraint %5$I check (not isempty(valid_during))
  $f$, layer, layer || '_geom_valid', layer || '_geom_not_empty', layer || '_region_code_format',
       layer || '_valid_during_not_empty');
  execute format('create unique index %2$I on gengjie.%1$I (id) where upper_inf(valid_during)', layer, layer || '_id_current');
  execute format('create index %2$I on gengjie.%1$I (id, valid_during)', layer, layer || '_id_history');
  execute format('create index %2$I on gengjie.%1$I using gist (geom) where upper_inf(valid_during)', layer, layer || '_geom');
  execute format('create index %2$I on gengjie.%1$I using gist (geom_3857) where upper_inf(valid_during)', layer, layer || '_geom_3857');
  execute format('create index %2$I on gengjie.%1$I (region_code text_pattern_ops) where upper_inf(valid_during)', layer, layer || '_region');
  execute format('create index %2$I on gengjie.%1$I (batch_id) where batch_id is not null', layer, layer || '_batch');
  execute format('create trigger %2$I after insert or update or delete or truncate on gengjie.%1$I
                  for each statement execute function gengjie.bump_layer_version()', layer, layer || '_version');
  insert into gengjie.layer_versions (layer) values (layer);
end
$$;

-- 行政区划
create table gengjie.regions (
  code text not null,
  name text not null,
  name_en text,
  level text not null check (level in ('district', 'town', 'village')),
  kind text,
  parent_code text
);
call gengjie.make_layer('regions');
create unique index regions_code_current on gengjie.regions (code) where upper_inf(valid_during);

-- 地类图斑
create table gengjie.land_parcels (
  parcel_number text not null,
  land_class text not null,
  land_class_scheme text not null default 'sandiao',
  land_class_version text not null default '2019',
  ownership text,
  owner_code text,
  owner_name text,
  location_code text,
  location_name text,
  deducted_class text,
  deduction_rate numeric(6, 4) constraint land_parcels_deduction_rate_range check (deduction_rate >= 0 and deduction_rate < 1),
  deducted_area numeric(18, 2) constraint land_parcels_deducted_area_range check (deducted_area >= 0),
  slope_grade text,
  terrace_kind text,
  parcel_area numeric(18, 2) not null constraint land_parcels_parcel_area_range check (parcel_area >= 0),
  class_area numeric(18, 2) not null constraint land_parcels_class_area_range check (class_area >= 0),
  planting text,
  refinement text,
  settlement text,
  survey_year integer,
  note text,
  constraint land_parcels_land_class_known foreign key (land_class_scheme, land_class_version, land_class)
    references gengjie.codes (scheme, version, code),
  -- 图斑面积 = 图斑地类面积 + 扣除地类面积
  constraint land_parcels_class_area_balanced check (class_area + coalesce(deducted_area, 0) = parcel_area)
);
call gengjie.make_layer('land_parcels');
create index land_parcels_number on gengjie.land_parcels (parcel_number text_pattern_ops) where upper_inf(valid_during);
create index land_parcels_class on gengjie.land_parcels (region_code text_pattern_ops, land_class) include (class_area) where upper_inf(valid_during);

-- 永久基本农田
create table gengjie.permanent_farmland (
  protection_number text not null,
  parcel_number text not null,
  land_class text not null,
  land_class_scheme text not null default 'sandiao',
  land_class_version text not null default '2019',
  ownership text,
  owner_code text,
  owner_name text,
  location_code text,
  location_name text,
  deducted_class text,
  deduction_rate numeric(6, 4) constraint permanent_farmland_deduction_rate_range check (deduction_rate >= 0 and deduction_rate < 1),
  deducted_area numeric(18, 2) constraint permanent_farmland_deducted_area_range check (deducted_area >= 0),
  slope_grade text,
  terrace_kind text,
  parcel_area numeric(18, 2) not null constraint permanent_farmland_parcel_area_range check (parcel_area >= 0),
  class_area numeric(18, 2) not null constraint permanent_farmland_class_area_range check (class_area >= 0),
  irrigation text,
  quality text,
  responsible_person text,
  protected_from date,
  note text,
  constraint permanent_farmland_land_class_known foreign key (land_class_scheme, land_class_version, land_class)
    references gengjie.codes (scheme, version, code),
  constraint permanent_farmland_class_area_balanced check (class_area + coalesce(deducted_area, 0) = parcel_area)
);
call gengjie.make_layer('permanent_farmland');
create index permanent_farmland_number on gengjie.permanent_farmland (protection_number text_pattern_ops) where upper_inf(valid_during);

-- 耕地保护目标
create table gengjie.farmland_protection (
  parcel_number text not null,
  land_class text not null,
  land_class_scheme text not null default 'sandiao',
  land_class_version text not null default '2019',
  ownership text,
  owner_code text,
  owner_name text,
  location_code text,
  location_name text,
  deducted_class text,
  deduction_rate numeric(6, 4) constraint farmland_protection_deduction_rate_range check (deduction_rate >= 0 and deduction_rate < 1),
  deducted_area numeric(18, 2) constraint farmland_protection_deducted_area_range check (deducted_area >= 0),
  slope_grade text,
  terrace_kind text,
  parcel_area numeric(18, 2) not null constraint farmland_protection_parcel_area_range check (parcel_area >= 0),
  class_area numeric(18, 2) not null constraint farmland_protection_class_area_range check (class_area >= 0),
  stable text,
  note text,
  constraint farmland_protection_land_class_known foreign key (land_class_scheme, land_class_version, land_class)
    references gengjie.codes (scheme, version, code),
  constraint farmland_protection_class_area_balanced check (class_area + coalesce(deducted_area, 0) = parcel_area)
);
call gengjie.make_layer('farmland_protection');

-- 生态保护红线
create table gengjie.ecological_redlines (
  redline_code text not null,
  name text,
  redline_kind text,
  control_measures text,
  note text
);
call gengjie.make_layer('ecological_redlines');

-- 城镇开发边界
create table gengjie.urban_boundaries (
  zone_code text not null,
  zone_name text,
  note text
);
call gengjie.make_layer('urban_boundaries');

-- 村庄管控边界
create table gengjie.village_zones (
  zone_type text not null,
  zone_name text,
  building_zone text constraint village_zones_building_zone_known check (building_zone in ('concentrated', 'restricted', 'prohibited')),
  note text
);
call gengjie.make_layer('village_zones');

-- 征转批次
create table gengjie.conversion_batches (
  batch_number text not null,
  name text not null,
  status text not null constraint conversion_batches_status_known check (status in ('planned', 'submitted', 'approved', 'carried-out')),
  submitted_on date,
  reported_text text,
  reported_unit text,
  source_document text,
  source_note text,
  note text
);
call gengjie.make_layer('conversion_batches');

-- 征转地块
create table gengjie.conversion_parcels (
  parcel_number text not null,
  name text,
  batch_number text,
  status text not null constraint conversion_parcels_status_known check (status in ('planned', 'submitted', 'approved', 'carried-out')),
  planned_use text,
  reported_text text,
  reported_unit text,
  source_document text,
  source_note text,
  note text
);
call gengjie.make_layer('conversion_parcels');

-- 乱占耕地图斑
create table gengjie.patches (
  patch_number text not null,
  register text not null constraint patches_register_known check (register in ('house-building', 'image-enforcement', 'lead', 'field-flag')),
  patch_class text not null constraint patches_class_known check (patch_class in ('residential', 'public', 'industrial')),
  state text not null,
  location text,
  found_on date,
  reported_text text,
  reported_unit text,
  source_document text,
  source_note text,
  note text
);
call gengjie.make_layer('patches');
create index patches_number on gengjie.patches (patch_number text_pattern_ops) where upper_inf(valid_during);

-- 拆迁片区
create table gengjie.demolition_zones (
  name text not null,
  zone_kind text not null,
  households_unsigned integer constraint demolition_zones_unsigned_range check (households_unsigned >= 0),
  households_total integer constraint demolition_zones_total_range check (households_total >= 0),
  decision_step text,
  due_on date,
  reported_text text,
  reported_unit text,
  source_document text,
  source_note text,
  note text,
  constraint demolition_zones_unsigned_within_total check (households_unsigned <= households_total)
);
call gengjie.make_layer('demolition_zones');

-- 绿地建设计划
create table gengjie.green_plans (
  name text not null,
  plan_year integer not null constraint green_plans_year_range check (plan_year between 1950 and 2150),
  green_kind text,
  status text,
  reported_text text,
  reported_unit text,
  source_document text,
  source_note text,
  note text
);
call gengjie.make_layer('green_plans');

-- 高标准农田
create table gengjie.farmland_projects (
  name text not null,
  project_code text,
  plan_year integer,
  status text,
  investment numeric(18, 2) constraint farmland_projects_investment_range check (investment >= 0),
  reported_text text,
  reported_unit text,
  source_document text,
  source_note text,
  note text
);
call gengjie.make_layer('farmland_projects');

-- 设施农业备案
create table gengjie.facility_filings (
  filing_number text not null,
  name text,
  operator text,
  facility_kind text not null,
  auxiliary_area numeric(18, 2) constraint facility_filings_auxiliary_area_range check (auxiliary_area >= 0),
  filed_on date,
  expires_on date,
  reported_text text,
  reported_unit text,
  source_document text,
  source_note text,
  note text
);
call gengjie.make_layer('facility_filings');

-- 项目选址
create table gengjie.project_sites (
  name text not null,
  bound_east text,
  bound_south text,
  bound_west text,
  bound_north text,
  floor_area numeric(18, 2) constraint project_sites_floor_area_range check (floor_area >= 0),
  status text,
  reported_text text,
  reported_unit text,
  source_document text,
  source_note text,
  note text
);
call gengjie.make_layer('project_sites');

-- 村庄
create table gengjie.villages (
  name text not null,
  village_class text not null,
  renewal_path text,
  plan_stage text,
  households integer constraint villages_households_range check (households >= 0),
  vacancy_rate numeric(6, 4) constraint villages_vacancy_rate_range check (vacancy_rate between 0 and 1),
  collective_income numeric(18, 2),
  note text
);
call gengjie.make_layer('villages');

-- 田长制网格
create table gengjie.responsibility_grids (
  grid_number text not null,
  name text,
  grid_level text not null,
  person text,
  duty text,
  note text
);
call gengjie.make_layer('responsibility_grids');
