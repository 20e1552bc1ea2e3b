import fc from 'fast-check';
import type { MultiPolygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { Fence } from '#core/field/fence-index.ts';
import { type GeofenceEvent, type GeofenceState, startOfWatch, watchFence } from '#core/field/geofence.ts';
import { localPlane } from '#core/field/local-plane.ts';
import { distanceToSegment } from '#core/field/simplify-track.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { EastNorth } from '#core/geometry/lon-lat.ts';
import { locate } from '#core/geometry/rings.ts';
import type { DeviceFix } from '#core/patches/operation.ts';
import { aPolygonWithHolesAndParts, starRing } from '../../support/random-polygons.ts';
import { at, rectangle, ringOf, seeded, type TraceStep, walk } from './traces.ts';

const farmland = (outline = rectangle(0, 0, 300, 300)) =>
  new Fence([{ id: 'field', layer: 'farmland', outline }]);

describe('电子围栏: where a point lies to many zones', () => {
  it('tells zone, distance and direction of the nearest edge, inside and outside', () => {
    const [inside] = farmland().at(at(30, 150));
    expect(inside).toMatchObject({ layer: 'farmland', zone: 'field', inside: true });
    expect(inside!.signedMeters).toBeCloseTo(30, 2);
    expect(inside!.bearing).toBeCloseTo(270, 3);
    const [outside] = farmland().at(at(-40, 150));
    expect(outside).toMatchObject({ zone: 'field', inside: false });
    expect(outside!.signedMeters).toBeCloseTo(-40, 2);
    expect(outside!.bearing).toBeCloseTo(90, 3);
    expect(geodesicDistance(at(-40, 150), outside!.edge!)).toBeCloseTo(40, 2);
  });

  it('tells the layers apart, and says nothing of what is out of reach', () => {
    const fence = new Fence([
      { id: 'a', layer: 'farmland', outline: rectangle(0, 0, 100, 100) },
      { id: 'b', layer: 'red-line', outline: rectangle(5000, 0, 5100, 100) },
    ]);
    expect(fence.at(at(50, 50)).map(({ layer, inside, zone }) => [layer, inside, zone])).toEqual([
      ['farmland', true, 'a'],
      ['red-line', false, null],
    ]);
  });

  it('takes a hole for outside and its edge for the nearest', () => {
    const outline = rectangle(0, 0, 300, 300);
    outline.coordinates.push(rectangle(100, 100, 200, 200).coordinates[0]!);
    const [place] = farmland(outline).at(at(150, 110));
    expect(place!.inside).toBe(false);
    expect(place!.signedMeters).toBeCloseTo(-10, 2);
  });

  it('names zones that are no polygons, and answers for no position', () => {
    const fence = new Fence([
      { id: 'bad', layer: 'x', outline: { type: 'Polygon', coordinates: [[[Number.NaN, 1]]] } },
      { id: 'empty', layer: 'x', outline: { type: 'MultiPolygon', coordinates: [] } },
    ]);
    expect(fence.refused).toEqual(['bad']);
    expect(fence.at([Number.NaN, 39])).toMatchObject([{ inside: false, signedMeters: null }]);
    expect(fence.at([117, 39])).toMatchObject([{ inside: false, signedMeters: null }]);
    expect(new Fence([]).at([117, 39])).toEqual([]);
  });

  it('agrees with the plain tests of every ring and edge', () => {
    fc.assert(
      fc.property(
        fc.array(aPolygonWithHolesAndParts(), { minLength: 1, maxLength: 4 }),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
          {
            minLength: 5,
            maxLength: 5,
          },
        ),
        (outlines, spots) => {
          const fence = new Fence(outlines.map((outline, i) => ({ id: String(i), layer: 'one', outline })));
          for (const [u, v] of spots) {
            const corner = outlines[0]!.coordinates[0]![0]![0]!;
            const point = [corner[0]! + (u - 0.7) * 0.02, corner[1]! + (v - 0.5) * 0.02] as const;
            const around = outlines.flatMap((outline, i) => (contains(outline, point) ? [String(i)] : []));
            expect(
              fence
                .containing(point)
                .map(({ id }) => id)
                .sort(),
            ).toEqual(around.sort());
            const [place] = fence.at(point, Infinity);
            expect(place!.inside).toBe(around.length > 0);
            const distances = outlines.map((outline) => distanceToEdges(outline, point));
            const wanted =
              around.length > 0
                ? Math.max(...around.map((id) => distances[Number(id)]!))
                : Math.min(...distances);
            expect(Math.abs(place!.signedMeters!)).toBeCloseTo(wanted, 4);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('answers in under 2 ms among 10 000 polygons of a million corners', () => {
    const random = seeded(1);
    const zones = Array.from({ length: 10_000 }, (_, i) => {
      const centre = [117 + (i % 100) * 0.005, 39 + Math.floor(i / 100) * 0.004];
      const ring = starRing(
        centre,
        0.0019,
        Array.from({ length: 100 }, () => 0.6 + 0.4 * random()),
      );
      return {
        id: String(i),
        layer: i % 2 ? 'farmland' : 'red-line',
        outline: { type: 'Polygon' as const, coordinates: [ring] },
      };
    });
    const fence = new Fence(zones);
    const times: number[] = [];
    let inside = 0;
    for (let i = 0; i < 2000; i++) {
      const point = [117 + random() * 0.5, 39 + random() * 0.4] as const;
      const start = performance.now();
      const places = fence.at(point);
      times.push(performance.now() - start);
      if (places.some((place) => place.inside)) inside++;
    }
    expect(inside).toBeGreaterThan(400);
    times.sort((a, b) => a - b);
    expect(times[times.length / 2]).toBeLessThan(2);
  });
});

describe('围栏报警: entering and leaving, along noisy tracks', () => {
  it('does not leave the ground between two parcels of it', () => {
    const fence = new Fence([
      { id: 'a', layer: 'farmland', outline: rectangle(0, 0, 100, 100) },
      { id: 'b', layer: 'farmland', outline: rectangle(101.5, 0, 200, 100) },
    ]);
    const trace = walk(
      [
        [-60, 50],
        [260, 50],
      ],
      { seed: 3, speed: 1.4, accuracy: 5, memory: 0.9 },
    );
    expect(
      replay(fence, trace)
        .events.map(({ kind }) => kind)
        .filter((kind) => kind !== 'confirmed'),
    ).toEqual(['entered', 'left']);
  });

  it('says nothing by a fix that is too poor, and says that it is blind', () => {
    const { state, events } = watchFence(
      startOfWatch,
      { lonLat: at(100, 100), accuracyMeters: 200, at: 1 },
      farmland().at(at(100, 100)),
    );
    expect(events).toEqual([]);
    expect(state.blind).toBe(true);
  });

  it('alarms at once where the watch begins inside, with the distance to the edge', () => {
    const { events } = watchFence(
      startOfWatch,
      { lonLat: at(100, 150), accuracyMeters: 5, at: 1 },
      farmland().at(at(100, 150)),
    );
    expect(events).toMatchObject([
      { kind: 'entered', zone: 'field', certainty: 'certain', accuracyMeters: 5 },
    ]);
    expect(events[0]!.signedMeters).toBeCloseTo(100, 2);
  });

  it('says so when an alarm that was only possible is confirmed, once', () => {
    const trace = [-3, -3, 2, 4, 9, 20].map((east, i) => still(east, i));
    expect(replay(farmland(), trace).events.map(({ kind, certainty }) => [kind, certainty])).toEqual([
      ['entered', 'possible'],
      ['confirmed', 'likely'],
    ]);
  });

  it('forgets what was known after a long silence', () => {
    const inside = replay(farmland(), [still(100, 0)]).state;
    const later = still(-60, 4000).fix;
    expect(watchFence(inside, later, farmland().at(later.lonLat)).events).toMatchObject([{ kind: 'left' }]);
  });

  const noises = [0, 0.6, 0.95].flatMap((memory) => [3, 5, 8, 12].map((accuracy) => ({ memory, accuracy })));

  it.each(noises)(
    'alarms at most 2 fixes late and never flaps: $accuracy m, memory $memory',
    ({ memory, accuracy }) => {
      let late = 0;
      for (let seed = 1; seed <= 100; seed++) {
        const slope = (seed % 7) * 20;
        const path: EastNorth[] = [
          [-150, 150 - slope],
          [150, 150],
          [-150, 150 + slope],
        ];
        const trace = walk(path, { seed, speed: 0.9 + (seed % 5) * 0.25, accuracy, memory });
        const { events, alarmAt } = replay(farmland(), trace);
        const crossed = trace.findIndex(({ truth }) => truth[0] >= 0);
        const spoken = events.map(({ kind }) => kind).filter((kind) => kind !== 'confirmed');
        expect(spoken).toEqual(['entered', 'left']);
        if (alarmAt > crossed + 2) late++;
      }
      // Slow drift beyond the stated accuracy cannot be told from being elsewhere.
      expect(late).toBeLessThanOrEqual(memory > 0.9 ? 2 : 0);
    },
  );

  it('is never late, and never says two opposite things without a step between, while errors stay within the accuracy', () => {
    const step = fc.record({
      move: fc.double({ min: -6, max: 6, noNaN: true }),
      accuracy: fc.double({ min: 3, max: 30, noNaN: true }),
      error: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.array(step, { maxLength: 120 }),
        (begin, steps) => {
          const fence = farmland(rectangle(0, -5000, 4000, 5000));
          let state = startOfWatch;
          let truth = begin;
          let path: number[] = [];
          let told = '';
          steps.forEach(({ move, accuracy, error }, i) => {
            truth += move;
            path.push(truth);
            const lonLat = at(truth + error * accuracy, 0);
            const fix = { lonLat, accuracyMeters: accuracy, at: i * 1000 };
            const next = watchFence(state, fix, fence.at(lonLat));
            const event = next.events.find(({ kind }) => kind !== 'confirmed');
            if (event) {
              expect(event.kind).not.toBe(told);
              // Between two opposite messages the person has really moved.
              if (told !== '') expect(Math.max(...path) - Math.min(...path)).toBeGreaterThan(0.9);
              told = event.kind;
              path = [truth];
              if (event.kind === 'left') expect(truth).toBeLessThan(0);
            }
            if (truth > 0.05 && told !== 'left') expect(next.state.layers.farmland!.inside).toBe(true);
            state = next.state;
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('goes on the same from a stored state', () => {
    const trace = walk(
      [
        [-80, 150],
        [80, 150],
        [-80, 150],
      ],
      { seed: 9, speed: 1.4, accuracy: 6, memory: 0.5 },
    );
    const whole = replay(farmland(), trace);
    const half = replay(farmland(), trace.slice(0, 70));
    const stored = JSON.parse(JSON.stringify(half.state)) as GeofenceState;
    expect(replay(farmland(), trace.slice(70), stored).state).toEqual(whole.state);
  });

  it('walks a curved edge without flapping', () => {
    const bay = ringOf([0, 0], [300, 0], [300, 300], [200, 300], [150, 100], [100, 300], [0, 300]);
    for (let seed = 1; seed <= 200; seed++) {
      // Along the edge, a metre inside or outside of it.
      const trace = walk(
        [
          [0, 1],
          [300, -1],
          [0, 1],
        ],
        { seed, speed: 1.2, accuracy: 5, memory: 0.8 },
      );
      const spoken = replay(farmland(bay), trace).events.filter(({ kind }) => kind !== 'confirmed');
      expect(spoken.length).toBeLessThanOrEqual(1);
    }
  });
});

function still(east: number, seconds: number): TraceStep {
  const fix: DeviceFix = { lonLat: at(east, 150), accuracyMeters: 5, at: seconds * 1000 };
  return { truth: [east, 150], fix };
}

function replay(fence: Fence, trace: readonly TraceStep[], from = startOfWatch) {
  let state = from;
  let alarmAt = -1;
  const events: GeofenceEvent[] = [];
  trace.forEach(({ fix }, i) => {
    const next = watchFence(state, fix, fence.at(fix.lonLat));
    if (alarmAt < 0 && next.events.some(({ kind }) => kind === 'entered')) alarmAt = i;
    events.push(...next.events);
    state = next.state;
  });
  return { state, events, alarmAt };
}

function contains({ coordinates }: MultiPolygon, point: readonly [number, number]): boolean {
  return coordinates.some((rings) => {
    const [shell, ...holes] = rings.map((ring) => locate([...point], ring) === 'inside');
    return shell && !holes.some(Boolean);
  });
}

function distanceToEdges({ coordinates }: MultiPolygon, point: readonly [number, number]): number {
  const here = localPlane(point);
  const place = ([lon, lat]: readonly number[]) => here.toMeters([lon!, lat!]);
  return Math.min(
    ...coordinates
      .flat()
      .flatMap((ring) =>
        ring.slice(1).map((corner, i) => distanceToSegment([0, 0], place(ring[i]!), place(corner))),
      ),
  );
}
