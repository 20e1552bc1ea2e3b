import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchResult } from '#core/contract/search.ts';
import { withApp } from '../support/app.ts';
import { aFeature, aTown, OTHER_VILLAGE, TOWN, VILLAGE, withParcels } from '../support/cast.ts';
import { databases, withDatabase } from '../support/database.ts';
import { aPerson, type TestPerson } from '../support/people.ts';

describe.each(databases)('search of several people on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let west: TestPerson;
  let east: TestPerson;
  let town: TestPerson;

  const find = async ({ token }: TestPerson, text: string) => {
    const { results } = (await client()
      .as(token)
      .get(`/api/search?q=${encodeURIComponent(text)}`)) as { results: SearchResult[] };
    return results.map(({ label }) => label).sort();
  };

  beforeAll(async () => {
    await aTown(database());
    const box = [117.084, 39.104, 117.085, 39.105] as const;
    await aFeature(database(), 'project_sites', { name: '南河泵站' }, box);
    const gate = await aFeature(database(), 'project_sites', { name: '南河水闸' }, box);
    await database().query('update gengjie.project_sites set region_code = $1 where id = $2', [
      OTHER_VILLAGE,
      gate,
    ]);
    await withParcels(database(), [
      { number: '7001', landClass: '0101', box },
      { number: '7002', landClass: '0101', box, village: OTHER_VILLAGE },
    ]);
    west = await aPerson(database(), 'west', [{ role: 'field', regionCode: VILLAGE }]);
    east = await aPerson(database(), 'east', [{ role: 'viewer', regionCode: OTHER_VILLAGE }]);
    town = await aPerson(database(), 'town', [{ role: 'leader', regionCode: TOWN }]);
  });

  it('finds names and numbers of each person’s own villages, in whatever order they ask', async () => {
    const expected = new Map([
      [west, { 南河: ['南河泵站'], 700: ['7001'], 泵站: ['南河泵站'], 水闸: [] }],
      [east, { 南河: ['南河水闸'], 700: ['7002'], 泵站: [], 水闸: ['南河水闸'] }],
      [
        town,
        {
          南河: ['南河水闸', '南河泵站'].sort(),
          700: ['7001', '7002'],
          泵站: ['南河泵站'],
          水闸: ['南河水闸'],
        },
      ],
    ]);
    for (let round = 0; round < 2; round += 1) {
      const asked = [...expected].flatMap(([person, answers]) =>
        Object.entries(answers).map(async ([text, labels]) => {
          expect(await find(person, text), `${person.username} ${text}`).toEqual(labels);
        }),
      );
      await Promise.all(round === 0 ? asked : asked.toReversed());
    }
  });

  it('forgets the names of a village as soon as the grant is withdrawn', async () => {
    expect(await find(east, '水闸')).toEqual(['南河水闸']);
    await database().query(`update gengjie.person_roles set revoked_at = now() where person_id = $1`, [
      east.id,
    ]);
    const { status } = await client().as(east.token).request('/api/search?q=水闸');
    expect(status).toBe(403);
  });

  it('takes % and _ as they are written', async () => {
    expect(await find(town, '70%')).toEqual([]);
    expect(await find(town, '7_0')).toEqual([]);
  });
});
