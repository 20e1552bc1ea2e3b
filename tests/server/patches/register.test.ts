import { beforeAll, describe, expect, it } from 'vitest';
import type { PatchSummary, PatchView } from '#core/contract/patches.ts';
import type { RoleId } from '#core/rights/roles.ts';
import { withApp } from '../../support/app.ts';
import { aTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { FieldWorker } from './field-work.ts';

interface List {
  patches: PatchSummary[];
  total: { count: number; areaSquareMeters: number };
  next: number | null;
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

describe.each(databases)('the register of patches on %s', { timeout: 120_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let field: FieldWorker;
  let stranger: FieldWorker;
  let inspector: FieldWorker;
  let colleague: FieldWorker;

  const worker = async (name: string, role: RoleId, regionCode: string) => {
    const { id, token } = await aPerson(database(), name, [{ role, regionCode }]);
    return new FieldWorker(client().as(token), id);
  };
  const list = (query = '', as = inspector) => as.client.get(`/api/patches?${query}`) as Promise<List>;
  const view = (uid: string, as = inspector) => as.client.get(`/api/patches/${uid}`) as Promise<PatchView>;

  /** An imported patch that came into its state some days ago. */
  const issued = async (
    column: number,
    {
      state = 'to-dispatch',
      days = 0,
      register = 'house-building',
      patchClass = 'residential',
      village = VILLAGE,
    } = {},
  ) => {
    const west = (village === VILLAGE ? 117.081 : 117.091) + 0.0004 * column;
    await database().query(
      `insert into gengjie.patches (patch_number, register, patch_class, state, region_code, geom, found_on, project_party)
       values ($1, $2, $3, $4, $5, st_multi(st_makeenvelope($6::float, 39.101, $6::float + 0.0002, 39.101 + 0.0001 * $7::float, 4490)), '2026-10-15', '张某')`,
      [`T${column}-${village.slice(-3)}`, register, patchClass, state, village, west, (column % 3) + 1],
    );
    await database().query(
      `update gengjie.patch_dossiers d set state_since = $2::timestamptz from gengjie.patches p where p.id = d.patch_id and p.patch_number = $1`,
      [`T${column}-${village.slice(-3)}`, daysAgo(days)],
    );
  };

  beforeAll(async () => {
    await aTown(database());
    field = await worker('field', 'field', VILLAGE);
    stranger = await worker('stranger', 'field', OTHER_VILLAGE);
    inspector = await worker('inspector', 'inspector', TOWN);
    colleague = await worker('colleague', 'inspector', TOWN);
    const states = ['to-dispatch', 'dispatched', 'verifying', 'rectifying', 'closed'];
    for (let i = 0; i < 15; i += 1) {
      await issued(i, {
        state: states[i % 5]!,
        days: i * 2,
        register: i % 2 ? 'house-building' : 'image-enforcement',
        patchClass: i % 2 ? 'industrial' : 'transport',
      });
    }
    await issued(3, { village: OTHER_VILLAGE });
  });

  it('gives every patch once over its pages, with count and area of all', async () => {
    const whole = await list('limit=500');
    expect(whole.total.count).toBe(16);
    expect(whole.next).toBeNull();
    for (const sort of ['urgency', 'number', 'area', 'changed']) {
      const seen: string[] = [];
      for (let after: number | null = 0; after !== null; ) {
        const page = await list(`sort=${sort}&limit=5&after=${after}`);
        expect(page.total).toEqual(whole.total);
        seen.push(...page.patches.map(({ uid }) => uid));
        after = page.next;
      }
      expect(new Set(seen).size, sort).toBe(16);
      expect(seen).toHaveLength(16);
    }
    const sum = whole.patches.reduce((total, { areaSquareMeters }) => total + areaSquareMeters, 0);
    expect(whole.total.areaSquareMeters).toBeCloseTo(sum, 1);
  });

  it('puts what is late first, then by due day, over all pages', async () => {
    const { patches } = await list('sort=urgency&limit=500');
    const rank = { red: 0, yellow: 1, green: 2, none: 3 };
    const keys = patches.map(({ deadline }) => `${rank[deadline.light]} ${deadline.dueOn ?? '9999'}`);
    expect(keys).toEqual([...keys].sort());
    expect(new Set(patches.map(({ deadline }) => deadline.light)).size).toBeGreaterThanOrEqual(3);
  });

  it('filters by light as the deadline says, for all of them and not only a page', async () => {
    const { patches } = await list('limit=500');
    for (const light of ['none', 'green', 'yellow', 'red'] as const) {
      const wanted = patches.filter(({ deadline }) => deadline.light === light).map(({ uid }) => uid);
      const filtered = await list(`light=${light}&limit=1`);
      expect(filtered.total.count, light).toBe(wanted.length);
      const all = await list(`light=${light}&limit=500`);
      expect(all.patches.map(({ uid }) => uid).sort()).toEqual(wanted.sort());
    }
  });

  it('filters by region, register, class, state, month, text and place', async () => {
    const counted = async (query: string) => (await list(query)).total.count;
    expect(await counted(`region=${OTHER_VILLAGE}`)).toBe(1);
    expect(await counted('register=house-building')).toBe(8);
    expect(await counted('patchClass=transport')).toBe(8);
    expect(await counted('state=closed,rectifying')).toBe(6);
    expect(await counted('month=2026-10')).toBe(16);
    expect(await counted('month=2026-11')).toBe(0);
    expect(await counted('text=t3-203')).toBe(1);
    expect(await counted('assignee=none')).toBe(16);
    expect(await counted('conflicts=true')).toBe(0);
    expect(await counted('bbox=117.09,39.1,117.1,39.12')).toBe(1);
  });

  it('tells a phone the same deadline as the office', async () => {
    const { patches } = await list('limit=500');
    const pulled = (await inspector.client.get('/api/field/patches?scope=all')) as {
      patches: Pick<PatchSummary, 'uid' | 'deadline'>[];
    };
    expect(new Map(pulled.patches.map(({ uid, deadline }) => [uid, deadline]))).toEqual(
      new Map(patches.map(({ uid, deadline }) => [uid, deadline])),
    );
  });

  it('picks what lies in a drawn shape', async () => {
    const shape = {
      type: 'Polygon',
      coordinates: [
        [
          [117.0809, 39.1],
          [117.0817, 39.1],
          [117.0817, 39.11],
          [117.0809, 39.11],
          [117.0809, 39.1],
        ],
      ],
    };
    const { status, body } = await inspector.client.request('/api/patches/pick', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ shape }),
    });
    expect(status).toBe(200);
    expect((body as List & { truncated: boolean }).patches.map(({ number }) => number)).toEqual([
      'T0-201',
      'T1-201',
    ]);
    expect(body).toMatchObject({ truncated: false, total: { count: 2 } });
  });

  it('shows a field worker nothing of another village, in lists or by name', async () => {
    const { patches, total } = await list('limit=500', stranger);
    expect(total.count).toBe(1);
    expect(patches.map(({ regionCode }) => regionCode)).toEqual([OTHER_VILLAGE]);
    const [hidden] = (await list(`region=${VILLAGE}&limit=1`)).patches;
    expect((await stranger.client.request(`/api/patches/${hidden!.uid}`)).status).toBe(404);
    expect((await stranger.client.request(`/api/patches/by-feature/${hidden!.id}`)).status).toBe(404);
    expect(await inspector.client.get(`/api/patches/by-feature/${hidden!.id}`)).toEqual({ uid: hidden!.uid });
  });

  it('tells a patch whole: values, history with names, what may be done and by whom', async () => {
    const flag = field.flag([117.0812, 39.106, 117.0814, 39.1062], {
      note: '南侧新建',
      project_party: '李某',
    });
    await field.send([flag]);
    const before = await view(flag.patch);
    expect(before).toMatchObject({
      uid: flag.patch,
      state: 'to-dispatch',
      register: 'field-flag',
      regionName: '小稍直口村',
      values: { note: '南侧新建', patch_class: 'residential' },
      operations: [flag.id],
      conflictList: [],
      overlay: null,
    });
    expect(before.values).not.toHaveProperty('project_party');
    expect(JSON.stringify(before)).not.toContain('李某');
    expect(before.events.map(({ kind, person }) => [kind, person.name])).toEqual([['flag', 'field']]);
    expect(before.nextSteps).toEqual(['dispatch', 'start', 'submit']);
    expect((await view(flag.patch, field)).nextSteps).toEqual(['start', 'submit']);

    const submit = inspector.step(flag.patch, 'submit', 'to-dispatch', []);
    await inspector.send([submit]);
    const own = await view(flag.patch);
    expect(own.state).toBe('awaiting-review');
    expect(own.nextSteps).toEqual([]);
    expect(own.hindrances.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['judgement', 'photo-near', 'photo-panoramic', 'remaining-area', 'own-work']),
    );
    expect((await view(flag.patch, colleague)).nextSteps).toEqual([
      'return',
      'require-rectification',
      'close',
    ]);
  });

  it('shows both sides of a conflict with who stands on them, personal ones with a line in the log', async () => {
    const flag = field.flag([117.0816, 39.106, 117.0818, 39.1062]);
    await field.send([flag]);
    await field.send([field.write(flag.patch, { location: '村东', project_party: '甲某' })]);
    await inspector.send([inspector.write(flag.patch, { location: '村西', project_party: '乙某' })]);
    const [listed] = (await list('conflicts=true')).patches;
    expect(listed).toMatchObject({ uid: flag.patch, conflicts: 2 });
    const { conflictList } = await view(flag.patch);
    const sides = conflictList.flatMap((conflict) =>
      conflict.kind === 'field'
        ? conflict.candidates.map(({ person, value }) => [conflict.field, person.name, value])
        : [],
    );
    expect(sides.sort()).toEqual([
      ['location', 'field', '村东'],
      ['location', 'inspector', '村西'],
      ['project_party', 'field', '甲某'],
      ['project_party', 'inspector', '乙某'],
    ]);
    const acts = await database().query(
      `select 1 from gengjie.audit_log where action = 'personal.read' and subject = $1`,
      [String(listed!.id)],
    );
    expect(acts).toHaveLength(1);
  });

  it('sends nobody to a patch that is not there', async () => {
    const { status, body } = await inspector.client.request(
      '/api/patches/00000000-0000-4000-8000-000000000000',
    );
    expect(status).toBe(404);
    expect(body).toMatchObject({ type: '/problems/patch-not-found' });
  });
});
