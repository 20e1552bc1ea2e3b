import { describe, expect, test } from 'vitest';
import { ownRules, rulesOn } from '#core/rules/rules.ts';
import { rulesSchema } from '#core/rules/rules-schema.ts';
import { authorityOf, balanceOf, type Taken } from '#core/scenario/policy.ts';

function taken(
  more: Partial<Omit<Taken, 'item'>> & { kind?: Taken['item']['kind']; expropriated?: boolean },
): Taken {
  const { kind = 'conversion', expropriated = true, ...areas } = more;
  return {
    item: { id: 'a', kind, expropriated },
    areaSquareMeters: 0,
    farmlandLostSquareMeters: 0,
    farmlandGainedSquareMeters: 0,
    permanentSquareMeters: 0,
    ...areas,
  };
}

describe('审批权限', () => {
  const level = (...items: Taken[]) => authorityOf(items, '2023-12-31').level;

  test('35 ha of farmland is not more than 35 ha; a hundredth of a square metre above it is', () => {
    expect(level(taken({ areaSquareMeters: 350_000, farmlandLostSquareMeters: 350_000 }))).toBe('province');
    expect(level(taken({ areaSquareMeters: 350_000.01, farmlandLostSquareMeters: 350_000.01 }))).toBe(
      'state-council',
    );
  });

  test('70 ha of other land is not more than 70 ha', () => {
    expect(level(taken({ areaSquareMeters: 700_000 }))).toBe('province');
    expect(level(taken({ areaSquareMeters: 700_000.01 }))).toBe('state-council');
    expect(level(taken({ areaSquareMeters: 700_000.01, expropriated: false }))).toBe('province');
  });

  test('the parcels of a batch count together', () => {
    const half = taken({ areaSquareMeters: 200_000, farmlandLostSquareMeters: 200_000 });
    expect(level(half)).toBe('province');
    expect(level(half, half)).toBe('state-council');
  });

  test('any permanent farmland goes to the State Council, however small', () => {
    expect(level(taken({ areaSquareMeters: 100, permanentSquareMeters: 0.2 }))).toBe('state-council');
  });

  test('what converts nothing needs no approval', () => {
    expect(level(taken({ kind: 'green', areaSquareMeters: 900_000 }))).toBe('none');
  });

  test('the pilot delegation is told while it ran, as not verified, and raises no level by itself', () => {
    const during = authorityOf([taken({ permanentSquareMeters: 1 })], '2020-06-01');
    expect(during.level).toBe('state-council');
    expect(during.reasons.some(({ verified, source }) => !verified && source.includes('国发'))).toBe(true);
    expect(
      authorityOf([taken({ permanentSquareMeters: 1 })], '2021-03-01').reasons.every(
        ({ verified }) => verified,
      ),
    ).toBe(true);
  });
});

describe('占补平衡', () => {
  const green = taken({ kind: 'green', farmlandLostSquareMeters: 300 });
  const built = taken({ farmlandLostSquareMeters: 1000 });

  test('from 2021 to 2024 greening was moved in elsewhere, building was balanced', () => {
    expect(balanceOf([green, built], '2023-12-31')).toMatchObject({
      occupiedSquareMeters: 1000,
      inOutSquareMeters: 300,
      shortfallSquareMeters: 1300,
    });
  });

  test('since then every use of farmland is balanced', () => {
    expect(balanceOf([green, built], '2025-01-01')).toMatchObject({
      occupiedSquareMeters: 1300,
      inOutSquareMeters: 0,
    });
  });

  test('reclaimed farmland makes it good, never more than is needed', () => {
    const reclaimed = taken({ kind: 'reclamation', farmlandGainedSquareMeters: 1500 });
    expect(balanceOf([built, reclaimed], '2025-01-01')).toMatchObject({
      suppliedSquareMeters: 1500,
      shortfallSquareMeters: 0,
    });
  });

  test('one rule of balance holds on any day since 1999', () => {
    for (const day of ['1999-01-01', '2021-11-26', '2021-11-27', '2024-09-29', '2024-09-30', '2030-01-01']) {
      expect(
        ownRules.balance.filter(({ from, until }) => from <= day && (until === null || day < until)),
      ).toHaveLength(1);
      expect(rulesOn(day).balance.from <= day).toBe(true);
    }
    expect(() => rulesOn('1998-12-31')).toThrow(RangeError);
    expect(rulesSchema.parse(ownRules)).toEqual(ownRules);
  });
});
