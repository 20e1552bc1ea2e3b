import { beforeAll, describe, expect, it } from 'vitest';
import { layerById } from '#core/catalog/index.ts';
import { overlaysOf } from '#server/db/tables/overlay-layer.ts';
import { layerOverlayCsv } from '#server/operations/overlay-layer.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';

const finding = { register: 'lead', patch_class: 'public', state: 'found' };

describe.each(databases)('a whole layer over parcels and permanent farmland, on %s', (engine) => {
  const database = withDatabase(engine);

  beforeAll(async () => {
    await aSettledTown(database());
    const patch = (name: string, box: readonly [number, number, number, number]) =>
      aFeature(database(), 'patches', { patch_number: name, ...finding }, box);
    await patch('T1', [117.082, 39.102, 117.084, 39.103]);
    await patch('T2', [117.0845, 39.104, 117.0855, 39.106]);
    await patch('T3', [117.0965, 39.111, 117.097, 39.1115]);
  });

  it('says of each feature what lies under it, as the feature alone would be cut', async () => {
    const rows = [];
    for await (const batch of overlaysOf(database(), layerById('patches'), '', null)) rows.push(...batch);
    expect(rows.map(({ label }) => label)).toEqual(['T1', 'T2', 'T3']);
    const [whole, across, nowhere] = rows;
    expect(Object.keys(whole?.byClass ?? {})).toEqual(['0101']);
    expect(Math.abs((whole?.byClass['0101'] ?? 0) - (whole?.areaSquareMeters ?? 0))).toBeLessThan(0.1);
    expect((whole?.permanentSquareMeters ?? 0) * 2).toBeCloseTo(whole?.areaSquareMeters ?? 0, 0);
    expect(Object.keys(across?.byClass ?? {}).sort()).toEqual(['0101', '0103', '0702']);
    // Parcel 0002 is signed with a fraction of what it measures; its share of that is farmland.
    expect(across?.farmlandSquareMeters).toBeLessThan(
      (across?.byClass['0101'] ?? 0) + (across?.byClass['0103'] ?? 0),
    );
    expect(nowhere).toMatchObject({ byClass: {}, farmlandSquareMeters: 0, permanentSquareMeters: 0 });
  });

  it('writes it as CSV with its data date, marked as a demonstration, of one region or all', async () => {
    const text = async (region?: string) => {
      let whole = '';
      for await (const part of layerOverlayCsv(database(), { layer: layerById('patches'), region }))
        whole += part;
      return whole;
    };
    const lines = (await text()).split('\r\n');
    expect(lines[0]).toContain('示意数据');
    expect(lines[1]).toContain('CGCS2000');
    expect(lines).toHaveLength(7);
    expect(lines[3]).toContain('0101 水田');
    expect((await text(OTHER_VILLAGE)).split('\r\n')).toHaveLength(4);
    await expect(text('120119')).rejects.toMatchObject({ type: 'region-not-found' });
  });
});
