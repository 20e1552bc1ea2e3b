import type { Database } from '#server/db/database.ts';

/** 示例人物: a small invented town for tests that need a few features whose figures can be checked by hand. */
export const TOWN = '120111001000';
export const VILLAGE = '120111001201';
export const OTHER_VILLAGE = '120111001203';

export interface Parcel {
  readonly number: string;
  readonly landClass: string;
  /** west, south, east, north in degrees. */
  readonly box: readonly [number, number, number, number];
  readonly village?: string;
  readonly parcelArea?: number;
  readonly deductedArea?: number;
}

/** Regions: a town with two villages side by side, west and east of 117.09°E. */
export async function aTown(db: Database): Promise<void> {
  await db.script(`
    insert into gengjie.regions (code, name, name_en, level, parent_code, region_code, geom) values
      ('120111', '西青区', 'Xiqing', 'district', null, '120111', ${box(116.9, 39.0, 117.2, 39.2)}),
      ('${TOWN}', '西营门街道', 'Xiyingmen', 'town', '120111', '${TOWN}', ${box(117.08, 39.1, 117.1, 39.12)}),
      ('${VILLAGE}', '小稍直口村', 'Xiaoshaozhikou', 'village', '${TOWN}', '${VILLAGE}', ${box(117.08, 39.1, 117.09, 39.12)}),
      ('${OTHER_VILLAGE}', '怡和村', 'Yihe', 'village', '${TOWN}', '${OTHER_VILLAGE}', ${box(117.09, 39.1, 117.1, 39.12)});
    insert into gengjie.settings (key, value) values ('workspace',
      '{"demonstration": true, "region": "${TOWN}", "year": 2023, "title": {"zh": "示意区", "en": "Demonstration"},
        "bounds": [117.08, 39.1, 117.1, 39.12], "districtBox": [116.85, 38.85, 117.35, 39.25]}')`);
}

/** Land parcels; returns their feature ids in the order given. Areas default to the ellipsoidal area, rounded. */
export async function withParcels(db: Database, parcels: readonly Parcel[]): Promise<number[]> {
  const ids: number[] = [];
  for (const parcel of parcels) {
    const [row] = await db.query<{ id: number }>(
      `insert into gengjie.land_parcels
         (parcel_number, land_class, region_code, geom, parcel_area, deducted_area, class_area, source)
       select $1, $2, $3, g, a, $5::numeric, a - $5::numeric, '示意数据（虚构）'
       from (select g, coalesce($4::numeric, round(st_area(g::geography)::numeric, 2)) as a from (select ${box(...parcel.box)} as g) q) q
       returning id`,
      [
        parcel.number,
        parcel.landClass,
        parcel.village ?? VILLAGE,
        parcel.parcelArea ?? null,
        parcel.deductedArea ?? 0,
      ],
    );
    ids.push(row?.id ?? Number.NaN);
  }
  return ids;
}

/** One feature of any layer: columns as given, geometry a box. */
export async function aFeature(
  db: Database,
  layer: string,
  columns: Readonly<Record<string, string | number>>,
  corners: Parcel['box'],
): Promise<number> {
  const names = Object.keys(columns);
  const [row] = await db.query<{ id: number }>(
    `insert into gengjie.${layer} (${[...names, 'region_code', 'geom'].join(', ')})
     values (${names.map((_, index) => `$${index + 1}`).join(', ')}${names.length > 0 ? ', ' : ''}'${VILLAGE}', ${box(...corners)})
     returning id`,
    Object.values(columns),
  );
  return row?.id ?? Number.NaN;
}

/**
 * A town with four parcels, a protected patch, a demolition zone and a floor of 10 ha; farmland is parcels 1, 2 and 4, and
 * parcel 2 has a ridge deducted.
 */
export async function aSettledTown(db: Database): Promise<{ paddy: number; ridge: number; target: number }> {
  await aTown(db);
  const [paddy = Number.NaN, ridge = Number.NaN] = await withParcels(db, [
    { number: '0001', landClass: '0101', box: [117.081, 39.101, 117.085, 39.105] },
    {
      number: '0002',
      landClass: '0103',
      box: [117.085, 39.101, 117.089, 39.105],
      parcelArea: 1000.05,
      deductedArea: 65.01,
    },
    { number: '0003', landClass: '0702', box: [117.081, 39.105, 117.085, 39.109] },
    {
      number: '0001',
      landClass: '0102',
      box: [117.091, 39.101, 117.095, 39.105],
      village: OTHER_VILLAGE,
      parcelArea: 2000.1,
    },
  ]);
  await aFeature(
    db,
    'permanent_farmland',
    { protection_number: 'Y1', parcel_number: '0001', land_class: '0101', parcel_area: 10, class_area: 10 },
    [117.081, 39.101, 117.083, 39.105],
  );
  await aFeature(
    db,
    'demolition_zones',
    { name: '小稍直口村片区', zone_kind: 'village', households_unsigned: 131 },
    [117.0805, 39.1005, 117.084, 39.104],
  );
  return { paddy, ridge, target: await aFloor(db, 100_000) };
}

/** The two floors of the town: 耕地保有量 and 永久基本农田, m². */
async function aFloor(db: Database, squareMeters: number): Promise<number> {
  await db.query(
    `insert into gengjie.indicators values
       ('farmland_retention', '耕地保有量', 'Farmland retained', 'area', '口径', 'rule', '来源'),
       ('collective_income', '村集体收入', 'Collective income', 'money', '口径', 'rule', '来源')
     on conflict (code) do nothing`,
  );
  const [row] = await db.query<{ id: number }>(
    `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, source_document)
     values ('farmland_retention', '${TOWN}', 2023, '>=', $1, $2, '公顷', '示例文件') returning id`,
    [squareMeters, String(squareMeters / 10_000)],
  );
  await db.query(
    `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, source_document)
     values ('collective_income', '${TOWN}', 2023, '>=', 200000, '20', '万元', '示例文件')`,
  );
  return row?.id ?? Number.NaN;
}

function box(west: number, south: number, east: number, north: number): string {
  return `st_multi(st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4490))`;
}
