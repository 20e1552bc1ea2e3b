import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYER_IDS } from '#core/catalog/types.ts';
import { formatLink, type Link, parseLink } from '../../client/state/link.ts';

const links: fc.Arbitrary<Omit<Link, 'hasCamera'>> = fc.record(
  {
    layers: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom(...LAYER_IDS),
        opacity: fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
      }),
      { selector: ({ id }) => id, minLength: 1 },
    ),
    selected: fc.record({ layer: fc.constantFrom(...LAYER_IDS), id: fc.integer({ min: 1, max: 1e12 }) }),
    unit: fc.constantFrom('ha', 'mu'),
    language: fc.constantFrom('zh', 'en'),
    theme: fc.constantFrom('light', 'dark', 'system'),
    panel: fc.constantFrom('targets', 'import', 'rulers'),
    scenario: fc.uuid(),
    region: fc.constantFrom('120111', '120111001000', '120111001201'),
    asOf: fc.constantFrom('2025-12-31', '2026-03-01T08:30:00Z', '2026-03-01T08:30:00.123456+08:00'),
    knownAt: fc.constantFrom('2026-01-15', '2026-03-01T08:30:00+08:00'),
  },
  { requiredKeys: [] },
);

describe('link = state', () => {
  it('restores every state it has written', () => {
    fc.assert(
      fc.property(links, (state) => {
        expect(parseLink(`?${formatLink(state)}`, '')).toEqual({ ...state, hasCamera: false });
      }),
    );
  });

  it('survives being percent-encoded by a chat program', () => {
    const text = formatLink({
      layers: [{ id: 'patches', opacity: 0.5 }],
      selected: { layer: 'patches', id: 7 },
    });
    const encoded = text.replace(/[:/,]/g, encodeURIComponent);
    expect(parseLink(`?${encoded}`, '').selected).toEqual({ layer: 'patches', id: 7 });
  });

  it('leaves out what it does not understand and never throws', () => {
    const link = parseLink(
      '?layers=nonsense,patches:7,land_parcels:x&sel=users/1&unit=acre&panel=<b>&region=a',
      '#map=1',
    );
    expect(link).toEqual({ layers: [{ id: 'patches', opacity: 1 }], hasCamera: false });
    fc.assert(fc.property(fc.string(), fc.string(), (search, hash) => void parseLink(search, hash)));
  });

  it('takes no moment that the server would refuse', () => {
    for (const moment of ['2026-13-01', '2026', 'yesterday', '2026-03-01 08:30', '2026-03-01T08:30'])
      expect(parseLink(`?asOf=${moment}&knownAt=${moment}`, '')).toEqual({ hasCamera: false });
  });

  it('knows whether the link names a camera', () => {
    expect(parseLink('', '#map=12.3/39.12/117.09').hasCamera).toBe(true);
    expect(parseLink('', '#map').hasCamera).toBe(false);
  });
});
