import { beforeAll, describe, expect, it } from 'vitest';
import type { BalanceEntry } from '#core/contract/batches.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { readSurveyTxt } from '../../core/batches/read-survey-txt.ts';
import { withApp } from '../../support/app.ts';
import { withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { editing } from '../edits/editing.ts';
import { aBatch, aSmallTown, batching, cents, type Refusal } from './course.ts';

describe.each(databases)('files of a batch and the balance of farmland on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const batches = batching(client);
  const parcels = editing(client, 'land_parcels');
  let id: number;

  beforeAll(async () => {
    await aSmallTown(database());
    ({ id } = await aBatch(database(), 'F-01', [
      { number: 'D1', box: [117.082, 39.101, 117.084, 39.105] },
      { number: 'D2', name: '=HYPERLINK("x")', box: [117.084, 39.101, 117.0855, 39.105] },
    ]));
  });

  const fetched = (query: string) =>
    fetch(`${client().origin}/api/batches/${id}/export?${query}`, {
      headers: { authorization: `Bearer ${client().token}` },
    });

  it('writes coordinates as GBK or UTF-8, read again as the same plots, and says that they are invented', async () => {
    const gbk = await fetched('format=txt');
    expect(gbk.headers.get('content-type')).toBe('text/plain; charset=gbk');
    expect(decodeURIComponent(gbk.headers.get('content-disposition')!)).toMatch(
      /示意数据_F-01_批次F-01_报批坐标_.*\.txt$/,
    );
    const text = new TextDecoder('gbk', { fatal: true }).decode(await gbk.arrayBuffer());
    const utf8 = new TextDecoder('utf-8', { fatal: true }).decode(
      await (await fetched('format=txt&encoding=utf-8')).arrayBuffer(),
    );
    expect(utf8).toBe(text);
    const { head, plots } = readSurveyTxt(text);
    expect([head.带号, head.数据产生单位]).toEqual(['39', '示意数据（虚构）']);
    const batch = await batches.read(id);
    expect(plots.map(({ number, use, landClass }) => [number, use, landClass])).toEqual([
      ['D1', '住宅', '0701'],
      ['D2', '住宅', '0701'],
    ]);
    for (const [i, plot] of plots.entries()) {
      const area = geodesicArea(batch.parcels[i]!.geometry as Parameters<typeof geodesicArea>[0]);
      expect(Number(plot.hectares)).toBeCloseTo(area / 10_000, 4);
      expect(Math.abs(geodesicArea(plot.geometry) - area)).toBeLessThan(1);
    }
  });

  it('refuses what the format or the encoding cannot hold, and says which plot and what to do', async () => {
    const { id: odd } = await aBatch(database(), 'F-02', [
      { number: 'D1', name: '甲,乙', box: [117.0861, 39.101, 117.0862, 39.1011] },
    ]);
    const { id: rare } = await aBatch(database(), 'F-03', [
      { number: 'D1', name: '𠮷村', box: [117.0863, 39.101, 117.0864, 39.1011] },
    ]);
    const wish = async (batch: number, query = '') => {
      const { status, body } = await client().request(`/api/batches/${batch}/export?format=txt${query}`);
      return { status, body: body as Refusal };
    };
    const comma = await wish(odd);
    expect([comma.status, comma.body.field, comma.body.value]).toEqual([422, 'name', '甲,乙']);
    expect(comma.body.detail).toContain('地块 D1');
    const character = await wish(rare);
    expect([character.status, character.body.value]).toEqual([422, '𠮷']);
    expect((await wish(rare, '&encoding=utf-8')).status).toBe(200);
  });

  it('writes the areas as a table that adds up and that no spreadsheet runs', async () => {
    const bytes = new Uint8Array(await (await fetched('format=areas-csv')).arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head = [], ...rows] = new TextDecoder('utf-8')
      .decode(bytes)
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(rows.map((row) => row[1])).toEqual(['D1', 'D2', '合计']);
    expect(rows[1]![2]).toBe(`"'=HYPERLINK(""x"")"`);
    expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set(['示意数据']));
    const column = (title: string) => rows.map((row) => cents(Number(row[head.indexOf(title)])));
    for (const title of head.filter((one) => one.endsWith('（平方米）'))) {
      const [first = 0n, second = 0n, total] = column(title);
      expect(total, title).toBe(first + second);
    }
    const whole = column('总面积（平方米）').at(-1);
    const groups = ['农用地', '建设用地', '未利用地', '无地类图斑'].map(
      (group) => column(`${group}（平方米）`).at(-1)!,
    );
    expect(groups.reduce((sum, area) => sum + area)).toBe(whole);
  });

  it('takes a reclaimed parcel once, with its class area, and again after it was taken back', async () => {
    const [bare = 0, old = 0] = await withParcels(database(), [
      { number: '0021', landClass: '1206', box: [117.088, 39.101, 117.0885, 39.102] },
      { number: '0022', landClass: '0103', box: [117.0885, 39.101, 117.089, 39.102] },
    ]);
    const entered = async (body: object) => {
      const { status, body: answer } = await batches.enter(body);
      return { status, entry: answer as BalanceEntry, refusal: answer as Refusal };
    };
    const before = (await batches.balance()).balanceSquareMeters;
    const notYet = await entered({ land: bare });
    expect([notYet.status, notYet.refusal.detail]).toEqual([422, expect.stringContaining('不是耕地')]);
    const unproven = await entered({ land: old });
    expect([unproven.status, unproven.refusal.detail]).toEqual([422, expect.stringContaining('没有由复垦')]);
    const { versionId } = await parcels.feature(bare);
    const made = await parcels.edit(bare, versionId, {
      properties: { land_class: '0103' },
      document: '复垦验收〔2026〕3号',
    });
    expect(made.status).toBe(200);
    const { status, entry } = await entered({ land: bare });
    expect(status).toBe(201);
    expect(entry).toMatchObject({ entry: 'supplied', land: { id: bare, label: '0021' } });
    const area = (made.body as { properties: { class_area: number } }).properties.class_area;
    expect(entry.areaSquareMeters).toBe(area);
    expect(cents((await batches.balance()).balanceSquareMeters - before)).toBe(cents(area));

    const twice = await entered({ land: bare });
    expect([twice.status, twice.refusal.type]).toEqual([409, '/problems/already-entered']);
    const atOnce = await Promise.all([1, 2].map(() => entered({ reverses: entry.id })));
    expect(atOnce.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(cents((await batches.balance()).balanceSquareMeters)).toBe(cents(before));
    const { entries } = await batches.balance();
    const reversal = entries.find(({ reverses }) => reverses === entry.id)!;
    expect((await entered({ reverses: reversal.id })).status).toBe(422);
    expect((await entered({ land: bare })).status).toBe(201);
    const others = await Promise.all(
      [1, 2].map(() => entered({ areaSquareMeters: 700.5, projectNumber: 'BC-7' })),
    );
    expect(others.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect((await entered({ areaSquareMeters: 5 })).refusal.field).toBe('projectNumber');
    expect((await entered({ projectNumber: 'BC-8' })).refusal.field).toBe('areaSquareMeters');
    expect((await entered({ land: 999999 })).status).toBe(404);
  });

  it('knows the same ground under another number', async () => {
    const [first = 0] = await withParcels(database(), [
      { number: '0031', landClass: '1206', box: [117.088, 39.103, 117.0885, 39.104] },
    ]);
    const { versionId } = await parcels.feature(first);
    const document = '复垦验收〔2026〕4号';
    await parcels.edit(first, versionId, { properties: { land_class: '0103' }, document });
    expect((await batches.enter({ land: first })).status).toBe(201);
    // A part of it is surveyed as a parcel of its own.
    const part = await parcels.add({
      document,
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [117.088, 39.103],
            [117.0882, 39.103],
            [117.0882, 39.104],
            [117.088, 39.104],
            [117.088, 39.103],
          ],
        ],
      },
      properties: {
        parcel_number: '0032',
        land_class: '0103',
        land_class_scheme: 'sandiao',
        land_class_version: '2019',
      },
    });
    expect(part.status, JSON.stringify(part.body)).toBe(201);
    const { status, body } = await batches.enter({ land: (part.body as { id: number }).id });
    expect([status, (body as Refusal).type]).toEqual([409, '/problems/already-entered']);
  });

  it('takes back what a batch occupied only by undoing the batch', async () => {
    await batches.approve(id);
    await batches.step(id, 'carried-out');
    const { entries } = await batches.balance();
    const occupied = entries.find(({ entry, reversedBy }) => entry === 'occupied' && reversedBy === null)!;
    const { status, body } = await batches.enter({ reverses: occupied.id });
    expect([status, (body as Refusal).field]).toEqual([422, 'reverses']);
    await batches.step(id, 'undone');
    expect((await batches.balance()).occupiedSquareMeters).toBe(0);
  });
});
