import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Movement } from '#core/contract/indicators.ts';
import type { Database } from '#server/db/database.ts';
import { withApp } from '../../support/app.ts';
import { aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { editing } from '../edits/editing.ts';

const day = 86_400_000;
/** A day in Beijing so many days ago. */
const ago = (days: number) => new Date(Date.now() + 8 * 3_600_000 - days * day).toISOString().slice(0, 10);

/** True and known since so many days ago, so that there is a past to ask about. */
const since = (db: Database, table: string, days: number) =>
  db.query(
    `update gengjie.${table} set valid_during = tstzrange(now() - $1 * interval '1 day', null),
       known_during = tstzrange(now() - $1 * interval '1 day', null)`,
    [days],
  );

describe.each(databases)('who moved this number, on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const parcels = editing(client, 'land_parcels');
  let target: number;
  let paddy: number;
  let ridge: number;

  beforeAll(async () => {
    ({ paddy, ridge, target } = await aSettledTown(database()));
    await since(database(), 'land_parcels', 400);
    await since(database(), 'regions', 500);
    await database().query(
      `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, source_document)
       values ('occupied_farmland', $1, 2023, '<=', 0, '0', '亩', '示例文件')`,
      [TOWN],
    );
  });

  const movement = async (from: string, to?: string, id = target) =>
    (await client().get(
      `/api/targets/${id}/movement?from=${encodeURIComponent(from)}${to ? `&to=${encodeURIComponent(to)}` : ''}`,
    )) as Movement;
  const adds = ({ from, to, causes, rows, truncated }: Movement) => {
    const cents = (value: number) => Math.round(value * 100);
    const sum = causes.reduce((all, { change }) => all + cents(change), 0);
    expect(cents(from.value) + sum).toBe(cents(to.value));
    if (truncated) return;
    expect(rows.reduce((all, { change }) => all + cents(change), 0)).toBe(sum);
  };
  const change = async (id: number, patch: object) => {
    const before = await parcels.feature(id);
    return parcels.edit(id, before.versionId, patch);
  };

  it('names the cause and the person of what changed on the ground, and telescopes', async () => {
    const [was] = await database().query<{ area: number }>(
      'select class_area as area from gengjie.land_parcels where id = $1',
      [ridge],
    );
    await change(ridge, {
      properties: { land_class: '0702' },
      reason: '批次实施',
      document: '津政地〔2030〕1号',
      cause: 'converted',
      trueFrom: ago(20),
    });
    const moved = await movement(ago(100));
    adds(moved);
    expect(moved.causes.find(({ cause }) => cause === 'converted')).toEqual({
      cause: 'converted',
      change: -was!.area,
      rowCount: 1,
    });
    expect(moved.rows).toMatchObject([
      {
        id: ridge,
        cause: 'converted',
        change: -was!.area,
        reason: '批次实施',
        document: '津政地〔2030〕1号',
      },
    ]);
    expect(moved.rows[0]?.changedBy, 'the person who made the version').not.toBeNull();
    const history = (await client().get(`/api/layers/land_parcels/features/${ridge}/history`)) as {
      versions: { kind: string; cause: string | null; validUntil: string | null }[];
    };
    expect(history.versions[0]).toMatchObject({ cause: 'converted' });
    expect(
      history.versions.filter(({ cause }) => cause === 'converted'),
      'what is left of the state before keeps its own cause',
    ).toHaveLength(1);
  });

  it('tells what was learnt later of the first moment apart, as a correction', async () => {
    // From its first day on: nothing changed on the ground between the two moments.
    await change(paddy, {
      properties: { land_class: '0702' },
      reason: '地类判读有误',
      cause: 'resurveyed',
      trueFrom: ago(400),
    });
    const moved = await movement(ago(100), undefined);
    adds(moved);
    expect(moved.causes.find(({ cause }) => cause === 'corrected')).toMatchObject({ rowCount: 1 });
    expect(moved.causes.find(({ cause }) => cause === 'resurveyed')).toMatchObject({
      change: 0,
      rowCount: 0,
    });
    await change(paddy, { properties: { land_class: '0101' }, reason: '复垦验收', cause: 'reclaimed' });
    const back = await movement(ago(100));
    adds(back);
    expect(back.causes.find(({ cause }) => cause === 'reclaimed')?.change).toBeGreaterThan(0);
  });

  it('adds up for a figure that is cut with another layer', async () => {
    const [cut] = await database().query<{ id: number }>(
      `select id from gengjie.targets where indicator = 'occupied_farmland'`,
    );
    await database().query(
      `insert into gengjie.patches (patch_number, register, patch_class, state, region_code, geom)
       values ('P1', 'house-building', 'residential', 'closed', $1, st_multi(st_makeenvelope(117.0905, 39.1005, 117.092, 39.102, 4490)))`,
      [OTHER_VILLAGE],
    );
    const moved = await movement(ago(100), undefined, cut!.id);
    adds(moved);
    expect(moved.to.value).toBeGreaterThan(0);
  });

  it('refuses moments the wrong way round, and what is not measured', async () => {
    expect(
      (await client().request(`/api/targets/${target}/movement?from=${ago(1)}&to=${ago(30)}`)).status,
    ).toBe(422);
    const { targets } = (await client().get(`/api/targets?region=${TOWN}`)) as {
      targets: { id: number; indicator: string }[];
    };
    const income = targets.find(({ indicator }) => indicator === 'collective_income');
    expect((await client().request(`/api/targets/${income?.id}/movement?from=${ago(30)}`)).status).toBe(404);
  });

  it('adds up to the hundredth after any course of edits, withdrawals, back-dated corrections and imports', async () => {
    const act = fc.record({
      kind: fc.constantFrom('edit', 'area', 'withdraw', 'restore', 'import'),
      pick: fc.nat(20),
      days: fc.integer({ min: 0, max: 60 }),
      landClass: fc.constantFrom('0101', '0103', '0702', '0201'),
      area: fc.integer({ min: 1, max: 99_999 }),
      cause: fc.constantFrom('converted', 'occupied', 'reclaimed', 'resurveyed', 'corrected', undefined),
    });
    let serial = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 6 }), async (acts) => {
        for (const { kind, pick, days, landClass, area, cause } of acts) {
          if (kind === 'import') {
            serial += 1;
            await database().query(
              `insert into gengjie.land_parcels (parcel_number, land_class, region_code, geom, parcel_area, deducted_area, class_area,
                 change_kind, valid_during)
               values ($1, $2, $3, st_multi(st_makeenvelope(117.081, 39.110, 117.082, 39.111, 4490)), $4::numeric, 0, $4::numeric, 'import',
                 tstzrange(now() - $5 * interval '1 day', null))`,
              [`R${serial}`, landClass, VILLAGE, area / 100, days],
            );
            continue;
          }
          const rows = await database().query<{ id: number; versionId: number }>(
            `select id, version_id as "versionId" from gengjie.land_parcels where in_force order by id`,
          );
          const row = rows[pick % Math.max(1, rows.length)];
          if (!row) continue;
          const common = { reason: '随机', trueFrom: ago(days), ...(cause ? { cause } : {}) };
          const path = `/api/layers/land_parcels/features/${row.id}`;
          const headers = { 'content-type': 'application/json', 'if-match': `"${row.versionId}"` };
          // A day before its version began is refused: that is an answer, too.
          if (kind === 'withdraw') {
            await client().request(`${path}/withdraw`, {
              method: 'POST',
              headers,
              body: JSON.stringify(common),
            });
          } else if (kind === 'restore') {
            const body = JSON.stringify({ ...common, versionId: row.versionId });
            await client().request(`${path}/restore`, { method: 'POST', headers, body });
          } else {
            const properties =
              kind === 'edit'
                ? { land_class: landClass }
                : { class_area: area / 100, parcel_area: area / 100, deducted_area: 0 };
            await client().request(path, {
              method: 'PATCH',
              headers,
              body: JSON.stringify({ ...common, properties }),
            });
          }
        }
        for (const [from, to] of [
          [ago(500), undefined],
          [ago(90), undefined],
          [ago(30), ago(3)],
          [ago(7), undefined],
        ] as const) {
          adds(await movement(from, to));
        }
      }),
      { numRuns: 12 },
    );
  });
});
