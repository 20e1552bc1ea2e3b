import { describe, expect, it } from 'vitest';
import type { Region } from '#core/contract/workspace.ts';
import { bulletScale, marginWord } from '../../../client/panels/targets/margin.ts';
import { regionsUpwards } from '../../../client/panels/targets/regions.ts';

function region(code: string, parentCode: string | null): Region {
  return { code, parentCode, name: code, nameEn: null, level: 'village', bounds: [0, 0, 1, 1] };
}

describe('a margin in words', () => {
  it('says on which side of a floor the figure lies', () => {
    expect(marginWord('>=', 0.01)).toBe('aboveFloor');
    expect(marginWord('>=', -0.01)).toBe('belowFloor');
    expect(marginWord('>=', 0)).toBe('atFloor');
    expect(marginWord('<=', 5)).toBe('aboveCeiling');
  });
});

describe('the bar of a target', () => {
  it('keeps the true proportion and never runs over its end', () => {
    const scale = bulletScale(60, 50);
    expect(scale.measured / scale.target).toBeCloseTo(1.2, 12);
    expect(scale.measured).toBeLessThan(1);
    expect(bulletScale(0, 0)).toEqual({ measured: 0, target: 0 });
  });
});

describe('whose targets are shown', () => {
  const regions = [
    region('120111', null),
    region('120111001000', '120111'),
    region('120111001201', '120111001000'),
  ];

  it('goes up from a village to its town and district', () => {
    expect(regionsUpwards('120111001201', regions).map((item) => item.code)).toEqual([
      '120111001201',
      '120111001000',
      '120111',
    ]);
  });

  it('takes the 9-digit code of a town for its 12-digit one', () => {
    expect(regionsUpwards('120111001', regions)[0]?.code).toBe('120111001000');
  });

  it('ends where parents go in a circle', () => {
    expect(regionsUpwards('1', [region('1', '2'), region('2', '1')])).toHaveLength(2);
  });
});
