import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ImportResource } from '#core/contract/imports.ts';
import { localPrj, prjTexts } from '../../../scripts/fixtures/coordinate-systems.ts';
import { parcelFeatures, parcelFields, reprojected } from '../../../scripts/fixtures/parcels.ts';
import { type FixtureFeature, writeShapefile } from '../../../scripts/fixtures/shapefile-writer.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aTown } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import {
  change,
  commit,
  type Files,
  json,
  parcelShapefile,
  parcels,
  read,
  stateOf,
  stored,
} from '../../support/import-flow.ts';

const features = parcelFeatures(parcels);

/** The parcels with some rows changed, as a shapefile in EPSG:4527. */
function changed(edit: (rows: FixtureFeature[]) => FixtureFeature[]): Record<string, Uint8Array> {
  const { shp, dbf } = writeShapefile({ fields: parcelFields, features: edit([...features]) });
  return { 'a.shp': shp, 'a.dbf': dbf, 'a.prj': Buffer.from(prjTexts[4527]) };
}

/** One row with a value replaced. */
function withValue(row: number, field: string, value: string | number): Record<string, Uint8Array> {
  const at = parcelFields.findIndex(({ name }) => name === field);
  return changed((rows) =>
    rows.map((one, index) => (index === row - 1 ? { ...one, values: one.values.with(at, value) } : one)),
  );
}

const bowTie: FixtureFeature = {
  rings: [
    [
      [39507200, 4330600],
      [39507300, 4330700],
      [39507300, 4330600],
      [39507200, 4330700],
      [39507200, 4330600],
    ],
  ],
  values: features[0]!.values.with(6, 5000).with(9, 5000),
};

describe.each(databases)('a bad file is refused and changes nothing on %s', (engine) => {
  const database = withDatabase(engine);
  const app = withApp(database, { GENGJIE_UPLOAD_LIMIT_MB: '20' });
  beforeAll(() => aTown(database()));

  /** Reads the files, tries to store them, and checks that nothing happened. */
  async function refusal(files: Files, settings?: object) {
    const before = await stateOf(database());
    const resource = await read(app(), files, settings);
    const { status, body } = await commit(app(), resource.id);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(await stateOf(database())).toEqual(before);
    return { resource, preview: resource.preview, status, body: body as Record<string, unknown> };
  }
  const errorsOf = ({ preview }: { preview: ImportResource['preview'] }) =>
    (preview?.findings.first ?? []).filter(({ severity }) => severity === 'error');

  test('unknown CRS: a .prj nobody can read asks for a choice and offers what the numbers say', async () => {
    const { status, body, preview } = await refusal({
      ...parcelShapefile(),
      '图斑.prj': 'PROJCS["?",GEOGCS["?",DATUM["Mars"]]]',
    });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { type: '/problems/crs-unknown', field: 'crs' },
    });
    expect(preview?.crs.epsg).toBeNull();
    expect(preview?.blockers[0]?.settle).toEqual({ crs: 4527 });
  });

  test('a local plane is refused even though the numbers look familiar', async () => {
    const { body, preview } = await refusal({ ...parcelShapefile(), '图斑.prj': localPrj });
    expect(body.type).toBe('/problems/crs-refused');
    expect(preview?.blockers[0]?.settle).toBeNull();
  });

  test('a .prj that contradicts the coordinates is not believed, nor silently replaced', async () => {
    const { body, preview } = await refusal({ ...parcelShapefile(), '图斑.prj': prjTexts[4548] });
    expect(body.type).toBe('/problems/crs-contradicted');
    expect(preview?.blockers[0]?.settle).toEqual({ crs: 4527 });
  });

  test('coordinates outside the district need an explicit answer', async () => {
    const far = changed((rows) =>
      rows.map((row) => ({
        ...row,
        rings: row.rings!.map((ring) => ring.map(([x, y]) => [x, y - 300_000] as const)),
      })),
    );
    const { body, resource, preview } = await refusal(far);
    expect(body).toMatchObject({ type: '/problems/outside-district', status: 422 });
    expect(preview?.blockers[0]?.settle).toEqual({ confirmOutside: true });
    const answered = await change(app(), resource.id, { confirmOutside: true });
    expect(answered.preview?.blockers).toEqual([]);
    // Even so a row that lies in no known region has nowhere to be counted.
    expect(answered.preview?.findings.codes[0]?.code).toBe('region.not-found');
  });

  test('swapped axes are recognised, named, and taken only when confirmed', async () => {
    const swapped = changed((rows) =>
      rows.map((row) => ({ ...row, rings: row.rings!.map((ring) => ring.map(([x, y]) => [y, x] as const)) })),
    );
    const { body, preview, resource } = await refusal(swapped);
    expect(body.type).toBe('/problems/axes-swapped');
    expect(preview?.crs.swapped).toBe(true);
    expect(preview?.bounds?.[0]).toBeCloseTo(117.083, 2);
    const { preview: confirmed } = await change(app(), resource.id, { swapAxes: true });
    expect(confirmed?.commit).toMatchObject({ possible: true, rows: 14 });
  });

  test('GeoJSON with latitude first is recognised too', async () => {
    const coordinates = [parcels[0]!.rings[0]!.map((point) => [...reprojected(point, 4490)].reverse())];
    const { body } = await refusal({
      'a.geojson': JSON.stringify({
        type: 'Feature',
        properties: { TBBH: '1', DLBM: '0101' },
        geometry: { type: 'Polygon', coordinates },
      }),
    });
    expect(body.type).toBe('/problems/axes-swapped');
  });

  test('no .prj and no zone in the easting is confirmed by a person', async () => {
    const { '图斑.prj': _, ...files } = parcelShapefile(4548);
    const { body, preview, resource } = await refusal(files);
    expect(body.type).toBe('/problems/crs-unconfirmed');
    expect(preview?.crs).toMatchObject({ epsg: 4548, by: 'guessed' });
    const { preview: confirmed } = await change(app(), resource.id, { crs: 4548 });
    expect(confirmed?.commit.possible).toBe(true);
  });

  test('a truncated zip', async () => {
    const zip = zipSync(parcelShapefile());
    const { status, body, resource } = await refusal({ 'a.zip': zip.slice(0, zip.length - 400) });
    expect(resource.state).toBe('failed');
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { type: '/problems/file-truncated', file: 'a.zip' },
    });
  });

  test('a zip bomb', async () => {
    const { status, body } = await refusal({ 'a.zip': zipSync({ 'a.shp': new Uint8Array(20 << 20) }) });
    expect({ status, body }).toMatchObject({ status: 413, body: { type: '/problems/archive-bomb' } });
  });

  test('a path that leaves the archive', async () => {
    const { body } = await refusal({ 'a.zip': zipSync({ '../../evil.shp': new Uint8Array(10) }) });
    expect(body.type).toBe('/problems/archive-path');
  });

  test('a DBF in another encoding than its .cpg says', async () => {
    const result = await refusal({ ...parcelShapefile(), '图斑.cpg': 'UTF-8' });
    expect(result.body).toMatchObject({ type: '/problems/rows-with-errors', row: 1, field: 'location_name' });
    expect(result.preview?.findings.first).toContainEqual(
      expect.objectContaining({
        code: 'file.encoding.contradicted',
        context: expect.objectContaining({ suggestion: 'gb18030' }),
      }),
    );
    const { preview } = await change(app(), result.resource.id, { encoding: 'gb18030' });
    expect(preview?.commit.possible).toBe(true);
  });

  test('a self-crossing ring is an error with its place; the person may repair it or leave it out', async () => {
    const files = changed((rows) => [...rows, bowTie]);
    const result = await refusal(files);
    expect(result.body).toMatchObject({ type: '/problems/rows-with-errors', row: 15 });
    const [error] = errorsOf(result);
    expect(error).toMatchObject({ code: 'geometry.ring.self-crossing', row: 15 });
    expect(error?.lonLat?.[0]).toBeCloseTo(117.0838, 3);
    expect(error?.message.zh).toContain('自相交');

    const { preview: skipping } = await change(app(), result.resource.id, { skipBadRows: true });
    expect(skipping?.commit).toEqual({ possible: true, rows: 14, skipped: 1 });

    const { preview: repaired } = await change(app(), result.resource.id, {
      skipBadRows: false,
      repair: 'make-valid',
    });
    expect(repaired?.repairs).toHaveLength(1);
    expect(repaired?.repairs[0]?.areaAfter).toBeCloseTo(5000, -1);
    expect(repaired?.commit).toEqual({ possible: true, rows: 15, skipped: 0 });
    const { batchId } = await stored(app(), result.resource.id);
    const [row] = await database().query(
      'select st_numgeometries(geom) as parts from gengjie.land_parcels where batch_id = $1 order by version_id desc limit 1',
      [batchId],
    );
    expect(row).toEqual({ parts: 2 });
    await json(app(), `/api/import-batches/${batchId}/undo`, 'POST');
  });

  test('a polygon with NaN', async () => {
    const files = changed((rows) => [
      {
        ...rows[0]!,
        rings: [rows[0]!.rings![0]!.map(([x, y], index) => [index === 2 ? Number.NaN : x, y] as const)],
      },
      ...rows.slice(1),
    ]);
    const result = await refusal(files);
    expect(result.body).toMatchObject({ type: '/problems/rows-with-errors', row: 1 });
    expect(errorsOf(result)[0]?.code).toBe('geometry.ring.not-finite');
  });

  test('a shapefile without .dbf says what is missing and which field the layer needs', async () => {
    const { '图斑.dbf': _, ...files } = parcelShapefile();
    const { body, preview } = await refusal(files);
    expect(body).toMatchObject({ type: '/problems/required-field-unmapped', field: 'parcel_number' });
    expect(preview?.findings.codes.map(({ code }) => code)).toContain('file.dbf.missing');
  });

  test('points among polygons', async () => {
    const geometry = {
      type: 'Polygon',
      coordinates: [parcels[0]!.rings[0]!.map((point) => reprojected(point, 4490))],
    };
    const rows = [geometry, { type: 'Point', coordinates: [117.085, 39.105] }];
    const result = await refusal({
      'a.geojson': JSON.stringify({
        type: 'FeatureCollection',
        features: rows.map((one) => ({
          type: 'Feature',
          properties: { TBBH: '1', DLBM: '0101' },
          geometry: one,
        })),
      }),
    });
    expect(result.body).toMatchObject({ type: '/problems/rows-with-errors', row: 2 });
    expect(errorsOf(result)[0]).toMatchObject({
      code: 'geometry.type.not-polygon',
      context: { type: 'Point' },
    });
  });

  test('a land class that is not in the list', async () => {
    const result = await refusal(withValue(3, 'DLBM', '0199'));
    expect(result.body).toMatchObject({ type: '/problems/rows-with-errors', row: 3, field: 'land_class' });
    expect(errorsOf(result)[0]).toMatchObject({
      code: 'field.code.unknown',
      context: { field: 'DLBM', value: '0199' },
    });
  });

  test('areas that do not add up', async () => {
    const result = await refusal(withValue(2, 'TBDLMJ', 1));
    expect(errorsOf(result)[0]).toMatchObject({ code: 'area.class.mismatch', row: 2 });
  });

  test('an area that is not the geometry’s is a warning, and the file’s figure stands', async () => {
    const at = (name: string) => parcelFields.findIndex((field) => field.name === name);
    const files = changed(([first, ...rest]) => [
      { ...first!, values: first!.values.with(at('TBMJ'), 12345).with(at('TBDLMJ'), 12345) },
      ...rest,
    ]);
    const { preview } = await read(app(), files);
    expect(preview?.findings.codes).toContainEqual({
      code: 'area.parcel.differs',
      severity: 'warning',
      count: 1,
    });
    expect(preview?.commit.possible).toBe(true);
  });

  test('an empty required value', async () => {
    const result = await refusal(withValue(4, 'TBBH', ''));
    expect(result.body).toMatchObject({ row: 4, field: 'parcel_number' });
  });

  test('the refusal is in English for who asks in English, and names the next step', async () => {
    const { id } = await read(app(), withValue(3, 'DLBM', '0199'));
    const { body, headers } = await app().request(`/api/imports/${id}/commit`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': 'en' },
      body: '{"name":"x"}',
    });
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ title: 'Rows have errors; nothing was stored', row: 3 });
    expect((body as { next: string }).next).toMatch(/import it again/);
  });
});

async function requestOf(client: Client, files: Files, settings: string) {
  const form = new FormData();
  form.set('settings', settings);
  for (const [name, bytes] of Object.entries(files))
    form.append('files', new Blob([bytes as BlobPart]), name);
  return client.request('/api/imports', { method: 'POST', body: form });
}

describe('an upload is refused before it is read', () => {
  const database = withDatabase('embedded');
  const app = withApp(database, { GENGJIE_UPLOAD_LIMIT_MB: '20' });
  beforeAll(() => aTown(database()));

  test('an empty file', async () => {
    const { status, body } = await requestOf(app(), { 'a.geojson': '' }, '{"layer":"land_parcels"}');
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { type: '/problems/file-empty', file: 'a.geojson' },
    });
  });

  test('no file, no layer, a layer that does not exist', async () => {
    expect(await requestOf(app(), {}, '{"layer":"land_parcels"}')).toMatchObject({
      status: 422,
      body: { type: '/problems/upload-without-file' },
    });
    for (const settings of ['', '{}', '{"layer":"nothing"}', 'not json']) {
      expect(await requestOf(app(), { 'a.geojson': '{}' }, settings)).toMatchObject({
        status: 400,
        body: { type: '/problems/invalid-request' },
      });
    }
  });

  test('an import nobody started', async () => {
    expect(await app().request('/api/imports/7d9f6a3e-8f43-4a53-9a0c-0f6f6a1f5f11')).toMatchObject({
      status: 404,
      body: { type: '/problems/import-not-found' },
    });
    expect(await json(app(), '/api/import-batches/99999/undo', 'POST')).toMatchObject({
      status: 404,
      body: { type: '/problems/batch-not-found' },
    });
  });
});
