import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MergePreview, SplitPreview } from '#core/contract/patch-division.ts';
import type { PatchStatistics } from '#core/contract/patch-statistics.ts';
import type { PatchView } from '#core/contract/patches.ts';
import { withApp } from '../../support/app.ts';
import { aTown, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { anId, FieldWorker, outlineOf } from './field-work.ts';

describe.each(databases)('splitting and merging patches on %s', { timeout: 180_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let inspector: FieldWorker;
  let field: FieldWorker;
  let row = 0;

  const post = (path: string, body: object, as = inspector) =>
    as.client.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device: as.device, ...body }),
    });
  const view = async (uid: string) => (await inspector.client.get(`/api/patches/${uid}`)) as PatchView;
  const counts = async () => {
    const { issued, verified } = (await inspector.client.get('/api/patches/statistics')) as PatchStatistics;
    return { issued, verified };
  };
  /** A flag 0.001° wide in a row of its own. */
  const aPatch = async (values: object = {}) => {
    row += 1;
    const south = 39.1005 + 0.0002 * row;
    const box = [117.082, south, 117.083, south + 0.0001];
    const flag = inspector.flag(box, values as never, { register: 'house-building' });
    await inspector.send([flag]);
    return { uid: flag.patch, box: box as [number, number, number, number] };
  };
  const cutAt = ([west, south, east, north]: readonly number[], places: readonly number[]) => {
    const edges = [west!, ...places, east!];
    return edges.slice(1).map((to, i) => ({ outline: outlineOf([edges[i]!, south!, to, north!]) }));
  };
  const split = (uid: string, parts: readonly object[], as = inspector) =>
    post(`/api/patches/${uid}/split`, { parts, reason: '分户核实' }, as);
  const merge = (parts: readonly string[], as = inspector) =>
    post('/api/patches/merge', { parts, reason: '实为一户' }, as);

  beforeAll(async () => {
    await aTown(database());
    const person = async (name: string, role: 'inspector' | 'field', regionCode: string) => {
      const { id, token } = await aPerson(database(), name, [{ role, regionCode }]);
      return new FieldWorker(client().as(token), id);
    };
    inspector = await person('split-inspector', 'inspector', TOWN);
    field = await person('split-field', 'field', VILLAGE);
  });

  it('keeps the parent as issued and gives its parts numbers, fields and the crew', async () => {
    const crew = { kind: 'crew', id: anId(), name: '一组' };
    const { uid, box } = await aPatch({ location: '村东', assignee: crew, project_name: '库房' });
    const before = await counts();
    const { status, body } = await split(uid, cutAt(box, [117.0824, 117.0827]));
    expect(status, JSON.stringify(body)).toBe(201);
    const { parts } = body as { parts: string[] };
    const parent = await view(uid);
    expect(parent).toMatchObject({ splitState: 'split', nextSteps: [] });
    expect(parent.parts.map(({ uid: of, number }) => [of, number])).toEqual(
      parts.map((part, i) => [part, `${parent.number}_${i + 1}`]),
    );
    const wholes = await Promise.all(parts.map(view));
    for (const part of wholes) {
      expect(part).toMatchObject({
        splitState: 'part',
        state: 'dispatched',
        register: 'house-building',
        assignee: crew,
        values: { location: '村东', project_name: '库房' },
        parents: [{ uid, number: parent.number }],
      });
    }
    const sum = wholes.reduce((total, { areaSquareMeters }) => total + areaSquareMeters, 0);
    expect(Math.abs(sum - parent.areaSquareMeters)).toBeLessThan(0.1);
    const after = await counts();
    expect(after.issued).toEqual(before.issued);
    expect(after.verified.count).toBe(before.verified.count + 2);
    expect(Math.abs(after.verified.areaSquareMeters - before.verified.areaSquareMeters)).toBeLessThan(0.1);
  });

  it('takes no parts that leave a gap, overlap or reach outside, and then changes nothing', async () => {
    const { uid, box } = await aPatch();
    const [west, south, east, north] = box;
    const bad = [
      [outlineOf([west, south, 117.0824, north]), outlineOf([117.08241, south, east, north])],
      [outlineOf([west, south, 117.0825, north]), outlineOf([117.0824, south, east, north])],
      [outlineOf([west, south, 117.0824, north]), outlineOf([117.0824, south, east + 0.0001, north])],
    ];
    for (const outlines of bad) {
      const { status, body } = await split(
        uid,
        outlines.map((outline) => ({ outline })),
      );
      expect([status, (body as { type: string }).type]).toEqual([422, '/problems/parts-differ']);
    }
    expect(await view(uid)).toMatchObject({ splitState: 'whole', parts: [], operations: { length: 1 } });
  });

  it('is for who reviews, and for patches that are not closed, split or withdrawn', async () => {
    const { uid, box } = await aPatch();
    const parts = cutAt(box, [117.0825]);
    expect((await split(uid, parts, field)).status).toBe(403);
    expect((await split(uid, parts)).status).toBe(201);
    expect(await split(uid, parts)).toMatchObject({
      status: 409,
      body: { type: '/problems/patch-out-of-course' },
    });
  });

  it('divides a part again into parts of the same parent, and never gives a number twice', async () => {
    const { uid, box } = await aPatch();
    const { parts } = (await split(uid, cutAt(box, [117.0825]))).body as { parts: string[] };
    const before = await counts();
    const again = await split(parts[1]!, cutAt([117.0825, box[1], box[2], box[3]], [117.0827]));
    expect(again.status, JSON.stringify(again.body)).toBe(201);
    const parent = await view(uid);
    expect(parent.parts.map(({ number }) => number)).toEqual([1, 3, 4].map((n) => `${parent.number}_${n}`));
    const after = await counts();
    expect(after.issued).toEqual(before.issued);
    expect(after.verified.count).toBe(before.verified.count + 1);
  });

  it('merges parts of one parent; all of them make it whole again', async () => {
    const { uid, box } = await aPatch({ location: '村西' });
    const { parts } = (await split(uid, cutAt(box, [117.0823, 117.0826]))).body as { parts: string[] };
    const merged = await merge(parts.slice(0, 2));
    expect(merged.status, JSON.stringify(merged.body)).toBe(200);
    const part = await view((merged.body as { uid: string }).uid);
    const parent = await view(uid);
    expect(part).toMatchObject({
      number: `${parent.number}_4`,
      splitState: 'part',
      values: { location: '村西' },
    });
    expect(parent.parts.map(({ uid: of }) => of)).toEqual([parts[2], part.uid]);
    const before = await counts();
    const whole = await merge([part.uid, parts[2]!]);
    expect(whole.body).toEqual({ uid });
    expect(await view(uid)).toMatchObject({ splitState: 'whole', parts: [] });
    const after = await counts();
    expect(after.issued).toEqual(before.issued);
    expect(after.verified.count).toBe(before.verified.count - 1);
  });

  it('merges neither parts of two parents nor parts apart from each other', async () => {
    const one = await aPatch();
    const other = await aPatch();
    const first = (await split(one.uid, cutAt(one.box, [117.0823, 117.0826]))).body as { parts: string[] };
    const second = (await split(other.uid, cutAt(other.box, [117.0825]))).body as { parts: string[] };
    for (const uids of [
      [first.parts[0]!, second.parts[0]!],
      [first.parts[0]!, first.parts[2]!],
    ]) {
      expect(await merge(uids)).toMatchObject({ status: 422, body: { type: '/problems/not-siblings' } });
    }
    expect((await merge(first.parts.slice(0, 2), field)).status).toBe(403);
  });

  const preview = async (uid: string, parts: readonly object[], as = inspector) =>
    (await post(`/api/patches/${uid}/split/preview`, { parts }, as)) as {
      status: number;
      body: SplitPreview;
    };
  const previewOfMerge = async (parts: readonly string[]) =>
    (await post('/api/patches/merge/preview', { parts })) as { status: number; body: MergePreview };

  it('tells before a split the numbers and areas that it then gives, and changes nothing by telling', async () => {
    const { uid, box } = await aPatch();
    const outlines = cutAt(box, [117.0823, 117.0826]);
    const { status, body } = await preview(uid, outlines);
    expect(status, JSON.stringify(body)).toBe(200);
    const before = await view(uid);
    expect(before).toMatchObject({ splitState: 'whole', operations: { length: 1 } });
    expect(body).toMatchObject({
      parent: { uid, number: before.number },
      wholeSquareMeters: before.areaSquareMeters,
      fits: true,
      fault: null,
    });
    expect(body.differenceSquareMeters).toBeCloseTo(body.sumSquareMeters - body.wholeSquareMeters, 6);
    const { parts } = (await split(uid, outlines)).body as { parts: string[] };
    const made = await Promise.all(parts.map(view));
    expect(body.parts).toEqual(made.map(({ number, areaSquareMeters }) => ({ number, areaSquareMeters })));
    expect((await preview(uid, outlines)).status).toBe(409);
    expect((await preview(parts[0]!, outlines, field)).status).toBe(403);
  });

  it('shows the ground that parts leave out, share or reach beyond', async () => {
    const { uid, box } = await aPatch();
    const [west, south, east, north] = box;
    const bounds = (shape: SplitPreview['fault']) => {
      const places = shape!.coordinates.flat(2).map(([x]) => x!);
      return [Math.min(...places), Math.max(...places)].map((x) => Number(x.toFixed(5)));
    };
    const shown = async (...outlines: object[]) =>
      (
        await preview(
          uid,
          outlines.map((outline) => ({ outline })),
        )
      ).body;
    const gap = await shown(
      outlineOf([west, south, 117.0824, north]),
      outlineOf([117.0825, south, east, north]),
    );
    expect(gap).toMatchObject({ fits: false, overlappingSquareMeters: 0, outsideSquareMeters: 0 });
    expect(gap.missingSquareMeters).toBeCloseTo(-gap.differenceSquareMeters, 1);
    expect(bounds(gap.fault)).toEqual([117.0824, 117.0825]);
    const twice = await shown(
      outlineOf([west, south, 117.0825, north]),
      outlineOf([117.0824, south, east, north]),
    );
    expect(twice.overlappingSquareMeters).toBeCloseTo(gap.missingSquareMeters, 3);
    expect(bounds(twice.fault)).toEqual([117.0824, 117.0825]);
    const beyond = await shown(
      outlineOf([west, south, 117.0825, north]),
      outlineOf([117.0825, south, east + 0.0001, north]),
    );
    expect(beyond.fits).toBe(false);
    expect(bounds(beyond.fault)).toEqual([east, Number((east + 0.0001).toFixed(5))]);
  });

  it('tells before a merge what it then makes', async () => {
    const { uid, box } = await aPatch({ location: '村南' });
    const { parts } = (await split(uid, cutAt(box, [117.0823, 117.0826]))).body as { parts: string[] };
    const [first, second, third] = parts as [string, string, string];
    await inspector.send([inspector.write(first, { description: '库房' })]);
    const { status, body } = await previewOfMerge([first, second]);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ parent: { uid }, becomes: 'part', differing: ['description'] });
    const made = await view(((await merge([first, second])).body as { uid: string }).uid);
    expect(made.number).toBe(body.number);
    expect(made.geometry).toEqual(body.outline);
    expect(Math.abs(made.areaSquareMeters - body.areaSquareMeters)).toBeLessThan(0.011);
    const all = (await previewOfMerge([made.uid, third])).body;
    const parent = await view(uid);
    expect(all).toMatchObject({
      becomes: 'whole',
      number: parent.number,
      areaSquareMeters: parent.areaSquareMeters,
    });
  });

  it('says why patches cannot be merged: other registers, issued apart, closed by a split', async () => {
    const whole = await aPatch();
    const { uid, box } = await aPatch();
    const { parts } = (await split(uid, cutAt(box, [117.0825]))).body as { parts: string[] };
    const lead = inspector.flag([117.082, 39.1002, 117.083, 39.1003], {}, { register: 'lead' });
    await inspector.send([lead]);
    const refusal = async (...uids: string[]) => (await previewOfMerge(uids)) as unknown;
    expect(await refusal(parts[0]!, lead.patch)).toMatchObject({
      status: 422,
      body: { type: '/problems/not-siblings', detail: expect.stringContaining('不同台账') },
    });
    expect(await refusal(parts[0]!, whole.uid)).toMatchObject({
      status: 422,
      body: { type: '/problems/not-siblings', detail: expect.stringContaining('单独下发') },
    });
    expect(await refusal(parts[0]!, uid)).toMatchObject({
      status: 409,
      body: { type: '/problems/patch-out-of-course' },
    });
  });

  it('conserves area and counts through any splits and merges', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (percents, mergeAgain) => {
          const { uid, box } = await aPatch();
          const before = await counts();
          const places = percents.sort((a, b) => a - b).map((percent) => 117.082 + 0.00001 * percent);
          const { parts } = (await split(uid, cutAt(box, places))).body as { parts: string[] };
          expect(parts).toHaveLength(places.length + 1);
          if (mergeAgain && parts.length > 2) expect((await merge(parts.slice(0, 2))).status).toBe(200);
          const after = await counts();
          expect(after.issued).toEqual(before.issued);
          expect(Math.abs(after.verified.areaSquareMeters - before.verified.areaSquareMeters)).toBeLessThan(
            0.1,
          );
          const { parts: live } = await view(uid);
          expect(new Set(live.map(({ number }) => number)).size).toBe(live.length);
          expect(after.verified.count).toBe(before.verified.count - 1 + live.length);
        },
      ),
      { numRuns: 8 },
    );
  });
});
