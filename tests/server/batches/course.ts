import type { BalanceEntry, Batch, BatchStep } from '#core/contract/batches.ts';
import type { Database } from '#server/db/database.ts';
import type { Client } from '../../support/app.ts';
import { aFeature, aTown, type Parcel, VILLAGE, withParcels } from '../../support/cast.ts';

export type Box = Parcel['box'];

/** Layers that checks look at, all away from the parcels but the urban boundary, which holds them. */
export async function surroundings(db: Database): Promise<void> {
  const land = { land_class: '0101', parcel_area: 10, class_area: 10 };
  await aFeature(
    db,
    'permanent_farmland',
    { protection_number: 'Y9', parcel_number: '9', ...land },
    [117.0895, 39.1185, 117.0899, 39.1189],
  );
  await aFeature(db, 'ecological_redlines', { redline_code: 'R9' }, [117.0885, 39.1185, 117.0889, 39.1189]);
  await aFeature(db, 'urban_boundaries', { zone_code: '1' }, [117.08, 39.1, 117.09, 39.12]);
}

export interface Plot {
  readonly number: string;
  readonly box: Box;
  readonly landClassAfter?: string | null;
  readonly name?: string;
}

/** A planned batch whose outline is its parcels; returns its id and those of the parcels. */
export async function aBatch(
  db: Database,
  number: string,
  plots: readonly Plot[],
  columns: Readonly<Record<string, string>> = {},
): Promise<{ id: number; parcels: number[] }> {
  const parcels: number[] = [];
  for (const { number: plot, box, landClassAfter = '0701', name = plot } of plots) {
    parcels.push(
      await aFeature(
        db,
        'conversion_parcels',
        {
          parcel_number: plot,
          name,
          batch_number: number,
          status: columns.status ?? 'planned',
          planned_use: '住宅',
          ...(landClassAfter === null ? {} : { land_class_after: landClassAfter }),
        },
        box,
      ),
    );
  }
  const values = { batch_number: number, name: `批次${number}`, status: 'planned', ...columns };
  const names = Object.keys(values);
  const [row] = await db.query<{ id: number }>(
    `insert into gengjie.conversion_batches (${names.join(', ')}, region_code, geom)
     select ${names.map((_, i) => `$${i + 2}`).join(', ')}, '${VILLAGE}', st_multi(st_union(geom))
     from gengjie.conversion_parcels where in_force and id = any ($1::bigint[]) returning id`,
    [parcels, ...Object.values(values)],
  );
  return { id: row!.id, parcels };
}

/** Two farm parcels, the second with a ridge deducted, and a homestead, side by side from west to east. */
export async function aSmallTown(db: Database): Promise<{ paddy: number; ridge: number; homestead: number }> {
  await aTown(db);
  const [paddy = 0, ridge = 0, homestead = 0] = await withParcels(db, [
    { number: '0001', landClass: '0101', box: [117.081, 39.101, 117.083, 39.105] },
    {
      number: '0002',
      landClass: '0103',
      box: [117.083, 39.101, 117.085, 39.105],
      parcelArea: 76543.21,
      deductedArea: 4975.31,
    },
    { number: '0003', landClass: '0702', box: [117.085, 39.101, 117.087, 39.105] },
  ]);
  await surroundings(db);
  return { paddy, ridge, homestead };
}

export interface Refusal {
  readonly type: string;
  readonly detail: string;
  readonly next: string;
  readonly field?: string;
  readonly value?: string;
}

/** 今天, in Beijing. */
export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** Requests about batches, as a program sends them. */
export function batching(client: () => Client) {
  const post = (path: string, body: object, ifMatch?: number) =>
    client().request(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      },
      body: JSON.stringify(body),
    });
  const read = async (id: number) => (await client().get(`/api/batches/${id}`)) as Batch;
  const attempt = async (id: number, step: BatchStep, body: object = {}, ifMatch?: number) => {
    const version = ifMatch ?? (await read(id)).versionId;
    const answer = await post(
      `/api/batches/${id}/steps`,
      { step, happenedOn: today(), document: '津政地〔2026〕1号', ...body },
      version,
    );
    return { status: answer.status, batch: answer.body as Batch, refusal: answer.body as Refusal };
  };
  return {
    read,
    attempt,
    /** A step that must succeed. */
    async step(id: number, step: BatchStep, body: object = {}): Promise<Batch> {
      const { status, batch } = await attempt(id, step, body);
      if (status !== 200) throw new Error(`${step}: ${status} ${JSON.stringify(batch)}`);
      return batch;
    },
    /** From planned to approved. */
    async approve(id: number): Promise<Batch> {
      for (const step of ['assembled', 'submitted'] as const) await this.step(id, step);
      return this.step(id, 'approved');
    },
    check: async (id: number, code: Batch['checks'][number]['code']) =>
      (await read(id)).checks.find((check) => check.code === code)!,
    balance: async () =>
      (await client().get('/api/balance?region=120111001')) as {
        entries: BalanceEntry[];
        occupiedSquareMeters: number;
        suppliedSquareMeters: number;
        balanceSquareMeters: number;
      },
    enter: (body: object) =>
      post('/api/balance', {
        region: '120111001',
        acceptedOn: today(),
        document: '津验〔2026〕2号',
        ...body,
      }),
  };
}

/** 耕地 of the district in hundredths of m², straight from the rows. */
export async function farmland(db: Database): Promise<bigint> {
  const [row] = await db.query<{ cents: string }>(
    `select (coalesce(sum(class_area), 0) * 100)::bigint::text as cents from gengjie.land_parcels
     where in_force and land_class_scheme = 'sandiao' and land_class in ('0101', '0102', '0103')`,
  );
  return BigInt(row!.cents);
}

export const cents = (squareMeters: number) => BigInt(Math.round(squareMeters * 100));
