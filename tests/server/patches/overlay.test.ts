import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { getPatchPieces, PatchStatistics } from '#core/contract/patch-statistics.ts';
import type { PatchOverlay, PatchSummary, PatchView } from '#core/contract/patches.ts';
import { asSystem } from '#server/access/access.ts';
import { keepLayerAccount } from '#server/patches/office/layer-account.ts';
import { withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE, TOWN } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { FieldWorker } from './field-work.ts';

type Pieces = z.infer<typeof getPatchPieces.response>;
const cents = (areas: readonly number[]) =>
  areas.reduce((sum, area) => sum + Math.round(area * 100), 0) / 100;

describe.each(databases)('overlay and statistics of patches on %s', { timeout: 120_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let inspector: FieldWorker;
  let stranger: FieldWorker;
  const uids = new Map<string, string>();

  const patch = async (
    number: string,
    corners: readonly [number, number, number, number],
    more: object = {},
  ) => {
    const id = await aFeature(
      database(),
      'patches',
      {
        patch_number: number,
        register: 'house-building',
        patch_class: 'residential',
        state: 'to-dispatch',
        ...more,
      },
      corners,
    );
    const [row] = await database().query<{ uid: string }>(
      'select uid from gengjie.patch_dossiers where patch_id = $1',
      [id],
    );
    uids.set(number, row!.uid);
  };
  const overlay = async (number: string, body: object = {}, as = inspector) => {
    const answer = await as.client.request(`/api/patches/${uids.get(number)}/overlay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body as PatchOverlay;
  };

  beforeAll(async () => {
    await aSettledTown(database());
    const person = async (name: string, role: 'inspector' | 'field', regionCode: string) => {
      const { id, token } = await aPerson(database(), name, [{ role, regionCode }]);
      return new FieldWorker(client().as(token), id);
    };
    inspector = await person('overlay-inspector', 'inspector', TOWN);
    stranger = await person('overlay-stranger', 'field', OTHER_VILLAGE);
    await patch('P1', [117.082, 39.102, 117.084, 39.103]);
    await patch('P2', [117.084, 39.102, 117.086, 39.106], { patch_class: 'industrial', state: 'closed' });
    await patch('P3', [117.0862, 39.1022, 117.0872, 39.1032], {
      patch_class: 'industrial',
      split_state: 'split',
    });
    await patch('P3_1', [117.0862, 39.1022, 117.0867, 39.1032], {
      patch_class: 'industrial',
      split_state: 'part',
    });
    await patch('P3_2', [117.0867, 39.1022, 117.0872, 39.1032], {
      patch_class: 'public',
      split_state: 'part',
      remaining_area: 12.5,
    });
    await database().query(`update gengjie.land_parcels set valid_during = tstzrange('2018-12-31', null)`);
  });

  it('lays a patch over the ground of today where nobody knows when it was built, and says so', async () => {
    const told = await overlay('P1');
    expect(told.asOf).toBeNull();
    expect(told.findings.map(({ code }) => code)).toContain('patch.overlay.construction-unknown');
    expect(told.totalSquareMeters).toBeGreaterThan(0);
    const farmland = told.pieces.filter(
      ({ layer, code }) => layer === 'land_parcels' && code?.startsWith('010'),
    );
    expect(cents(farmland.map(({ areaSquareMeters }) => areaSquareMeters))).toBe(told.farmlandSquareMeters);
    const permanent = told.pieces.filter(({ layer }) => layer === 'permanent_farmland');
    expect(cents(permanent.map(({ areaSquareMeters }) => areaSquareMeters))).toBe(told.permanentSquareMeters);
    expect(told.permanentSquareMeters).toBeGreaterThan(0);
  });

  it('names what it could not measure instead of saying zero', async () => {
    const told = await overlay('P1');
    const unmeasured = told.notMeasured.map(({ layer }) => layer).sort();
    expect(unmeasured).toEqual(['ecological_redlines', 'urban_boundaries']);
    for (const { reason } of told.notMeasured) expect(reason.zh).toMatch(/没有|看不到/);
  });

  it('checks the area standards only by what was measured, and never speaks of guilt', async () => {
    const { thresholds } = await overlay('P1');
    expect(thresholds.map(({ code }) => code)).toEqual(['basic-farmland', 'other-farmland']);
    for (const { text } of thresholds) expect(text.zh).toMatch(/移送标准（面积）/);
    const [, other] = thresholds;
    const view = (await inspector.client.get(`/api/patches/${uids.get('P1')}`)) as PatchView;
    expect(other!.areaSquareMeters).toBeLessThan(view.overlay!.farmlandSquareMeters);
  });

  it('lays it over the last day of the year before construction, and without a survey of that day says that', async () => {
    await database().query(`update gengjie.patches set built_on = '2019-08-01' where patch_number = 'P2'`);
    const early = await overlay('P2');
    expect(early.asOf).toBe('2018-12-31');
    expect(early.notMeasured.filter(({ layer }) => layer === 'land_parcels')).toEqual([]);
    expect(early.farmlandSquareMeters).toBeGreaterThan(0);
    const before = await overlay('P2', { asOf: '2017-12-31' });
    expect(before.notMeasured.map(({ layer }) => layer)).toContain('land_parcels');
    expect(before.thresholds).toEqual([]);
  });

  it('says when an account is out of date: the ground or the patch has changed', async () => {
    const view = async () =>
      ((await inspector.client.get(`/api/patches/${uids.get('P1')}`)) as PatchView).overlay!;
    await overlay('P1');
    expect((await view()).stale).toBe(false);
    await aFeature(
      database(),
      'permanent_farmland',
      { protection_number: 'Y2', parcel_number: '0009', land_class: '0101', parcel_area: 10, class_area: 10 },
      [117.0838, 39.1022, 117.0839, 39.1024],
    );
    expect((await view()).stale).toBe(true);
    await overlay('P1');
    expect((await view()).stale).toBe(false);
  });

  it('does not let a person lay over what they do not see', async () => {
    const { status } = await stranger.client.request(`/api/patches/${uids.get('P1')}/overlay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(status).toBe(404);
  });

  describe('statistics', () => {
    const statistics = (query = '', as = inspector) =>
      as.client.get(`/api/patches/statistics?${query}`) as Promise<PatchStatistics>;
    const pieces = (query = '', as = inspector) =>
      as.client.get(`/api/patches/pieces?${query}`) as Promise<Pieces>;

    it('counts a split patch once as issued and its parts as verified', async () => {
      const { issued, verified, closed, remainingSquareMeters } = await statistics();
      expect([issued.count, verified.count, closed.count]).toEqual([3, 4, 1]);
      expect(remainingSquareMeters).toBe(12.5);
    });

    it.each(['class', 'town', 'village', 'month', 'state', 'assignee', 'register', 'light'] as const)(
      'by %s equals the plain sums of the list',
      async (by) => {
        const { patches } = (await inspector.client.get('/api/patches?limit=500')) as {
          patches: PatchSummary[];
        };
        const answer = await statistics(`by=${by}&across=state`);
        const keyOf: Record<string, (patch: PatchSummary) => string> = {
          class: ({ patchClass }) => patchClass,
          town: ({ regionCode }) => `${regionCode.slice(0, 9)}000`,
          village: ({ regionCode }) => regionCode,
          month: ({ foundOn }) => foundOn?.slice(0, 7) ?? 'none',
          state: ({ state }) => state,
          assignee: ({ assignee }) => assignee?.id ?? 'none',
          register: ({ register }) => register,
          light: ({ deadline }) => deadline.light,
        };
        const plain = new Map<string, number[]>();
        for (const patch of patches) {
          const key = `${keyOf[by]!(patch)}/${patch.state}`;
          const sums = plain.get(key) ?? [0, 0, 0, 0];
          const area = Math.round(patch.areaSquareMeters * 100);
          if (patch.splitState !== 'part') {
            sums[0]! += 1;
            sums[1]! += area;
          }
          if (patch.splitState !== 'split') {
            sums[2]! += 1;
            sums[3]! += area;
          }
          plain.set(key, sums);
        }
        expect(answer.rows.length).toBe(plain.size);
        for (const row of answer.rows) {
          expect(
            [
              row.issued.count,
              row.issued.areaSquareMeters,
              row.verified.count,
              row.verified.areaSquareMeters,
            ],
            row.key,
          ).toEqual(plain.get(`${row.key}/${row.across}`)!.map((value, i) => (i % 2 ? value / 100 : value)));
        }
        expect(cents(answer.rows.map(({ issued }) => issued.areaSquareMeters))).toBe(
          answer.issued.areaSquareMeters,
        );
      },
    );

    it('tells of no overlay before there is an account, then areas by class that open down to pieces and sum exactly', async () => {
      expect((await statistics()).overlay).toBeNull();
      expect((await pieces()).total).toEqual({ pieces: 0, areaSquareMeters: 0 });
      const kept = await asSystem(database())((tx) => keepLayerAccount(tx), { write: true });
      expect(kept!.pieces).toBeGreaterThan(4);
      for (const by of ['class', 'village'] as const) {
        const { overlay: told } = await statistics(`by=${by}`);
        expect(told).toMatchObject({ accountId: kept!.id, stale: false });
        expect(cents(told!.byKey.map(({ farmlandSquareMeters }) => farmlandSquareMeters))).toBe(
          told!.farmlandSquareMeters,
        );
        expect(told!.farmlandSquareMeters).toBeGreaterThan(0);
        for (const { key, farmlandSquareMeters, permanentSquareMeters } of told!.byKey) {
          const only = by === 'class' ? `patchClass=${key}` : `region=${key}`;
          const behind: number[] = [];
          for (let after: number | null = 0; after !== null; ) {
            const page: Pieces = await pieces(`${only}&limit=2&after=${after}`);
            expect(page.total.areaSquareMeters).toBe(farmlandSquareMeters);
            behind.push(...page.pieces.map(({ areaSquareMeters }) => areaSquareMeters));
            after = page.next;
          }
          expect(cents(behind)).toBe(farmlandSquareMeters);
          const kept = await pieces(`${only}&layer=permanent_farmland`);
          expect(kept.total.areaSquareMeters).toBe(permanentSquareMeters);
        }
      }
    });

    it('gives the pieces of the account no other area than the overlay of each patch', async () => {
      const told = await overlay('P2', { asOf: new Date().toISOString().slice(0, 10) });
      const all = await pieces('patchClass=industrial&farmland=true');
      const own = all.pieces.filter(({ patch: { number } }) => number === 'P2');
      expect(cents(own.map(({ areaSquareMeters }) => areaSquareMeters))).toBeCloseTo(
        told.farmlandSquareMeters,
        1,
      );
    });

    it('tells somebody of another village nothing', async () => {
      const answer = await statistics('by=class', stranger);
      expect(answer.issued.count).toBe(0);
      expect(answer.overlay?.byKey).toEqual([]);
      expect((await pieces('', stranger)).total.pieces).toBe(0);
    });

    it('says that the account is out of date once a patch has changed', async () => {
      await patch('P9', [117.0881, 39.1021, 117.0883, 39.1023]);
      expect((await statistics()).overlay?.stale).toBe(true);
    });
  });
});
