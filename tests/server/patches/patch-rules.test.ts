import { beforeEach, describe, expect, test } from 'vitest';
import { ownPatchRules } from '#core/patches/rules.ts';
import { officePatchRules } from '#server/operations/patch-rules.ts';
import { databases, withDatabase } from '../../support/database.ts';

describe.each(databases)('rules of patches on %s', (engine) => {
  const database = withDatabase(engine);
  const set = (value: unknown) =>
    database().query(
      `insert into gengjie.settings (key, value) values ('patch_rules', $1::jsonb)
       on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(value)],
    );

  beforeEach(() => database().query(`delete from gengjie.settings where key = 'patch_rules'`));

  test('are the product’s until the office sets its own', async () => {
    const { workCalendar, ...rules } = await officePatchRules(database());
    expect(rules).toEqual(ownPatchRules);
    expect(workCalendar.isWorkingDay('2026-11-24').working).toBe(true);
  });

  test('are the office’s as soon as it has set them, and again when it changes them', async () => {
    const calendar = (day: string) => ({ calendar: { days: [{ day, working: false, reason: '演练' }] } });
    const works = async () => {
      const { workCalendar } = await officePatchRules(database());
      return ['2026-11-24', '2026-11-25'].map((day) => workCalendar.isWorkingDay(day).working);
    };
    await set(calendar('2026-11-24'));
    expect(await works()).toEqual([false, true]);
    await set(calendar('2026-11-25'));
    expect(await works()).toEqual([true, false]);
    expect((await officePatchRules(database())).deadlines).toEqual(ownPatchRules.deadlines);
  });

  test('that are none are told, not passed over', async () => {
    await set({ deadlines: [{ limit: { workingDays: 3 } }] });
    await expect(officePatchRules(database())).rejects.toThrow();
    await set({ deadline: [] });
    await expect(officePatchRules(database())).rejects.toThrow('deadline');
  });
});
