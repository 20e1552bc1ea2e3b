import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRound, type RoundStop } from '#core/field/round.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { at, seeded } from './traces.ts';

const start = at(0, 0);
const stop = (id: string, east: number, north: number, rank?: number): RoundStop => ({
  id,
  lonLat: at(east, north),
  ...(rank === undefined ? {} : { rank }),
});
const anyStops = (most: number) =>
  fc
    .array(
      fc.tuple(
        fc.integer({ min: -9000, max: 9000 }),
        fc.integer({ min: -9000, max: 9000 }),
        fc.constantFrom(0, 1),
      ),
      {
        maxLength: most,
      },
    )
    .map((places) => places.map(([east, north, rank], i) => stop(`s${i}`, east, north, rank)));

describe('巡查路线: the order of a round', () => {
  it('goes along a line, and tells each leg', () => {
    const round = planRound(start, [stop('c', 300, 0), stop('a', 100, 0), stop('b', 200, 0)]);
    expect(round.legs.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(round.legs.map(({ metersFromStart }) => Math.round(metersFromStart))).toEqual([100, 200, 300]);
    expect(round.totalMeters).toBeCloseTo(geodesicDistance(start, at(300, 0)), 6);
    expect(round).toMatchObject({ best: true, backMeters: 0, unplaced: [] });
  });

  it('visits what is overdue first, however far', () => {
    const stops = [stop('near', 10, 0, 1), stop('far', 5000, 0, 0), stop('unranked', 20, 0)];
    expect(planRound(start, stops).legs.map(({ id }) => id)).toEqual(['far', 'near', 'unranked']);
  });

  it('names what has no position, and does with nothing', () => {
    expect(planRound(start, [{ id: 'lost', lonLat: null }])).toMatchObject({
      legs: [],
      totalMeters: 0,
      unplaced: ['lost'],
    });
  });

  it('is the shortest of all orders (up to 7 stops tried one by one)', () => {
    fc.assert(
      fc.property(anyStops(7), fc.boolean(), (stops, backToStart) => {
        const round = planRound(start, stops, { backToStart });
        expect(round.totalMeters).toBeCloseTo(shortestOfAll(stops, backToStart), 3);
        expect(round.legs.map(({ id }) => id).sort()).toEqual(stops.map(({ id }) => id).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('is the same whatever the order of the list, short or long', () => {
    fc.assert(
      fc.property(anyStops(40), (stops) => {
        expect(planRound(start, [...stops].reverse()).legs).toEqual(planRound(start, stops).legs);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps ranks and stops in long rounds, and its legs add up', () => {
    fc.assert(
      fc.property(anyStops(60), fc.boolean(), (stops, backToStart) => {
        const round = planRound(start, stops, { backToStart });
        const rankOf = new Map(stops.map(({ id, rank }) => [id, rank!]));
        const ranks = round.legs.map(({ id }) => rankOf.get(id)!);
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        expect(new Set(round.legs.map(({ id }) => id)).size).toBe(stops.length);
        const sum = round.legs.reduce((total, { meters }) => total + meters, round.backMeters);
        expect(round.totalMeters).toBeCloseTo(sum, 6);
      }),
      { numRuns: 40 },
    );
  });

  it('comes within a tenth of the best in rounds just too long to be tried out', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const random = seeded(seed);
      const stops = Array.from({ length: 13 }, (_, i) => stop(`s${i}`, random() * 9000, random() * 9000));
      expect(planRound(start, stops).totalMeters).toBeLessThanOrEqual(shortestOfThirteen(stops) * 1.1);
    }
  });

  it('orders 12 stops in a blink and 300 within three seconds', () => {
    const random = seeded(5);
    const stops = Array.from({ length: 300 }, (_, i) => stop(`s${i}`, random() * 9000, random() * 9000));
    planRound(start, stops.slice(0, 12));
    const before = performance.now();
    planRound(start, stops.slice(0, 12));
    const between = performance.now();
    planRound(start, stops, { backToStart: true });
    expect(between - before).toBeLessThan(100);
    expect(performance.now() - between).toBeLessThan(3000);
  });
});

/** By dynamic programming over sets, apart from the code under test. */
function shortestOfThirteen(stops: readonly RoundStop[]): number {
  const memo = new Map<number, number>();
  const from = (set: number, last: number): number => {
    if (set === (1 << stops.length) - 1) return 0;
    const key = set * 16 + last + 1;
    const known = memo.get(key);
    if (known !== undefined) return known;
    let best = Infinity;
    const here = last < 0 ? start : stops[last]!.lonLat!;
    stops.forEach(({ lonLat }, i) => {
      if (!((set >> i) & 1)) best = Math.min(best, tableDistance(here, lonLat!) + from(set | (1 << i), i));
    });
    memo.set(key, best);
    return best;
  };
  return from(0, -1);
}

const distances = new Map<string, number>();
function tableDistance(a: LonLat, b: LonLat): number {
  const key = `${a} ${b}`;
  const known = distances.get(key) ?? geodesicDistance(a, b);
  distances.set(key, known);
  return known;
}

function shortestOfAll(stops: readonly RoundStop[], back: boolean): number {
  let best = stops.length === 0 ? 0 : Infinity;
  const go = (left: readonly RoundStop[], here: LonLat, length: number) => {
    if (left.length === 0) {
      best = Math.min(best, length + (back ? geodesicDistance(here, start) : 0));
      return;
    }
    const rank = Math.min(...left.map((each) => each.rank!));
    for (const next of left.filter((each) => each.rank === rank)) {
      go(
        left.filter((each) => each !== next),
        next.lonLat!,
        length + geodesicDistance(here, next.lonLat!),
      );
    }
  };
  if (stops.length > 0) go(stops, start, 0);
  return best;
}
