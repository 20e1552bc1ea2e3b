-- Indicators, targets and duties; records that hang on features; settings and jobs.

-- 指标: what is counted and by which rule.
create table gengjie.indicators (
  code text primary key,
  title_zh text not null,
  title_en text not null,
  unit text not null check (unit in ('area', 'count', 'money', 'ratio')),
  rule_zh text not null,
  rule_en text not null,
  rule_source text not null
);

-- 控制指标: a figure somebody promised, with the text and unit of the document that says so. Areas in m².
create table gengjie.targets (
  id bigint generated always as identity primary key,
  indicator text not null references gengjie.indicators (code),
  region_code text not null check (region_code ~ '^[0-9]{6}([0-9]{6})?$'),
  year integer not null check (year between 1950 and 2150),
  comparator text not null check (comparator in ('>=', '<=', '=')),
  value numeric(18, 2) not null,
  reported_text text not null,
  reported_unit text not null,
  source_document text not null,
  source_clause text,
  note text,
  valid_during tstzrange not null default tstzrange(now(), null)
);
create unique index targets_current on gengjie.targets (indicator, region_code, year) where upper_inf(valid_during);

-- 任务分工: duty → responsible units.
create table gengjie.duties (
  id bigint generated always as identity primary key,
  region_code text not null,
  number integer not null,
  title text not null,
  content text not null,
  responsible_units text[] not null,
  source_document text not null,
  valid_during tstzrange not null default tstzrange(now(), null)
);

-- 签约进度: counts by date; the total is unknown until somebody enters it.
create table gengjie.demolition_counts (
  id bigint generated always as identity primary key,
  zone_id bigint not null,
  counted_on date not null,
  households_total integer check (households_total >= 0),
  households_unsigned integer not null check (households_unsigned >= 0),
  source_document text,
  recorded_at timestamptz not null default now(),
  unique (zone_id, counted_on)
);

-- 六步决策
create table gengjie.demolition_steps (
  id bigint generated always as identity primary key,
  zone_id bigint not null,
  step integer not null check (step between 1 and 6),
  finished_on date,
  minutes_file text,
  recorded_at timestamptz not null default now(),
  unique (zone_id, step)
);

-- 村庄规划
create table gengjie.village_plans (
  id bigint generated always as identity primary key,
  village_id bigint not null,
  stage text not null,
  approved_on date,
  published_on date,
  source_document text,
  recorded_at timestamptz not null default now(),
  check (published_on is null or approved_on is not null)
);

-- 图斑流转
create table gengjie.patch_events (
  id bigint generated always as identity primary key,
  patch_id bigint not null,
  state text not null,
  note text,
  happened_at timestamptz not null default now()
);
create index patch_events_patch on gengjie.patch_events (patch_id, happened_at);

-- 附件: stored by content hash; the bytes live in the attachment store.
create table gengjie.attachments (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  feature_id bigint not null,
  file_name text not null,
  media_type text not null,
  byte_count bigint not null check (byte_count >= 0),
  recorded_at timestamptz not null default now()
);
create index attachments_feature on gengjie.attachments (feature_id);

-- 长任务
create table gengjie.jobs (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  progress double precision not null default 0 check (progress between 0 and 1),
  result jsonb,
  started_at timestamptz not null default now(),
  ended_at timestamptz
);

-- 设置: one JSON value a key (workspace, district box, …).
create table gengjie.settings (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now()
);
