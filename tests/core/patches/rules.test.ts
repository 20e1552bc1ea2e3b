import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WorkCalendar } from '#core/calendar/work-calendar.ts';
import { deadlineOf } from '#core/patches/deadlines.ts';
import { photoRulesOn } from '#core/patches/photo-rules.ts';
import { REGISTER_KINDS } from '#core/patches/registers.ts';
import { ownPatchRules } from '#core/patches/rules.ts';
import { patchRulesSchema } from '#core/patches/rules-schema.ts';

describe('the rules of an office', () => {
  it('are the product’s where it sets none', () => {
    expect(patchRulesSchema.parse({})).toEqual(ownPatchRules);
  });

  it('may be written out as the product has them', () => {
    expect(patchRulesSchema.parse(JSON.parse(JSON.stringify(ownPatchRules)))).toEqual(ownPatchRules);
  });

  it('replace one part and leave the others', () => {
    const calendar = { days: [{ day: '2026-11-24', working: false, reason: '停电检修' }] };
    const rules = patchRulesSchema.parse({ calendar });
    expect(rules.deadlines).toBe(ownPatchRules.deadlines);
    const patch = {
      state: 'verifying',
      register: 'lead',
      since: Date.parse('2026-11-23T09:00+08:00'),
      dueOn: null,
      pauses: [],
    } as const;
    const due = (days?: WorkCalendar) => deadlineOf(patch, patch.since, rules.deadlines, days).dueOn;
    expect(due()).toBe('2026-11-30');
    expect(due(new WorkCalendar(rules.calendar))).toBe('2026-12-01');
  });

  it('are taken as the how-to writes them', () => {
    const text = readFileSync(new URL('../../../docs/howto/patch-rules.md', import.meta.url), 'utf8');
    const example = /'patch_rules', '(\{[\s\S]*?\})'\)/.exec(text)![1]!;
    const rules = patchRulesSchema.parse(JSON.parse(example));
    expect(rules.thresholds).toBe(ownPatchRules.thresholds);
    const calendar = new WorkCalendar(rules.calendar);
    expect(calendar.isWorkingDay('2027-01-01')).toEqual({ working: false, provisional: false });
  });

  it('are refused when they are no rules', () => {
    const [deadline] = ownPatchRules.deadlines;
    const [threshold] = ownPatchRules.thresholds;
    const [photos] = ownPatchRules.photos;
    const refused = [
      { deadline: [] },
      { deadlines: [{ ...deadline, limit: { workingDays: 0 } }] },
      { deadlines: [{ ...deadline, limit: { workingDays: 3, hours: 4 } }] },
      { deadlines: [{ ...deadline, states: ['closed'] }] },
      { deadlines: [{ ...deadline, from: '2027-01-01', until: '2026-01-01' }] },
      {
        deadlines: [{ ...deadline, escalation: [{ afterDays: 1, tell: [{ kind: 'role', role: '局长' }] }] }],
      },
      { thresholds: [{ ...threshold, limitMu: 0 }] },
      { thresholds: [{ ...threshold, source: '' }] },
      { photos: [{ ...photos, required: ['other'] }] },
      { photos: [{ ...photos, range: { ...photos!.range, near: { minMeters: 30, maxMeters: 20 } } }] },
      { calendar: { years: [{ year: 2027 }] } },
    ];
    for (const value of refused)
      expect(patchRulesSchema.safeParse(value).success, JSON.stringify(value)).toBe(false);
  });

  it('say of every part of the product’s own where it is from and whether it was checked', () => {
    const { deadlines, thresholds, photos } = ownPatchRules;
    for (const { source, verified, text } of [...deadlines, ...thresholds, ...photos]) {
      expect(source).not.toBe('');
      expect(typeof verified).toBe('boolean');
      expect(text.zh && text.en).toBeTruthy();
    }
    expect(thresholds.every(({ verified }) => verified)).toBe(true);
  });
});

describe('photographs', () => {
  it('are asked for from three sides, of a lead from two, under the accuracy gate of 20 m', () => {
    const required = REGISTER_KINDS.map(
      (kind) => photoRulesOn(ownPatchRules.photos, kind, '2026-11-23')!.required.length,
    );
    expect(required).toEqual([3, 3, 2]);
    for (const { maxAccuracyMeters } of ownPatchRules.photos) expect(maxAccuracyMeters).toBe(20);
  });

  it('are asked for by the rule of their day', () => {
    expect(photoRulesOn(ownPatchRules.photos, 'lead', '2019-12-31')).toBeNull();
    const [general] = ownPatchRules.photos;
    const stricter = { ...general!, from: '2027-01-01', maxAccuracyMeters: 10 };
    const rules = [stricter, general!];
    expect(photoRulesOn(rules, 'lead', '2026-12-31')!.maxAccuracyMeters).toBe(20);
    expect(photoRulesOn(rules, 'lead', '2027-01-01')!.maxAccuracyMeters).toBe(10);
  });
});
