import { beforeAll, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { editing } from '../edits/editing.ts';
import { anItem, scenarios } from './asking.ts';

const cents = (areas: readonly number[]) =>
  areas.reduce((sum, area) => sum + Math.round(area * 100), 0) / 100;

describe.each(databases)('what a scenario does to the ledger, on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const ask = scenarios(client);
  let paddy: number;
  let ridge: number;
  let target: number;

  beforeAll(async () => {
    ({ paddy, ridge, target } = await aSettledTown(database()));
    await aFeature(
      database(),
      'ecological_redlines',
      { redline_code: 'H1', name: '红线' },
      [117.081, 39.108, 117.085, 39.109],
    );
  });

  it('takes a whole parcel from the floor to the last hundredth, ridges deducted', async () => {
    const [parcel] = await database().query<{ area: number }>(
      'select class_area as area from gengjie.land_parcels where id = $1',
      [paddy],
    );
    const answer = await ask.whatIf([anItem('a', [117.081, 39.101, 117.085, 39.105])]);
    expect(answer.total.farmlandLostSquareMeters).toBe(parcel?.area);
    expect(answer.pieces).toMatchObject([
      { parcel: paddy, classSquareMeters: parcel?.area, deductedSquareMeters: 0 },
    ]);
    const [floor] = answer.targets.filter((each) => each.target === target);
    expect(floor?.marginAfterSquareMeters).toBe(
      cents([floor?.marginBeforeSquareMeters ?? 0, -(parcel?.area ?? 0)]),
    );
    expect(floor?.afterSquareMeters).toBe(cents([floor?.beforeSquareMeters ?? 0, -(parcel?.area ?? 0)]));
  });

  it('blocks on permanent farmland and on a red line, and frees the item that moves off both', async () => {
    const on = await ask.whatIf([
      anItem('a', [117.0815, 39.102, 117.0825, 39.103]),
      anItem('b', [117.082, 39.1082, 117.083, 39.1088]),
    ]);
    expect(
      on.touched
        .filter(({ blocks }) => blocks)
        .map(({ layer }) => layer)
        .sort(),
    ).toEqual(['ecological_redlines', 'permanent_farmland']);
    const off = await ask.whatIf([
      anItem('a', [117.0835, 39.102, 117.0845, 39.103]),
      anItem('b', [117.082, 39.1062, 117.083, 39.1068]),
    ]);
    expect(off.touched.filter(({ blocks }) => blocks)).toEqual([]);
  });

  it('counts ground that two items share once, whichever comes first, and says how much they share', async () => {
    const [a, b] = [
      anItem('a', [117.083, 39.102, 117.086, 39.104]),
      anItem('b', [117.0845, 39.1025, 117.088, 39.1035], { kind: 'green', landClassAfter: '0307' }),
    ];
    const [one, two] = [await ask.whatIf([a, b]), await ask.whatIf([b, a])];
    expect(two.total).toEqual(one.total);
    expect(cents(one.pieces.map((piece) => piece.parcelSquareMeters))).toBe(
      cents(one.total.byClass.map(({ areaSquareMeters }) => areaSquareMeters)),
    );
    const later = one.items
      .find(({ id }) => id === 'b')
      ?.findings.find(({ code }) => code === 'scenario.items.overlap');
    expect(later?.message.zh).toContain('地块 a');
    expect(one.pieces.some(({ parcel }) => parcel === ridge)).toBe(true);
  });

  it('leaves out an outline that crosses itself, says where, and gives the figures of the others', async () => {
    const bowTie = anItem('bad', [0, 0, 1, 1], {
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [117.083, 39.102],
            [117.084, 39.103],
            [117.084, 39.102],
            [117.083, 39.103],
            [117.083, 39.102],
          ],
        ],
      },
    });
    const good = anItem('good', [117.083, 39.103, 117.084, 39.104]);
    const [answer, alone] = [await ask.whatIf([bowTie, good]), await ask.whatIf([good])];
    expect(answer.total).toEqual(alone.total);
    const [bad] = answer.items;
    expect(bad?.computed).toBe(false);
    expect(bad?.findings[0]?.code).toBe('geometry.ring.self-crossing');
    expect(bad?.findings[0]?.lonLat?.[0]).toBeCloseTo(117.0835, 6);
  });

  it('says what lies outside the region and what no parcel covers, and keeps the rest', async () => {
    const answer = await ask.whatIf([anItem('a', [117.079, 39.101, 117.082, 39.102])]);
    const codes = answer.items[0]?.findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['scenario.item.outside', 'scenario.item.unsurveyed']));
    expect(answer.total.farmlandLostSquareMeters).toBeGreaterThan(0);
  });

  it('computes on the ground of a past day', async () => {
    const land = editing(client, 'land_parcels');
    const item = anItem('a', [117.0835, 39.102, 117.0845, 39.103]);
    const before = await ask.whatIf([item]);
    const { versionId } = await land.feature(paddy);
    const [row] = await database().query<{ area: number }>(
      'select parcel_area as area from gengjie.land_parcels where id = $1',
      [paddy],
    );
    const edited = await land.edit(paddy, versionId, {
      properties: { land_class: '0702', parcel_area: row?.area },
    });
    expect(edited.status, JSON.stringify(edited.body)).toBe(200);
    const after = await ask.whatIf([item]);
    expect(after.total.farmlandLostSquareMeters).toBe(0);
    const asOf = await ask.whatIf([item], before.moments);
    expect(asOf.total).toEqual(before.total);
    expect(asOf.targets.map((each) => each.marginAfterSquareMeters)).toEqual(
      before.targets.map((each) => each.marginAfterSquareMeters),
    );
  });

  it('gives no total to who does not see the whole region, and says why; control lines are unknown, not free', async () => {
    const worker = await aPerson(database(), 'worker', [{ role: 'planner', regionCode: VILLAGE }]);
    const mine = scenarios(() => client().as(worker.token));
    const answer = await mine.whatIf([anItem('a', [117.082, 39.1082, 117.083, 39.1088])]);
    expect(
      answer.targets.filter(({ afterSquareMeters, reason }) => afterSquareMeters !== null || !reason),
    ).toEqual([]);
    expect(answer.findings.map(({ code, context }) => [code, context.layer])).toContainEqual([
      'scenario.layer.unseen',
      '生态保护红线',
    ]);
  });

  it('tells another village’s person nothing of this one', async () => {
    const stranger = await aPerson(database(), 'stranger', [{ role: 'planner', regionCode: OTHER_VILLAGE }]);
    const theirs = scenarios(() => client().as(stranger.token));
    const answer = await theirs.whatIf([anItem('a', [117.081, 39.101, 117.089, 39.109])], {
      region: OTHER_VILLAGE,
    });
    expect(answer.pieces).toEqual([]);
    expect(answer.touched).toEqual([]);
    expect(answer.total.byClass).toEqual([]);
    const ground = (await client()
      .as(stranger.token)
      .get(`/api/ground?bbox=117.08,39.1,117.09,39.12&region=${OTHER_VILLAGE}`)) as { features: unknown[] };
    expect(ground.features).toEqual([]);
  });

  it('sends the ground of a box whole, with what its account needs', async () => {
    const ground = (await client().get(
      `/api/ground?bbox=117.0811,39.1011,117.0812,39.1012&region=${TOWN}&year=2023`,
    )) as {
      features: { layer: string; id: number; properties: Record<string, unknown> }[];
      truncated: boolean;
      targets: { beforeSquareMeters: number | null }[];
      regions: { code: string }[];
    };
    expect(ground.truncated).toBe(false);
    expect(ground.features.map(({ layer }) => layer)).toEqual([
      'demolition_zones',
      'land_parcels',
      'permanent_farmland',
    ]);
    expect(ground.features[1]).toMatchObject({ id: paddy, properties: { deducted_area: 0 } });
    expect(ground.regions.map(({ code }) => code)).toEqual([VILLAGE]);
    expect((await client().request(`/api/ground?bbox=2,1,1,2&region=${TOWN}`)).status).toBe(400);
  });
});
