import { describe, expect, it } from 'vitest';
import { inSlices } from '../../../client/panels/rulers/in-slices.ts';

describe('long work in the browser', () => {
  it('is never longer than its budget between two breathers, and leaves no item out', async () => {
    let clock = 0;
    let stretch = 0;
    let longest = 0;
    const seen: number[] = [];
    await inSlices(
      Array.from({ length: 500 }, (_, index) => index),
      (item) => {
        seen.push(item);
        clock += 3;
        stretch += 3;
        longest = Math.max(longest, stretch);
      },
      {
        budget: 12,
        now: () => clock,
        breathe: async () => {
          stretch = 0;
        },
      },
    );
    expect(seen).toHaveLength(500);
    expect(longest).toBeLessThanOrEqual(15);
  });

  it('stops when it is no longer wanted', async () => {
    const stop = new AbortController();
    let count = 0;
    const work = inSlices(Array.from({ length: 100 }), () => count++, {
      budget: -1,
      signal: stop.signal,
      breathe: async () => {
        if (count === 10) stop.abort();
      },
    });
    await expect(work).rejects.toThrow();
    expect(count).toBe(10);
  });
});
