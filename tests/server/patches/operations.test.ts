import { beforeEach, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aTown, OTHER_VILLAGE, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { anId, FieldWorker, outlineOf } from './field-work.ts';

describe.each(databases)('operations on patches on %s', { timeout: 120_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let town: Promise<void> | undefined;
  let column = 0;
  let people = 0;
  let field: FieldWorker;
  let mate: FieldWorker;
  let inspector: FieldWorker;
  let leader: FieldWorker;

  const worker = async (role: 'field' | 'inspector' | 'leader' | 'viewer', region: string) => {
    people += 1;
    const { id, token } = await aPerson(database(), `${role}-${people}`, [{ role, regionCode: region }]);
    return new FieldWorker(client().as(token), id);
  };
  const aBox = () => {
    const [west, south] = [117.081 + 0.0004 * (column % 20), 39.105 + 0.0004 * Math.floor(column / 20)];
    column += 1;
    return [west, south, west + 0.0002, south + 0.0002];
  };
  const patchRow = async (uid: string) => {
    const rows = await database().query<Record<string, unknown>>(
      `select p.*, d.conflict_count, d.reduced, st_xmin(p.geom) as west from gengjie.patches p
       join gengjie.patch_dossiers d on d.patch_id = p.id where d.uid = $1::uuid and p.in_force`,
      [uid],
    );
    return rows[0];
  };

  beforeEach(async () => {
    town ??= (async () => {
      await aTown(database());
      field = await worker('field', VILLAGE);
      mate = await worker('field', VILLAGE);
      inspector = await worker('inspector', VILLAGE);
      leader = await worker('leader', VILLAGE);
    })();
    await town;
  });

  it('makes a patch of a flag, once, however often it is sent', async () => {
    const flag = field.flag(aBox(), { note: '南侧新建' });
    const [first] = await field.send([flag]);
    expect(first).toMatchObject({ id: flag.id, outcome: 'applied', conflicts: 0, problem: null });
    const [again] = await field.send([flag]);
    expect(again).toMatchObject({ outcome: 'repeated' });
    const row = await patchRow(flag.patch);
    expect(row).toMatchObject({
      state: 'to-dispatch',
      note: '南侧新建',
      region_code: VILLAGE,
      register: 'field-flag',
    });
    expect(row!.patch_number).toMatch(/^BJ\d{8}-[0-9A-F]{6}$/);
    const [{ count }] = (await database().query<{ count: number }>(
      'select count(*)::int as count from gengjie.patches where patch_number = $1',
      [row!.patch_number],
    )) as [{ count: number }];
    expect(count).toBe(1);
  });

  it('refuses another content under an id that is taken, and a record in another name', async () => {
    const flag = field.flag(aBox());
    await field.send([flag]);
    const forged = { ...flag, app: '9.9.9' };
    const [reused] = await field.send([forged]);
    expect(reused).toMatchObject({ outcome: 'refused', problem: { type: '/problems/operation-id-reused' } });
    const [notMine] = await field.send([{ ...field.flag(aBox()), person: mate.person }]);
    expect(notMine).toMatchObject({ outcome: 'refused', problem: { type: '/problems/operation-not-yours' } });
  });

  it('takes what an inspector brings for whoever works there or once did, and nothing forged in the name of another', async () => {
    const gone = await worker('field', VILLAGE);
    await database().query(
      'update gengjie.person_roles set revoked_at = clock_timestamp() where person_id = $1::uuid',
      [gone.person],
    );
    const box = aBox();
    const brought = async (maker: FieldWorker) => {
      const [receipt] = await inspector.send([maker.flag(box)], { onBehalf: true });
      return receipt!.problem?.type ?? receipt!.outcome;
    };
    expect(await brought(field)).toBe('applied');
    expect(await brought(gone)).toBe('applied');
    expect(await brought(await worker('viewer', VILLAGE))).toBe('/problems/maker-not-of-field');
    expect(await brought(await worker('field', OTHER_VILLAGE))).toBe('/problems/maker-not-of-field');
    expect(await brought(new FieldWorker(client(), anId()))).toBe('/problems/maker-not-of-field');
  });

  it('refuses a second flag of one patch, in the same envelope or a later one, and keeps the first', async () => {
    const flag = field.flag(aBox(), { note: '先报' });
    const second = { ...field.flag(aBox(), { note: '后报' }), patch: flag.patch };
    const third = { ...field.flag(aBox(), { note: '再报' }), patch: flag.patch };
    const outcomes = (await field.send([flag, second])).map(({ id, outcome }) => [id, outcome]);
    expect(Object.fromEntries(outcomes)).toEqual({ [flag.id]: 'applied', [second.id]: 'refused' });
    expect(await field.send([third])).toMatchObject([
      { outcome: 'refused', problem: { type: '/problems/patch-exists' } },
    ]);
    expect(await patchRow(flag.patch)).toMatchObject({ note: '先报' });
  });

  it('keeps what comes before its flag, and counts it when the flag comes', async () => {
    const flag = field.flag(aBox());
    const note = field.write(flag.patch, { note: '补充' });
    const step = mate.step(flag.patch, 'start', 'to-dispatch', []);
    expect((await field.send([note]))[0]).toMatchObject({ outcome: 'waiting' });
    expect((await mate.send([step]))[0]).toMatchObject({ outcome: 'waiting' });
    expect((await field.send([flag]))[0]).toMatchObject({ outcome: 'applied' });
    expect(await patchRow(flag.patch)).toMatchObject({ note: '补充', state: 'verifying' });
  });

  it('holds both values when two set one field without having seen each other, and lets the office settle it', async () => {
    const flag = field.flag(aBox(), { location: '村东' });
    await field.send([flag]);
    const mine = field.write(flag.patch, { location: '村东路口' }, [flag.id]);
    const theirs = mate.write(flag.patch, { location: '村北' }, [flag.id]);
    await mate.send([theirs]);
    const [receipt] = await field.send([mine]);
    expect(receipt).toMatchObject({ outcome: 'applied', conflicts: 1 });
    const row = await patchRow(flag.patch);
    const [conflict] = (row!.reduced as { conflicts: { candidates: { value: string }[] }[] }).conflicts;
    expect(conflict!.candidates.map(({ value }) => value).sort()).toEqual(['村东路口', '村北'].sort());
    await inspector.send([
      inspector.write(flag.patch, { location: '村北' }, [mine.id, theirs.id], { reason: '以实地为准' }),
    ]);
    expect(await patchRow(flag.patch)).toMatchObject({ location: '村北', conflict_count: 0 });
  });

  it('goes from flag to close by the hands of three, and not by fewer', async () => {
    const flag = field.flag(aBox());
    await field.send([flag]);
    const dispatch = inspector.step(flag.patch, 'dispatch', 'to-dispatch', [], {
      writes: [{ field: 'assignee', value: { kind: 'person', id: field.person, name: '外业员' }, seen: [] }],
    });
    const notAllowed = field.step(flag.patch, 'dispatch', 'to-dispatch', []);
    expect((await field.send([notAllowed]))[0]).toMatchObject({
      outcome: 'refused',
      problem: { type: '/problems/operation-not-allowed', field: 'step' },
    });
    await inspector.send([dispatch]);
    const submit = field.step(flag.patch, 'submit', 'dispatched', [dispatch.id]);
    await field.send([submit]);
    expect(await patchRow(flag.patch)).toMatchObject({ state: 'awaiting-review', assignee_name: '外业员' });
    const require = inspector.step(flag.patch, 'require-rectification', 'awaiting-review', [submit.id], {
      writes: [{ field: 'remaining_area', value: 420.5, seen: [] }],
    });
    await inspector.send([require]);
    const rectified = field.step(flag.patch, 'report-rectified', 'rectifying', [require.id]);
    await field.send([rectified]);
    const early = leader.step(flag.patch, 'close', 'awaiting-recheck', [rectified.id], { reason: '复核' });
    const [told] = await leader.send([early]);
    expect(told).toMatchObject({ outcome: 'applied', conflicts: 1 });
    expect(await patchRow(flag.patch)).toMatchObject({ state: 'awaiting-recheck' });
    await field.send([field.write(flag.patch, { remaining_area: 0 }, [require.id])]);
    expect(await patchRow(flag.patch)).toMatchObject({
      state: 'closed',
      conflict_count: 0,
      remaining_area: 0,
    });
  });

  it('refuses what lies in a village of others, and an outline that crosses itself, and stores nothing of either', async () => {
    const outside = field.flag([117.092, 39.105, 117.0922, 39.1052]);
    expect((await field.send([outside]))[0]).toMatchObject({
      outcome: 'refused',
      problem: { type: '/problems/operation-not-allowed' },
    });
    const kinked = outlineOf(aBox());
    kinked.coordinates[0]![0]!.splice(1, 2, kinked.coordinates[0]![0]![2]!, kinked.coordinates[0]![0]![1]!);
    const crossing = field.flag(aBox(), { outline: kinked });
    expect((await field.send([crossing]))[0]).toMatchObject({
      outcome: 'refused',
      problem: { type: '/problems/invalid-geometry' },
    });
    for (const { patch } of [outside, crossing]) expect(await patchRow(patch)).toBeUndefined();
    const stranger = await worker('field', OTHER_VILLAGE);
    const mine = field.flag(aBox());
    await field.send([mine]);
    expect((await stranger.send([stranger.write(mine.patch, { note: '越界' }, [])]))[0]).toMatchObject({
      outcome: 'refused',
      problem: { type: '/problems/operation-not-allowed' },
    });
  });

  it('keeps the good of an envelope with a damaged record in it', async () => {
    const flag = field.flag(aBox());
    const receipts = await field.send([
      { id: 'x' },
      flag,
      'nonsense',
      { ...field.flag(aBox()), kind: 'wipe' },
    ]);
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['refused', 'applied', 'refused', 'refused']);
  });

  it('ends the feature of a withdrawn flag, shows work that was done without knowing, and brings it back', async () => {
    const flag = field.flag(aBox());
    await field.send([flag]);
    const withdraw = field.make('withdraw', flag.patch, { reason: '误标', seen: [flag.id] });
    await field.send([withdraw]);
    expect(await patchRow(flag.patch)).toBeUndefined();
    const late = mate.write(flag.patch, { note: '还在施工' });
    expect((await mate.send([late]))[0]).toMatchObject({ outcome: 'applied', conflicts: 1 });
    await inspector.send([
      inspector.make('restore', flag.patch, { reason: '确有施工', seen: [withdraw.id] }),
    ]);
    expect(await patchRow(flag.patch)).toMatchObject({ note: '还在施工', conflict_count: 0 });
  });

  it('ends at once what was withdrawn before its flag came', async () => {
    const flag = field.flag(aBox());
    const withdraw = field.make('withdraw', flag.patch, { reason: '误标', seen: [flag.id] });
    await field.send([withdraw]);
    await field.send([flag]);
    expect(await patchRow(flag.patch)).toBeUndefined();
  });

  it('hands to a phone what changed since its cursor, to be reduced there', async () => {
    const before = (await field.client.get('/api/field/patches?since=0')) as { cursor: number };
    const flag = field.flag(aBox());
    await field.send([flag]);
    const pulled = (await field.client.get(`/api/field/patches?since=${before.cursor}`)) as {
      patches: { uid: string; operations: { id: string }[] }[];
      cursor: number;
      removed: string[];
    };
    expect(pulled.patches.map(({ uid, operations }) => [uid, operations.map(({ id }) => id)])).toEqual([
      [flag.patch, [flag.id]],
    ]);
    await field.send([field.make('withdraw', flag.patch, { reason: '误标', seen: [flag.id] })]);
    const later = (await field.client.get(`/api/field/patches?since=${pulled.cursor}`)) as typeof pulled;
    expect(later.removed).toEqual([flag.patch]);
  });

  it('takes an edit on the map as an operation that had seen everything, and refuses one that would move the course', async () => {
    const flag = field.flag(aBox(), { note: '待核' });
    await field.send([flag]);
    const { id, version_id: versionId } = (await patchRow(flag.patch)) as { id: number; version_id: number };
    const edit = (properties: object) =>
      inspector.client.request(`/api/layers/patches/features/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'if-match': `"${versionId}"` },
        body: JSON.stringify({ properties, reason: '核对台账' }),
      });
    expect(await edit({ state: 'closed' })).toMatchObject({ status: 422, body: { field: 'state' } });
    expect((await edit({ note: '已核' })).status).toBe(200);
    // Somebody who had not seen that edit does not overwrite it silently.
    const [receipt] = await field.send([field.write(flag.patch, { note: '无变化' }, [flag.id])]);
    expect(receipt).toMatchObject({ outcome: 'applied', conflicts: 1 });
  });

  it('lets only the office make parts of a patch and number them', async () => {
    const whole = field.flag(aBox());
    await field.send([whole]);
    for (const rest of [{ parents: [whole.patch] }, { number: 'WP-1_1' }]) {
      expect((await field.send([field.flag(aBox(), {}, rest)]))[0]).toMatchObject({
        outcome: 'refused',
        problem: { type: '/problems/operation-not-allowed', field: 'parents' },
      });
    }
    const part = inspector.flag(
      aBox(),
      { split_state: 'part' },
      { parents: [whole.patch], number: 'WP-1_1' },
    );
    expect((await inspector.send([part]))[0]).toMatchObject({ outcome: 'applied' });
    const parent = await patchRow(whole.patch);
    expect(await patchRow(part.patch)).toMatchObject({
      patch_number: 'WP-1_1',
      parent_number: parent!.patch_number,
    });
  });

  it('does not bring back by late work what an undone import took away', async () => {
    const flag = field.flag(aBox());
    await field.send([flag]);
    const { version_id: versionId } = (await patchRow(flag.patch))!;
    // What undoing an import does to its rows.
    await database().query(
      `update gengjie.patches set known_during = tstzrange(lower(known_during), gengjie.transaction_instant())
       where version_id = $1`,
      [versionId],
    );
    expect((await field.send([field.write(flag.patch, { note: '迟到' })]))[0]).toMatchObject({
      outcome: 'applied',
    });
    expect(await patchRow(flag.patch)).toBeUndefined();
  });
});
