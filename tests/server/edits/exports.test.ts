import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { editing } from './editing.ts';

interface Act {
  action: string;
  layer: string | null;
  region_code: string | null;
  detail: Record<string, unknown>;
}

describe.each(databases)('exports on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let target: number;
  let village: Client;

  beforeAll(async () => {
    ({ target } = await aSettledTown(database()));
    await aFeature(
      database(),
      'responsibility_grids',
      { grid_number: '=1+1', name: '@网格,"一"', grid_level: 'town', person: '张三丰' },
      [117.0811, 39.1111, 117.0821, 39.1121],
    );
    const inspector = await aPerson(database(), `inspector-${engine}`, [
      { role: 'inspector', regionCode: VILLAGE },
      { role: 'viewer', regionCode: TOWN },
    ]);
    village = client().as(inspector.token);
  });

  const acts = (action: string) =>
    database().query<Act>(
      `select action, layer, region_code, detail from gengjie.audit_log where action = $1 order by seq desc`,
      [action],
    );
  const csv = async (path: string, asker = client()) => {
    const { status, body, headers } = await asker.request(path);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    // `fetch` takes the byte order mark away.
    return (body as string).split('\r\n').map((line) => line.split(','));
  };

  it('gives a layer as GeoJSON with codes, areas and version, and notes who took what', async () => {
    const { status, body, headers } = await client().request(
      `/api/layers/land_parcels/export?region=${TOWN}`,
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/geo+json; charset=utf-8');
    expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toMatch(
      /示意数据_地类图斑_西营门街道_\d{4}-\d{2}-\d{2}\.geojson/,
    );
    const collection = body as {
      type: string;
      notice: string;
      moments: { asOf: string };
      features: {
        id: number;
        geometry: { coordinates: number[][][][] };
        properties: Record<string, unknown>;
      }[];
    };
    expect(collection).toMatchObject({ type: 'FeatureCollection', notice: '示意数据' });
    expect(collection.features).toHaveLength(4);
    expect(collection.features[0]?.properties).toMatchObject({
      land_class: '0101',
      region_code: VILLAGE,
      notice: '示意数据',
    });
    const [lon = 0, lat = 0] = collection.features[0]?.geometry.coordinates[0]?.[0]?.[0] ?? [];
    expect([Math.floor(lon), Math.floor(lat)]).toEqual([117, 39]);
    const [act] = await acts('export.layer');
    expect(act).toMatchObject({
      layer: 'land_parcels',
      region_code: TOWN,
      detail: { rows: 4, format: 'geojson', personal: false, moments: collection.moments },
    });
    const sum = collection.features.reduce(
      (total, { properties }) => total + Number(properties.area_square_meters),
      0,
    );
    expect(act?.detail.areaSquareMeters).toBeCloseTo(sum, 2);
    expect(act?.detail.bounds).toEqual([117.081, 39.101, 117.095, 39.109]);
  });

  it('gives a layer as CSV that a spreadsheet reads and runs nothing of', async () => {
    const raw = await fetch(`${client().origin}/api/layers/responsibility_grids/export?format=csv`, {
      headers: { authorization: `Bearer ${client().token}` },
    });
    const bytes = new Uint8Array(await raw.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain('要素编号,版本号,区划代码,网格编号,网格名称');
    expect(text).toContain(`'=1+1,"'@网格,""一"""`);
    expect(text.trimEnd().endsWith('示意数据')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text).not.toContain('张三丰');
    expect(text).not.toContain('责任人');
  });

  it('adds personal data only when asked for, as an act of its own', async () => {
    const before = (await acts('personal.read')).length;
    const rows = await csv('/api/layers/responsibility_grids/export?format=csv&personal=true');
    expect(rows[0]).toContain('责任人');
    expect(rows[1]).toContain('张三丰');
    const read = await acts('personal.read');
    expect(read).toHaveLength(before + 1);
    expect(read[0]?.detail).toMatchObject({ fields: ['person'], rows: 1 });
    expect(JSON.stringify(read)).not.toContain('张三丰');
    expect((await acts('export.layer'))[0]?.detail.personal).toBe(true);
  });

  it('leaves out what a person may see but not export, and refuses where they may export nothing', async () => {
    const rows = await csv(`/api/layers/land_parcels/export?format=csv&region=${TOWN}`, village);
    expect(new Set(rows.slice(1, -1).map((row) => row[2]))).toEqual(new Set([VILLAGE]));
    expect(rows).toHaveLength(3 + 2);
    const refused = async (path: string) => (await village.request(path)).status;
    expect(await refused(`/api/layers/land_parcels/export?region=${OTHER_VILLAGE}`)).toBe(403);
    expect(await refused('/api/layers/land_parcels/export?region=120119001001')).toBe(404);
    expect(await refused(`/api/targets/export?region=${OTHER_VILLAGE}`)).toBe(403);
    expect(await refused(`/api/targets/${target}/export`)).toBe(403);
    expect(await refused('/api/targets/99999/export')).toBe(404);
    const viewer = await aPerson(database(), `viewer-${engine}`, [{ role: 'viewer', regionCode: TOWN }]);
    expect((await client().as(viewer.token).request('/api/layers/land_parcels/export')).status).toBe(403);
    expect((await client().as(undefined).request('/api/layers/land_parcels/export')).status).toBe(401);
  });

  it('exports the report of targets and the rows of a figure, which sum to it', async () => {
    const report = await csv(`/api/targets/export?region=${TOWN}&year=2023`);
    const column = (name: string) => report[0]?.indexOf(name) ?? -1;
    const farmland = report[1];
    expect(farmland?.[column('指标')]).toBe('耕地保有量');
    expect(farmland?.[column('数据性质')]).toBe('示意数据');
    const rows = await csv(`/api/targets/${target}/export`);
    const value = rows[0]?.indexOf('计入面积（平方米）') ?? -1;
    const cents = rows.slice(1, -1).reduce((sum, row) => sum + Math.round(Number(row[value]) * 100), 0);
    expect(cents / 100).toBe(Number(farmland?.[column('实测')]));
    expect((await acts('export.targets'))[0]).toMatchObject({ layer: 'targets', region_code: TOWN });
    expect((await acts('export.rows'))[0]).toMatchObject({ layer: 'land_parcels', detail: { rows: 3 } });
  });

  it('leaves its line though the reader hangs up at once', async () => {
    const before = (await acts('export.layer')).length;
    const gone = new AbortController();
    const response = await fetch(`${client().origin}/api/layers/land_parcels/export`, {
      headers: { authorization: `Bearer ${client().token}` },
      signal: gone.signal,
    });
    gone.abort();
    await response.text().catch(() => {});
    expect(await acts('export.layer')).toHaveLength(before + 1);
  });

  it('exports a past moment', async () => {
    const parcels = editing(client, 'land_parcels');
    const [row] = await database().query<{ id: number; at: string }>(
      `select min(f.id) as id, max(c.last)::text as at from gengjie.land_parcels f, gengjie.clock c where in_force`,
    );
    const asOf = encodeURIComponent(new Date(Date.parse(row?.at ?? '')).toISOString().replace('Z', '999Z'));
    const feature = await parcels.feature(row?.id ?? 0);
    await parcels.withdraw(feature.id, feature.versionId);
    expect((await csv('/api/layers/land_parcels/export?format=csv')).length).toBe(3 + 2);
    const past = await csv(`/api/layers/land_parcels/export?format=csv&asOf=${asOf}`);
    expect(past.length).toBe(4 + 2);
    expect(past[1]?.[1]).toBe(String(feature.versionId));
  });
});
