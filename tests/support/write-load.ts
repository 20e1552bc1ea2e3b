import { expect } from 'vitest';
import { writeMultiPolygonWkb } from '#core/formats/wkb.ts';
import type { Database } from '#server/db/database.ts';
import { troubleProblem } from '#server/db/trouble-problem.ts';
import { VILLAGE } from './cast.ts';
import { type Load, startLoad } from './load.ts';

export const rowsOfABatch = 20;

/** One batch with its parcels in one transaction, as an import writes them; returns when it is acknowledged. */
export async function writeBatch(db: Database, name: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [batch] = await tx.query<{ id: number }>(
      `INSERT INTO gengjie.import_batches (name, layer, file_names, file_sha256, crs, mapping, row_count, area_square_meters)
       VALUES ($1, 'land_parcels', '{}', repeat('0', 64), 'EPSG:4490', '{}', $2, 0) RETURNING id`,
      [name, rowsOfABatch],
    );
    await tx.bulkInsert(
      'gengjie.land_parcels',
      [
        { name: 'parcel_number', type: 'text' },
        { name: 'land_class', type: 'text' },
        { name: 'region_code', type: 'text' },
        { name: 'parcel_area', type: 'numeric' },
        { name: 'class_area', type: 'numeric' },
        { name: 'source', type: 'text' },
        { name: 'batch_id', type: 'bigint' },
        { name: 'geom', type: 'geometry' },
      ],
      Array.from({ length: rowsOfABatch }, (_, row) => [
        String(row),
        '0101',
        VILLAGE,
        100,
        100,
        name,
        batch?.id,
        square(117.08 + row * 1e-4, 39.1),
      ]),
    );
  });
}

/** Acknowledged: names of the batches whose transaction was. Refused: what the others ended with. */
export type WriteLoad = Load<unknown>;

/** Several writers of batches, one after the other. */
export function startWriting(db: Database, label: string, writers = 3): WriteLoad {
  return startLoad(label, writers, (name) =>
    writeBatch(db, name).then(
      () => undefined,
      (error: unknown) => ({ refusal: error }),
    ),
  );
}

/** Every acknowledged batch is there, once and whole; of the others some may be, and those are whole too. */
export async function expectWhole(
  db: Database,
  { acknowledged, refused }: Pick<WriteLoad, 'acknowledged'> & Partial<WriteLoad>,
): Promise<void> {
  const stored = await db.query<{ name: string; rows: number }>(
    `SELECT b.name, (SELECT count(*) FROM gengjie.land_parcels p WHERE p.batch_id = b.id) AS rows
     FROM gengjie.import_batches b`,
  );
  const names = stored.map(({ name }) => name);
  expect(new Set(names).size, 'no batch is there twice').toBe(names.length);
  expect(
    acknowledged.filter((name) => !names.includes(name)),
    'acknowledged and lost',
  ).toEqual([]);
  expect(
    stored.filter(({ rows }) => rows !== rowsOfABatch),
    'half batches',
  ).toEqual([]);
  const [orphans] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM gengjie.land_parcels p
     WHERE NOT EXISTS (SELECT FROM gengjie.import_batches b WHERE b.id = p.batch_id)`,
  );
  expect(orphans?.count, 'rows without their batch').toBe(0);
  // What a route would answer: never a bug.
  for (const error of refused ?? [])
    expect([503, 507], String(error)).toContain(troubleProblem(error)?.status);
}

function square(west: number, south: number): Uint8Array {
  const [east, north] = [west + 5e-5, south + 5e-5];
  return writeMultiPolygonWkb(
    Float64Array.of(west, south, east, south, east, north, west, north, west, south),
    [5],
    [1],
  );
}
