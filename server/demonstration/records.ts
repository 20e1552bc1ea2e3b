import type { Queryable } from '#server/db/database.ts';
import type { Demonstration } from './demonstration.ts';
import {
  readDemolition,
  readDuties,
  readIndicators,
  readPatches,
  readTargets,
  readVillages,
  readWorkspace,
} from './seed-files.ts';

/** Records beside the map: indicators, targets, duties, counts, steps, plans, the course of a patch, the workspace. */
export async function writeRecords(tx: Queryable, demonstration: Demonstration): Promise<void> {
  await writeControl(tx);
  await writeDemolition(tx, demonstration);
  await writeVillagePlans(tx, demonstration);
  await writePatchEvents(tx, demonstration);
  await writeWorkspace(tx, demonstration);
}

export async function writeControl(tx: Queryable): Promise<void> {
  const { region, sourceDocument, planDate } = readWorkspace();
  await tx.bulkInsert(
    'gengjie.indicators',
    ['code', 'title_zh', 'title_en', 'unit', 'rule_zh', 'rule_en', 'rule_source'].map((name) => ({
      name,
      type: 'text',
    })),
    readIndicators().map((i) => [i.code, i.zh, i.en, i.unit, i.ruleZh, i.ruleEn, i.ruleSource]),
  );
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

/** The states a patch has passed on its way to the present one, a month apart. */
async function writePatchEvents(tx: Queryable, demonstration: Demonstration): Promise<void> {
  const order = Object.keys(readPatches().states);
  const rows = demonstration.layers.get('patches')!.flatMap((patch) => {
    const found = new Date(`${patch.columns.found_on}T08:00:00Z`);
    const passed = order.slice(0, order.indexOf(String(patch.columns.state)) + 1);
    return passed
      .filter((state) => state !== 'returned' || state === patch.columns.state)
      .map((state, i) => [patch.id, state, new Date(found.getTime() + i * 30 * 86_400_000).toISOString()]);
  });
  await tx.bulkInsert(
    'gengjie.patch_events',
    [
      { name: 'patch_id', type: 'bigint' },
      { name: 'state', type: 'text' },
      { name: 'happened_at', type: 'timestamptz' },
    ],
    rows,
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
