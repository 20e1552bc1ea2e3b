import { describe, expect, it } from 'vitest';
import { chosenMoments, typedMoments } from '../../../client/panels/as-of/moments.ts';

const today = '2026-11-22';

describe('choosing a moment', () => {
  it('is now when both days are today or none', () => {
    for (const asOf of ['', today])
      for (const knownAt of ['', today]) expect(chosenMoments({ asOf, knownAt }, today)).toEqual({});
  });

  it('of a past day shows what was known then, unless another day of knowledge is named', () => {
    expect(chosenMoments({ asOf: '2026-01-01', knownAt: '' }, today)).toEqual({ asOf: '2026-01-01' });
    expect(chosenMoments({ asOf: '2026-01-01', knownAt: today }, today)).toEqual({
      asOf: '2026-01-01',
      knownAt: today,
    });
  });

  it('can ask what was known earlier about today', () => {
    expect(chosenMoments({ asOf: '', knownAt: '2026-03-01' }, today)).toEqual({
      asOf: today,
      knownAt: '2026-03-01',
    });
  });

  it('refuses the future and what is no day, and says which box', () => {
    expect(chosenMoments({ asOf: '2026-11-23', knownAt: '' }, today)).toEqual({
      field: 'asOf',
      fault: 'in-future',
    });
    expect(chosenMoments({ asOf: '', knownAt: '2026' }, today)).toEqual({
      field: 'knownAt',
      fault: 'not-a-day',
    });
  });

  it('shows the Beijing day of an instant that a link named', () => {
    expect(typedMoments({ asOf: '2026-03-01T17:00:00Z' })).toEqual({ asOf: '2026-03-02', knownAt: '' });
  });
});
