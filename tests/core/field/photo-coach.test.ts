import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { angleBetween, bearingOf, type Heading, normalBearing, trueBearings } from '#core/field/bearing.ts';
import { missingPhotos, type TakenPhoto } from '#core/field/judge-photos.ts';
import { type CoachAdvice, type CoachInput, coachPhoto } from '#core/field/photo-coach.ts';
import { ownPhotoRules, type PhotoRole } from '#core/field/photo-rules.ts';
import { photoTarget } from '#core/field/photo-target.ts';
import type { EastNorth } from '#core/geometry/lon-lat.ts';
import { at, normal, plane, rectangle, seeded, sigmaOfRadius } from './traces.ts';

/** A house yard, 40 m square around the origin. */
const target = photoTarget(rectangle(-20, -20, 20, 20))!;
const rules = ownPhotoRules;
const declinationDegrees = -7.5;

const fixAt = (east: number, north: number, accuracyMeters = 5) => ({
  lonLat: at(east, north),
  accuracyMeters,
  at: 1,
});
const facing = (degrees: number): Heading => ({ degrees, reference: 'true' });
const towards = (east: number, north: number) => facing(bearingOf([-east, -north]));

function photo(role: PhotoRole, east: number, north: number, more: Partial<TakenPhoto> = {}): TakenPhoto {
  return {
    sha256: `${role}-${east}-${north}`,
    role,
    takenAt: 1,
    fix: fixAt(east, north),
    bearing: towards(east, north).degrees,
    bearingReference: 'true',
    ...more,
  };
}
const coach = (input: Partial<CoachInput>) =>
  coachPhoto({
    target,
    rules,
    fix: fixAt(0, -30),
    heading: facing(0),
    declinationDegrees,
    photos: [],
    ...input,
  });
const codes = (advice: readonly CoachAdvice[]) => advice.map(({ code }) => code);
const missing = (photos: TakenPhoto[]) => missingPhotos(target, rules, photos, declinationDegrees);
const faultsOf = (taken: TakenPhoto, ...before: TakenPhoto[]) =>
  missing([...before.map((each) => ({ ...each, takenAt: 0 })), taken]).photos.at(-1)!.faults;

describe('拍照教练: what to do before the next photograph', () => {
  it('is ready for the near view 10 m off, pointing at the patch', () => {
    expect(coach({})).toEqual([
      { code: 'ready', role: 'near' },
      { code: 'missing', roles: ['near', 'panoramic', 'opposite'] },
    ]);
  });

  it('tells by how much, and where to go, when it is too far', () => {
    const [advice] = coach({ fix: fixAt(0, -232), role: 'near' });
    expect(advice).toMatchObject({ code: 'too-far', role: 'near' });
    if (advice?.code !== 'too-far') throw new Error('another advice');
    expect(advice.distanceMeters).toBeCloseTo(212, 1);
    expect(advice.moveMeters).toBeCloseTo(192, 1);
    expect(advice.bearing).toBeCloseTo(0, 1);
  });

  it('sends one out of the patch for the panoramic view, by the nearest edge', () => {
    const [advice] = coach({ fix: fixAt(15, 0), role: 'panoramic' });
    expect(advice).toMatchObject({ code: 'too-near', role: 'panoramic', distanceMeters: 0 });
    if (advice?.code !== 'too-near') throw new Error('another advice');
    expect(advice.moveMeters).toBeCloseTo(10, 1);
    expect(advice.bearing).toBeCloseTo(90, 1);
  });

  it('lets a panoramic view be taken within a patch too large to be left', () => {
    const wide = photoTarget(rectangle(-1000, -1000, 1000, 1000))!;
    expect(codes(coach({ target: wide, fix: fixAt(200, 0), role: 'panoramic' }))).toEqual([
      'ready',
      'missing',
    ]);
  });

  it('turns left or right to the middle of the patch, magnetic headings corrected', () => {
    expect(coach({ heading: facing(100) })[0]).toEqual({ code: 'turn', side: 'left', degrees: 100 });
    expect(coach({ heading: facing(270) })[0]).toMatchObject({ code: 'turn', side: 'right' });
    const [advice] = coach({ heading: { degrees: 107.5, reference: 'magnetic' } });
    expect(advice).toEqual({ code: 'turn', side: 'left', degrees: 100 });
  });

  it('judges a heading of unknown north by both', () => {
    // From 170 m the patch is 16° wide: 20° beside its middle passes, 26.5° does not.
    const spot = { fix: fixAt(0, -160), role: 'panoramic' as const };
    expect(codes(coach({ ...spot, heading: facing(20) }))).toContain('ready');
    expect(codes(coach({ ...spot, heading: { degrees: -19, reference: null } }))).toContain('turn');
    expect(codes(coach({ ...spot, heading: { degrees: -19, reference: 'true' } }))).toContain('ready');
  });

  it('asks for a typed reason where accuracy or compass is missing, and only there', () => {
    expect(coach({ fix: fixAt(0, -30, 35) })[0]).toEqual({
      code: 'accuracy',
      accuracyMeters: 35,
      maxMeters: 20,
    });
    expect(codes(coach({ fix: fixAt(0, -30, 35), reason: '楼间信号差' }))[0]).toBe('ready');
    expect(codes(coach({ heading: null }))[0]).toBe('heading-unknown');
    expect(codes(coach({ heading: null, reason: '手机没有罗盘' }))[0]).toBe('ready');
    expect(codes(coach({ heading: facing(180), reason: '就这样' }))[0]).toBe('turn');
    expect(codes(coach({ fix: fixAt(0, -30, 35), reason: '   ' }))[0]).toBe('accuracy');
  });

  it('puts the most urgent first', () => {
    const advice = coach({ fix: fixAt(0, -300, 60), heading: facing(90) });
    expect(codes(advice)).toEqual(['accuracy', 'too-far', 'turn', 'missing']);
  });

  it('leads to the other side: how far round, and from which direction', () => {
    const photos = [photo('near', 0, -30), photo('panoramic', 10, -60)];
    const [advice] = coach({ photos, fix: fixAt(60, -20), heading: towards(60, -20) });
    expect(advice).toMatchObject({ code: 'other-side', role: 'opposite', way: 'anticlockwise' });
    if (advice?.code !== 'other-side') throw new Error('another advice');
    expect(angleBetween(advice.from, 180)).toBeGreaterThanOrEqual(120);
    const there = plane.toMeters(advice.point);
    expect(
      codes(coach({ photos, fix: { ...fixAt(0, 0), lonLat: advice.point }, heading: towards(...there) })),
    ).toEqual(['ready', 'missing']);
  });

  it('says complete when nothing is missing', () => {
    const photos = [
      photo('near', 0, -30),
      photo('panoramic', 0, -60),
      photo('opposite', 0, 40, { takenAt: 2 }),
    ];
    expect(coach({ photos })).toEqual([{ code: 'complete' }]);
  });

  it('has something to say without a position', () => {
    expect(codes(coach({ fix: null }))).toEqual(['no-position', 'missing']);
    expect(codes(coach({ fix: { ...fixAt(0, 0), lonLat: [Number.NaN, 39] } }))).toEqual([
      'no-position',
      'missing',
    ]);
  });
});

describe('缺照片判定: what counts, and when the form may be handed in', () => {
  it.each<[string, TakenPhoto, string[]]>([
    ['a near view from 60 m', photo('near', 0, -60), ['too-far']],
    ['a panoramic view from within', photo('panoramic', 15, 0), ['too-near']],
    ['the wrong way', photo('near', 0, -30, { bearing: 180 }), ['wrong-direction']],
    ['no position', photo('near', 0, -30, { fix: null, reason: '没信号' }), ['no-position']],
    ['a poor fix', photo('near', 0, -30, { fix: fixAt(0, -30, 50) }), ['accuracy']],
    ['a poor fix with a reason', photo('near', 0, -30, { fix: fixAt(0, -30, 50), reason: '树下' }), []],
    [
      'an accuracy that is no number',
      photo('near', 0, -30, { fix: fixAt(0, -30, Number.NaN) }),
      ['accuracy'],
    ],
    ['no bearing', photo('near', 0, -30, { bearing: null }), ['heading-unknown']],
    ['a role that is not asked for', photo('other', 0, -30), ['not-required']],
    ['the other side of nothing', photo('opposite', 0, -30), ['same-side']],
  ])('%s', (_, taken, faults) => {
    expect(faultsOf(taken)).toEqual(faults);
  });

  it('wants the opposite view 120° from the nearest earlier photograph', () => {
    const before = [photo('near', 0, -30), photo('panoramic', 60, 0)];
    expect(faultsOf(photo('opposite', -60, 0), ...before)).toEqual(['same-side']);
    expect(faultsOf(photo('opposite', -40, 40), ...before)).toEqual([]);
  });

  it('never leads into a dead end: two opposite views leave a third side', () => {
    const before = [photo('near', 0, -30), photo('panoramic', 0, 60)];
    expect(faultsOf(photo('opposite', 60, 0), ...before)).toEqual([]);
    expect(faultsOf(photo('opposite', 10, 60), ...before)).toEqual(['same-side']);
  });

  it('comes to the same in whatever order the photographs arrive', () => {
    const photos = [
      photo('near', 0, -30, { takenAt: 1 }),
      photo('panoramic', 0, -60, { takenAt: 2 }),
      photo('opposite', 0, 40, { takenAt: 3 }),
    ];
    expect(missing([...photos].reverse())).toEqual(missing(photos));
    expect(missing(photos).complete).toBe(true);
  });

  const anyPhoto = fc
    .record({
      role: fc.constantFrom<PhotoRole>('near', 'panoramic', 'opposite', 'other'),
      east: fc.integer({ min: -180, max: 180 }),
      north: fc.integer({ min: -180, max: 180 }),
      accuracy: fc.constantFrom(3, 10, 25),
      turn: fc.integer({ min: -40, max: 40 }),
      heard: fc.boolean(),
      reason: fc.constantFrom('', '树下'),
      takenAt: fc.nat(1000),
    })
    .map(
      ({ role, east, north, accuracy, turn, heard, reason, takenAt }): TakenPhoto => ({
        ...photo(role, east, north, { takenAt, ...(reason ? { reason } : {}) }),
        sha256: `${role}${east}${north}${takenAt}`,
        fix: fixAt(east, north, accuracy),
        bearing: heard ? normalBearing(towards(east, north).degrees + turn) : null,
      }),
    );

  it('never says complete without every required view, judged by plain measures', () => {
    fc.assert(
      fc.property(fc.array(anyPhoto, { maxLength: 12 }), (photos) => {
        const judgement = missing(photos);
        for (const role of rules.required) {
          const counted = judgement.photos.filter((each) => each.role === role && each.faults.length === 0);
          expect(judgement.missing.includes(role)).toBe(counted.length === 0);
          for (const { sha256 } of counted) {
            const taken = photos.find((each) => each.sha256 === sha256)!;
            const [east, north] = plane.toMeters(taken.fix!.lonLat);
            const off = Math.hypot(Math.max(0, Math.abs(east) - 20), Math.max(0, Math.abs(north) - 20));
            expect(off).toBeLessThanOrEqual(rules.range[role].maxMeters + 0.5);
            expect(taken.fix!.accuracyMeters <= 20 || taken.reason).toBeTruthy();
            expect(taken.bearing !== null || taken.reason).toBeTruthy();
          }
        }
        expect(judgement.complete).toBe(judgement.missing.length === 0);
      }),
      { numRuns: 300 },
    );
  });

  it('never loses what once counted by one more photograph', () => {
    fc.assert(
      fc.property(fc.array(anyPhoto, { maxLength: 10 }), anyPhoto, (photos, one) => {
        const before = missing(photos);
        const after = missing([...photos, { ...one, takenAt: 2000 }]);
        expect(before.missing).toEqual(expect.arrayContaining([...after.missing]));
      }),
    );
  });

  it('counts every photograph that the coach was ready for', () => {
    fc.assert(
      fc.property(fc.array(anyPhoto, { maxLength: 6 }), anyPhoto, (photos, now) => {
        const heading = now.bearing === null ? null : facing(now.bearing);
        const advice = coach({
          photos,
          fix: now.fix,
          heading,
          ...(now.reason ? { reason: now.reason } : {}),
        });
        const ready = advice.find((each) => each.code === 'ready');
        if (ready?.code !== 'ready') return;
        const taken = { ...now, role: ready.role, takenAt: 2000, sha256: 'taken' };
        expect(missing([...photos, taken]).photos.at(-1)!.faults).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('leads a person who obeys it to all required views, through noise: 60 replays', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seeded(seed);
      const size = 5 + random() * 120;
      const house = photoTarget(rectangle(-size / 2, -20, size / 2, 20))!;
      const accuracy = 3 + random() * 9;
      let place: EastNorth = [(random() - 0.5) * 700, (random() - 0.5) * 700];
      let heading = random() * 360;
      const photos: TakenPhoto[] = [];
      let done = false;
      for (let tick = 0; tick < 1500 && !done; tick++) {
        const error = () => accuracy * sigmaOfRadius * normal(random);
        const fix = {
          lonLat: at(place[0] + error(), place[1] + error()),
          accuracyMeters: accuracy,
          at: tick,
        };
        const compass: Heading = {
          degrees: normalBearing(heading - declinationDegrees + 3 * normal(random)),
          reference: 'magnetic',
        };
        const [advice] = coach({ target: house, fix, heading: compass, photos });
        if (advice?.code === 'complete') done = true;
        if (advice?.code === 'ready') {
          photos.push({
            sha256: `${tick}`,
            role: advice.role,
            takenAt: tick,
            fix,
            bearing: compass.degrees,
            bearingReference: 'magnetic',
          });
        } else if (advice) [place, heading] = obey(advice, place, heading);
      }
      expect({ seed, done }).toEqual({ seed, done: true });
      const roles = missingPhotos(house, rules, photos, declinationDegrees).photos.map(({ role }) => role);
      expect(roles).toEqual(expect.arrayContaining(['near', 'panoramic', 'opposite']));
      // True places, not measured ones: the other side is the other side.
      for (const each of photos)
        expect(trueBearings({ degrees: each.bearing!, reference: 'magnetic' }, -7.5)).toHaveLength(1);
    }
  });
});

/** Walks two metres, or turns, as told. */
function obey(advice: CoachAdvice, [east, north]: EastNorth, heading: number): [EastNorth, number] {
  const go = (bearing: number, meters: number): EastNorth => [
    east + Math.sin((bearing * Math.PI) / 180) * meters,
    north + Math.cos((bearing * Math.PI) / 180) * meters,
  ];
  switch (advice.code) {
    case 'too-far':
    case 'too-near':
      return [go(advice.bearing, Math.min(4, advice.moveMeters + 1)), heading];
    case 'turn':
      return [[east, north], normalBearing(heading + (advice.side === 'left' ? -1 : 1) * advice.degrees)];
    case 'other-side': {
      const radius = Math.max(30, Math.hypot(east, north));
      const turned =
        bearingOf([east, north]) + (advice.way === 'clockwise' ? 1 : -1) * Math.min(6, advice.degrees);
      return [
        [Math.sin((turned * Math.PI) / 180) * radius, Math.cos((turned * Math.PI) / 180) * radius],
        heading,
      ];
    }
    default:
      return [[east, north], heading];
  }
}
