import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '#core/contract/batches.ts';
import { withApp } from '../../support/app.ts';
import { aFeature, TOWN, withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aBatch, aSmallTown, type Box, batching } from './course.ts';

type Code = Batch['checks'][number]['code'];

describe.each(databases)('the checks of a batch on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const batches = batching(client);
  let number = 0;
  const plots = (...boxes: Box[]) => boxes.map((box, i) => ({ number: `D${i + 1}`, box }));
  const planned = async (boxes: Box[], columns = {}) =>
    (await aBatch(database(), `C-${++number}`, plots(...boxes), columns)).id;
  /** Refused at assembling, by the check that is named. */
  const refused = async (id: number, code: Code) => {
    const { status, refusal } = await batches.attempt(id, 'assembled');
    expect([status, refusal.type]).toEqual([409, '/problems/batch-blocked']);
    expect(refusal.value?.split(',')).toContain(code);
    expect((await batches.read(id)).nextSteps).not.toContain('assembled');
    return refusal.detail;
  };
  const gone = (layer: string, number: string, of: number) =>
    database().query(
      `update gengjie.${layer} set known_during = tstzrange(lower(known_during), gengjie.transaction_instant())
       where in_force and ${number} = $1`,
      [of],
    );

  beforeAll(async () => {
    await aSmallTown(database());
  });

  it('permanent farmland blocks; moved off it, the batch goes on', async () => {
    const land = { land_class: '0101', parcel_area: 8000, class_area: 8000 };
    const id = await aFeature(
      database(),
      'permanent_farmland',
      { protection_number: 'Y1', parcel_number: '1', ...land },
      [117.081, 39.101, 117.082, 39.105],
    );
    const batch = await planned([[117.0815, 39.101, 117.083, 39.102]]);
    expect(await refused(batch, 'permanent-farmland')).toMatch(/D1 占永久基本农田 \d+(\.\d+)? m²（Y1）/);
    const moved = await planned([[117.082, 39.101, 117.083, 39.102]]);
    expect((await batches.check(moved, 'permanent-farmland')).result).toBe('pass');
    await gone('permanent_farmland', 'id', id);
    await gone('conversion_batches', 'id', moved);
  });

  it('an ecological redline blocks', async () => {
    const id = await aFeature(
      database(),
      'ecological_redlines',
      { redline_code: 'R1' },
      [117.081, 39.104, 117.082, 39.105],
    );
    await refused(await planned([[117.081, 39.1039, 117.0815, 39.105]]), 'ecological-redline');
    await gone('ecological_redlines', 'id', id);
  });

  it('parcels that do not make up the outline block, and so does a figure that is not theirs', async () => {
    const short = await planned([[117.0821, 39.1011, 117.0825, 39.1015]]);
    await database().query(
      `update gengjie.conversion_batches set geom = st_multi(st_makeenvelope(117.0821, 39.1011, 117.0826, 39.1015, 4490))
       where in_force and id = $1`,
      [short],
    );
    expect(await refused(short, 'sum-of-parcels')).toMatch(/范围内有 \d+\.\d+ m² 没有地块/);
    const box: Box = [117.0821, 39.1021, 117.0825, 39.1025];
    const [{ area }] = (await database().query(
      `select round(st_area(st_makeenvelope(${box.join(',')}, 4490)::geography)::numeric / 10000, 3)::text as area`,
    )) as [{ area: string }];
    const right = await planned([box], { reported_text: area, reported_unit: '公顷' });
    expect((await batches.check(right, 'sum-of-parcels')).result).toBe('pass');
    const wrong = (Number(area) + 0.001).toFixed(3);
    const off = await planned([[117.0827, 39.1021, 117.0831, 39.1025]], {
      reported_text: wrong,
      reported_unit: '公顷',
    });
    expect(await refused(off, 'sum-of-parcels')).toContain(`上报面积 ${wrong}公顷`);
    const words = await planned([[117.0827, 39.1031, 117.0831, 39.1035]], {
      reported_text: '约半公顷',
      reported_unit: '公顷',
    });
    expect((await batches.check(words, 'sum-of-parcels')).result).toBe('not-run');
    await refused(words, 'sum-of-parcels');
  });

  it('the later of two overlapping batches is blocked, and the earlier once the later is ahead; a withdrawn one blocks nobody', async () => {
    const first = await planned([[117.0831, 39.1011, 117.0835, 39.1015]]);
    const second = await planned([[117.0833, 39.1011, 117.0837, 39.1015]]);
    expect((await batches.check(first, 'earlier-batch')).result).toBe('pass');
    expect(await refused(second, 'earlier-batch')).toMatch(/D1 与批次 C-\d+ 的地块 D1 重叠/);
    await gone('conversion_batches', 'id', first);
    expect((await batches.check(second, 'earlier-batch')).result).toBe('pass');
    await batches.step(second, 'assembled');
    const third = await planned([[117.0836, 39.1011, 117.0838, 39.1015]]);
    expect((await batches.check(third, 'earlier-batch')).result).toBe('block');
  });

  it('parcels of one batch that overlap block', async () => {
    const id = await planned([
      [117.0831, 39.1021, 117.0835, 39.1025],
      [117.0834, 39.1021, 117.0837, 39.1025],
    ]);
    expect(await refused(id, 'parcels-overlap')).toMatch(/D1 与地块 D2 重叠/);
  });

  it('ground without a survey blocks', async () => {
    expect(await refused(await planned([[117.0868, 39.103, 117.0872, 39.1035]]), 'unsurveyed')).toMatch(
      /有 [\d.]+ m² 没有地类图斑/,
    );
  });

  it('a parcel that does not say what it becomes blocks', async () => {
    const { id } = await aBatch(database(), 'C-after', [
      { number: 'D1', box: [117.0831, 39.1031, 117.0832, 39.1032], landClassAfter: null },
    ]);
    await refused(id, 'class-after');
  });

  it('ground outside the urban boundary, a broken floor and a shortfall warn and do not stop', async () => {
    await database().query(
      `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, source_document)
       values ('farmland_retention', '${TOWN}', 2023, '>=', 100000000, '10000', '公顷', '示例文件')`,
    );
    const [east] = await withParcels(database(), [
      { number: '0009', landClass: '0101', box: [117.0899, 39.101, 117.0902, 39.102] },
    ]);
    expect(east).toBeGreaterThan(0);
    const id = await planned([[117.0899, 39.101, 117.0901, 39.102]]);
    const { checks, nextSteps } = await batches.read(id);
    expect(checks.filter(({ result }) => result === 'warning').map(({ code }) => code)).toEqual([
      'outside-urban-boundary',
      'floor',
      'balance',
    ]);
    expect(checks.find(({ code }) => code === 'floor')!.findings[0]!.message.zh).toMatch(/差 \d+(\.\d+)? m²/);
    expect(nextSteps).toEqual(['assembled']);
  });

  it('a check against a layer that holds nothing does not run, and blocks', async () => {
    await database().query(
      `update gengjie.ecological_redlines set known_during = tstzrange(lower(known_during), gengjie.transaction_instant()) where in_force`,
    );
    const id = await planned([[117.0841, 39.1031, 117.0843, 39.1033]]);
    expect((await batches.check(id, 'ecological-redline')).result).toBe('not-run');
    expect(await refused(id, 'ecological-redline')).toContain('未能检查');
  });
});
