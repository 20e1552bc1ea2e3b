import type { Queryable } from '#server/db/database.ts';
import type { Demonstration } from './demonstration.ts';
import { writeScenarios } from './scenarios.ts';
import { readDemolition, readDuties, readTargets, readVillages, readWorkspace } from './seed-files.ts';

/** Records beside the map: targets, duties, counts, steps, plans, scenarios, the workspace. */
export async function writeRecords(tx: Queryable, demonstration: Demonstration): Promise<void> {
  await writeControl(tx);
  await writeDemolition(tx, demonstration);
  await writeVillagePlans(tx, demonstration);
  await writeScenarios(tx, demonstration);
  await beginCourses(tx);
  await writeWorkspace(tx, demonstration);
}

export async function writeControl(tx: Queryable): Promise<void> {
  const { region, sourceDocument, planDate } = readWorkspace();
  const validDuring = `[${planDate} 00:00:00+00,)`;
  await tx.bulkInsert(
    'gengjie.targets',
    [
      { name: 'indicator', type: 'text' },
      { name: 'region_code', type: 'text' },
      { name: 'year', type: 'integer' },
      { name: 'comparator', type: 'text' },
      { name: 'value', type: 'numeric' },
      { name: 'reported_text', type: 'text' },
      { name: 'reported_unit', type: 'text' },
      { name: 'source_document', type: 'text' },
      { name: 'source_clause', type: 'text' },
      { name: 'note', type: 'text' },
      { name: 'place', type: 'text' },
      { name: 'valid_during', type: 'tstzrange' },
      { name: 'known_during', type: 'tstzrange' },
    ],
    readTargets().map((t) => [
      t.indicator,
      t.region,
      t.year,
      t.comparator,
      t.value,
      ...t.reported,
      t.document,
      t.clause,
      t.note,
      t.place ?? null,
      validDuring,
      validDuring,
    ]),
  );
  for (const duty of readDuties()) {
    await tx.query(
      `insert into gengjie.duties (region_code, number, title, content, responsible_units, source_document, valid_during)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [region, duty.number, duty.title, duty.content, duty.units, sourceDocument, validDuring],
    );
  }
}

async function writeDemolition(tx: Queryable, demonstration: Demonstration): Promise<void> {
  const { sourceDocument } = readWorkspace();
  const { zones, countedOn } = readDemolition();
  await tx.bulkInsert(
    'gengjie.demolition_counts',
    [
      { name: 'zone_id', type: 'bigint' },
      { name: 'counted_on', type: 'date' },
      { name: 'households_unsigned', type: 'integer' },
      { name: 'source_document', type: 'text' },
    ],
    zones
      .filter((zone) => zone.unsigned !== null)
      .map((zone) => [demonstration.idOf(zone.tag), countedOn, zone.unsigned, sourceDocument]),
  );
  await tx.bulkInsert(
    'gengjie.demolition_steps',
    [
      { name: 'zone_id', type: 'bigint' },
      { name: 'step', type: 'integer' },
    ],
    zones.flatMap((zone) =>
      Array.from({ length: zone.stepsFinished }, (_, i) => [demonstration.idOf(zone.tag), i + 1]),
    ),
  );
}

async function writeVillagePlans(tx: Queryable, demonstration: Demonstration): Promise<void> {
  await tx.bulkInsert(
    'gengjie.village_plans',
    [
      { name: 'village_id', type: 'bigint' },
      { name: 'stage', type: 'text' },
    ],
    readVillages().map((village) => [demonstration.idOf(`village:${village.code}`), village.planStage]),
  );
}

/** Patches came into their state within the last two weeks: some are in time, some nearly due, some over. */
async function beginCourses(tx: Queryable): Promise<void> {
  await tx.query(
    `update gengjie.patch_dossiers set state_since = date_trunc('day', now()) - (patch_id * 7 % 15) * interval '1 day' + interval '1 hour'`,
  );
}

async function writeWorkspace(tx: Queryable, { bounds }: Demonstration): Promise<void> {
  const { demonstration, region, districtBox, title, year } = readWorkspace();
  await tx.query(
    `insert into gengjie.settings (key, value) values ('workspace', $1::jsonb)
     on conflict (key) do update set value = excluded.value, changed_at = now()`,
    [JSON.stringify({ demonstration, region, bounds, districtBox, title, year })],
  );
}
