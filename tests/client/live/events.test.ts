import { describe, expect, it } from 'vitest';
import { backoff, KNOWN_NOTHING, newsOf } from '../../../client/live/events.ts';

const hello = (layers: Record<string, number>, seq: number) => JSON.stringify({ layers, seq });

describe('news of the server', () => {
  it('is nothing in the first greeting', () => {
    const { known, layers, patches } = newsOf(KNOWN_NOTHING, 'hello', hello({ patches: 3 }, 7));
    expect([layers, patches]).toEqual([[], false]);
    expect(known).toEqual({ layers: { patches: 3 }, seq: 7 });
  });

  it('names the layers that have a new version, and operations that have come', () => {
    const { known } = newsOf(KNOWN_NOTHING, 'hello', hello({ patches: 3, regions: 1 }, 7));
    const changed = newsOf(known, 'changed', '{"layers":{"patches":4,"regions":1}}');
    expect(changed.layers).toEqual(['patches']);
    const patches = newsOf(changed.known, 'patches', '{"seq":9}');
    expect([patches.patches, patches.known.seq]).toEqual([true, 9]);
    expect(newsOf(patches.known, 'patches', '{"seq":9}').patches).toBe(false);
  });

  it('tells after a break what was missed', () => {
    const { known } = newsOf(KNOWN_NOTHING, 'hello', hello({ patches: 3 }, 7));
    const again = newsOf(known, 'hello', hello({ patches: 5, grids: 1 }, 8));
    expect([again.layers, again.patches]).toEqual([['patches', 'grids'], true]);
  });

  it('takes nothing from what cannot be read', () => {
    const { known } = newsOf(KNOWN_NOTHING, 'hello', hello({ patches: 3 }, 7));
    expect(newsOf(known, 'changed', '{')).toEqual({ known, layers: [], patches: false });
  });
});

describe('coming back', () => {
  it('waits longer each time, never more than some half a minute, and not all at once', () => {
    expect(backoff(0, 0.5)).toBe(1000);
    expect(backoff(3, 0.5)).toBe(8000);
    expect(backoff(50, 1)).toBeLessThanOrEqual(37_500);
    expect(backoff(2, 0)).not.toBe(backoff(2, 1));
  });
});
