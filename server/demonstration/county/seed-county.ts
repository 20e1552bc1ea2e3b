import type { LayerId } from '#core/catalog/types.ts';
import type { Database, Progress, Queryable } from '#server/db/database.ts';
import { featureColumns, featureRow, wkbOf } from '../feature.ts';
import { Ground } from '../ground.ts';
import type { Region } from '../plane/outline.ts';
import { writeControl } from '../records.ts';
import { gatherStatistics } from '../statistics.ts';
import { countyCodes } from './codes.ts';
import { readCountyFacts } from './facts.ts';
import { type CountyPlan, planCounty } from './plan.ts';
import { outlines, parcelRows, permanentRows, type Row } from './rows.ts';
import { patchRows, workRows } from './works.ts';

export interface CountySummary {
  /** Rows written, by layer. */
  readonly rows: Readonly<Partial<Record<LayerId, number>>>;
}

/**
 * 写入示意县: a county of the size of 蓟州 with invented ground, for measuring. Rows are made while they are written (COPY on PostGIS), so
 * memory holds the mesh and one batch. One transaction: all or nothing.
 *
 * @param parcels how many land parcels, about (within 1 %); villages and patches follow in proportion
 */
export async function seedCounty(
  db: Database,
  progress: Progress,
  parcels = readCountyFacts().parcels,
): Promise<CountySummary> {
  const facts = readCountyFacts();
  progress({ zh: '正在划分示意县', en: 'Laying out the county' }, 0);
  const plan = planCounty(facts, parcels);
  const codes = countyCodes(plan);
  const ground = new Ground(facts.origin);
  const expected = plan.mesh.cells.length * 1.35;
  const rows: Partial<Record<LayerId, number>> = {};
  await db.transaction(async (tx) => {
    let id = await firstId(tx);
    let written = 0;
    const write = async (layer: LayerId, source: Iterable<Row>) => {
      // Without the two time axes the table's defaults hold, and PostGIS takes the quick binary form.
      const columns = featureColumns(layer).filter(({ name }) => !name.endsWith('_during'));
      const skip = featureColumns(layer).findIndex(({ name }) => name === 'valid_during');
      function* numbered() {
        for (const row of source) {
          if (written++ % 2000 === 0)
            progress({ zh: `正在写入示意县`, en: 'Writing the county' }, Math.min(0.99, written / expected));
          const full = featureRow(layer, { ...row, id: id++, validFrom: '' }, facts.source);
          full.splice(skip, 2);
          yield full;
        }
      }
      rows[layer] = await tx.bulkInsert(`gengjie.${layer}`, columns, numbered());
    };
    await write('regions', regionRows(plan, codes, ground));
    await write('land_parcels', parcelRows(plan, codes, ground));
    await write('permanent_farmland', permanentRows(plan, codes, ground));
    await write('patches', patchRows(plan, codes, ground));
    for (const [layer, works] of Object.entries(workRows(plan, codes, ground)))
      await write(layer as LayerId, works);
    await tx.query(`select setval('gengjie.feature_id', $1::bigint)`, [id]);
    await writeControl(tx);
    await writeCountyWorkspace(tx, plan, ground);
    await gatherStatistics(tx, Object.keys(rows) as LayerId[]);
  });
  progress({ zh: '示意县已就绪', en: 'County ready' }, 1);
  return { rows };
}

async function firstId(tx: Queryable): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `select nextval('gengjie.feature_id') as id from (values (1)) v`,
  );
  return row!.id;
}

function* regionRows(
  plan: CountyPlan,
  codes: ReturnType<typeof countyCodes>,
  ground: Ground,
): Generator<Row> {
  const { code, name, nameEn } = plan.facts.region;
  const row = (columns: Record<string, unknown>, regions: readonly Region[]): Row => ({
    regionCode: String(columns.code),
    geometry: wkbOf(regions, ground),
    columns,
  });
  const [whole] = outlines(plan, 1, () => 0);
  yield row({ code, name, name_en: nameEn, level: 'district', kind: 'district' }, whole!);
  const townOf = (i: number) => plan.townOfVillage[plan.village[i]!]!;
  for (const [t, outline] of outlines(plan, plan.towns, townOf).entries()) {
    yield row(
      {
        code: codes.town[t],
        name: codes.townName[t],
        name_en: `Example Town ${t + 1}`,
        level: 'town',
        kind: 'town',
        parent_code: code,
      },
      outline,
    );
  }
  for (const [v, outline] of outlines(plan, plan.villages.length, (i) => plan.village[i]!).entries()) {
    if (outline.length === 0) continue;
    const parent = codes.town[plan.townOfVillage[v]!];
    yield row(
      {
        code: codes.village[v],
        name: codes.villageName[v],
        name_en: `Example Village ${v + 1}`,
        level: 'village',
        kind: 'administrative-village',
        parent_code: parent,
      },
      outline,
    );
  }
}

async function writeCountyWorkspace(tx: Queryable, { facts }: CountyPlan, ground: Ground): Promise<void> {
  const [width, height] = facts.size;
  const [west, south] = ground.lonLat([0, 0]);
  const [east, north] = ground.lonLat([width, height]);
  const value = {
    demonstration: true,
    region: facts.region.code,
    bounds: [west, south, east, north],
    districtBox: facts.districtBox,
    title: facts.title,
    year: facts.year,
  };
  await tx.query(
    `insert into gengjie.settings (key, value) values ('workspace', $1::jsonb)
     on conflict (key) do update set value = excluded.value, changed_at = now()`,
    [JSON.stringify(value)],
  );
}
