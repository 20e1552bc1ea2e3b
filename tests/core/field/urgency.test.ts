import { describe, expect, it } from 'vitest';
import { LIGHTS, rankItems, type UrgentItem } from '#core/field/urgency.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import { at, seeded } from './traces.ts';

const here = at(0, 0);
const item = (id: string, light: UrgentItem['light'], dueOn: string | null, east: number | null) => ({
  id,
  light,
  dueOn,
  lonLat: east === null ? null : at(east, 0),
});
const ids = (...args: Parameters<typeof rankItems<ReturnType<typeof item>>>) =>
  rankItems(...args).map((each) => each.item.id);

describe('今日图斑排序: by urgency and by distance', () => {
  const items = [
    item('green', 'green', '2026-12-30', 10),
    item('unlit', null, '2026-11-01', 5),
    item('red-later', 'red', '2026-11-25', 100),
    item('red-far', 'red', '2026-11-23', 900),
    item('red-near', 'red', '2026-11-23', 300),
    item('red-lost', 'red', '2026-11-23', null),
    item('yellow-open', 'yellow', null, 1),
    item('yellow', 'yellow', '2026-11-28', 2),
  ];

  it('puts the light first, then the due day, then the distance; what is not known last', () => {
    expect(ids(items, here, 'urgency')).toEqual([
      'red-near',
      'red-far',
      'red-lost',
      'red-later',
      'yellow',
      'yellow-open',
      'green',
      'unlit',
    ]);
  });

  it('puts the nearest first', () => {
    expect(ids(items, here, 'distance').slice(0, 4)).toEqual(['yellow-open', 'yellow', 'unlit', 'green']);
    expect(ids(items, here, 'distance').at(-1)).toBe('red-lost');
  });

  it('keeps the order of equals, and of all without a position of one’s own', () => {
    const same = ['c', 'a', 'b'].map((id) => item(id, 'red', '2026-11-23', 50));
    expect(ids(same, here, 'urgency')).toEqual(['c', 'a', 'b']);
    expect(ids(same, null, 'distance')).toEqual(['c', 'a', 'b']);
    expect(ids(same, [Number.NaN, 1], 'distance')).toEqual(['c', 'a', 'b']);
  });

  it('tells distance and direction', () => {
    const [first] = rankItems([item('a', null, null, 4000)], here, 'distance');
    expect(first!.meters! / geodesicDistance(here, at(4000, 0))).toBeCloseTo(1, 4);
    expect(first!.bearing).toBeCloseTo(90, 6);
  });

  it('sorts 10 000 in under 30 ms', () => {
    const random = seeded(7);
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      id: `${i}`,
      light: LIGHTS[Math.floor(random() * 3)]!,
      dueOn: `2026-11-${10 + Math.floor(random() * 20)}`,
      lonLat: at(random() * 40_000, random() * 40_000),
    }));
    rankItems(many, here, 'urgency');
    const times = Array.from({ length: 12 }).map(() => {
      const before = performance.now();
      rankItems(many, here, 'urgency');
      return performance.now() - before;
    });
    expect(Math.min(...times)).toBeLessThan(30);
  });
});
