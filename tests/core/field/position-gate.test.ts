import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateClockOffset, type GateContext, judgeFix, worthOf } from '#core/field/position-gate.ts';
import type { DeviceFix } from '#core/patches/operation.ts';

const now = 1_790_000_000_000;
const year = 365 * 86_400_000;
const fix: DeviceFix = { lonLat: [117.05, 39.12], accuracyMeters: 6, at: now - 1000 };
const context: GateContext = {
  subject: 'photo 1',
  deviceNow: now,
  clockOffset: 300,
  notBefore: now - 86_400_000,
  district: [116.9, 39, 117.3, 39.3],
};
const codes = (given: DeviceFix | null, more: Partial<GateContext> = {}) =>
  judgeFix(given, { ...context, ...more }).map(({ code }) => code);

describe('定位质检: what a fix is worth', () => {
  it('has nothing to say of a good one', () => {
    expect(codes(fix)).toEqual([]);
    expect(worthOf([])).toBe('good');
  });

  it.each<[string, DeviceFix | null, Partial<GateContext>, string[], string]>([
    ['absent', null, {}, ['position.fix.missing'], 'unusable'],
    ['no numbers', { ...fix, lonLat: [Number.NaN, 39] }, {}, ['position.fix.not-a-position'], 'unusable'],
    ['0, 0', { ...fix, lonLat: [0, 0] }, {}, ['position.fix.zero'], 'unusable'],
    ['another city', { ...fix, lonLat: [121.4, 31.2] }, {}, ['position.fix.outside-district'], 'reason'],
    ['poor', { ...fix, accuracyMeters: 80 }, {}, ['position.accuracy.poor'], 'reason'],
    ['too good', { ...fix, accuracyMeters: 0 }, {}, ['position.accuracy.zero'], 'reason'],
    ['of no accuracy', { ...fix, accuracyMeters: Number.NaN }, {}, ['position.accuracy.missing'], 'reason'],
    ['old', { ...fix, at: now - 600_000 }, {}, ['position.fix.stale'], 'reason'],
    [
      'years off its clock',
      { ...fix, at: now - 3 * year },
      {},
      ['position.clock.differs-from-fix'],
      'reason',
    ],
    ['of the future', { ...fix, at: now + 600_000 }, {}, ['position.clock.differs-from-fix'], 'reason'],
    ['of no time', { ...fix, at: Number.NaN }, {}, ['position.clock.differs-from-fix'], 'reason'],
    ['on a clock years off', fix, { clockOffset: 3 * year }, ['position.clock.off'], 'reason'],
    [
      'on a clock behind what is known',
      fix,
      { notBefore: now + year },
      ['position.clock.behind-known'],
      'reason',
    ],
  ])('%s', (_, given, more, wanted, worth) => {
    expect(codes(given, more)).toEqual(wanted);
    expect(worthOf(judgeFix(given, { ...context, ...more }))).toBe(worth);
  });

  it('wonders at a receiver that repeats itself to the last digit, not at one fix handed over twice', () => {
    const older = (seconds: number) => ({ ...fix, at: fix.at - seconds * 1000 });
    expect(codes(fix, { recent: [4, 3, 2, 1].map(older) })).toEqual(['position.fix.repeated']);
    expect(codes(fix, { recent: [0, 0, 0, 0, 0].map(older) })).toEqual([]);
    const moved = { ...older(2), lonLat: [117.050001, 39.12] as const };
    expect(codes(fix, { recent: [older(4), older(3), moved, older(1)] })).toEqual([]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.double(), fc.double()),
        fc.double(),
        fc.double(),
        fc.double(),
        fc.double(),
        (lonLat, accuracyMeters, at, deviceNow, clockOffset) => {
          const findings = judgeFix({ lonLat, accuracyMeters, at }, { ...context, deviceNow, clockOffset });
          for (const { severity, subject } of findings)
            expect([severity, subject]).toEqual(['warning', 'photo 1']);
        },
      ),
    );
  });
});

describe('时钟差: the server’s clock and the device’s', () => {
  it('believes the quickest exchange', () => {
    const offset = estimateClockOffset([
      { sentAt: 0, serverAt: 9000, receivedAt: 6000 },
      { sentAt: 10_000, serverAt: 15_040, receivedAt: 10_100 },
      { sentAt: 20_000, serverAt: 0, receivedAt: 10_000 },
    ]);
    expect(offset).toEqual({ offsetMs: 4990, uncertaintyMs: 50 });
    expect(estimateClockOffset([])).toBeNull();
  });

  it('is right to what it says, however the way to and fro is divided', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(5000), fc.nat(5000), (offset, to, fro) => {
        const estimate = estimateClockOffset([{ sentAt: 0, serverAt: to + offset, receivedAt: to + fro }])!;
        expect(Math.abs(estimate.offsetMs - offset)).toBeLessThanOrEqual(estimate.uncertaintyMs);
      }),
    );
  });
});
