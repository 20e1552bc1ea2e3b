import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroundPiece } from '#core/contract/what-if.ts';
import { groundTotals } from '#core/scenario/account.ts';
import { bestOf, comparedRows } from '../../../../client/panels/what-if/compared-rows.ts';
import { rowsOfFigure } from '../../../../client/panels/what-if/figure-rows.ts';
import { aFloor, anAnswer, anItem, aPiece } from './cast.ts';

const items = [anItem(), anItem({ id: 'r', kind: 'reclamation', landClassAfter: '0102' })];
const hundredths = fc.integer({ min: 0, max: 5_000_000 });

const pieces: fc.Arbitrary<GroundPiece[]> = fc.array(
  fc
    .record({
      item: fc.constantFrom('a', 'r'),
      parcel: fc.integer({ min: 1, max: 9 }),
      regionCode: fc.constantFrom('120111001201', '120111001202'),
      landClass: fc.constantFrom('0101', '0102', '0103', '0301', '0702', '1203'),
      deducted: hundredths,
      ofClass: hundredths,
    })
    .map(({ deducted, ofClass, ...piece }) =>
      aPiece({
        ...piece,
        deductedSquareMeters: deducted / 100,
        classSquareMeters: ofClass / 100,
        parcelSquareMeters: (deducted + ofClass) / 100,
      }),
    ),
  { maxLength: 30 },
);

describe('opened figures', () => {
  it('sum exactly to what the card shows, whatever was cut', () => {
    fc.assert(
      fc.property(pieces, (cut) => {
        const total = groundTotals(cut, {
          areaSquareMeters: 0,
          permanentSquareMeters: 0,
          unsurveyedSquareMeters: 0,
          date: '2023-12-31',
          regionNames: new Map(),
          isReclaimed: (item) => item === 'r',
        });
        const answer = anAnswer({ pieces: cut, total });
        const opened = [
          { figure: 'lost' as const },
          { figure: 'gained' as const },
          ...total.byClass.map(({ code }) => ({ figure: 'class' as const, key: code })),
          ...total.byVillage.map(({ code }) => ({ figure: 'village' as const, key: code })),
        ];
        for (const figure of opened) {
          const { sum, total: shown } = rowsOfFigure(figure, answer, items);
          expect(sum, JSON.stringify(figure)).toBe(shown);
        }
      }),
    );
  });

  it('list deducted ridges under a class of their own', () => {
    const answer = anAnswer({ pieces: [aPiece()] });
    const { rows } = rowsOfFigure({ figure: 'class', key: '1203' }, answer, items);
    expect(rows).toEqual([expect.objectContaining({ landClass: '0102', value: 10 })]);
  });
});

describe('scenarios beside each other', () => {
  it('call the best of each line best, and none where all are equal or one is not measured', () => {
    const rows = comparedRows([
      anAnswer({ targets: [aFloor(560_000)] }),
      anAnswer({ targets: [aFloor(550_000)] }),
      anAnswer({ targets: [aFloor(560_000)] }),
    ]);
    const best = (figure: string) => bestOf(rows.find((row) => row.figure === figure)!);
    expect(best('remaining')).toEqual([0, 2]);
    expect(best('margin')).toEqual([0, 2]);
    expect(best('lost')).toEqual([]);
    expect(best('authority')).toEqual([]);
    const unmeasured = comparedRows([anAnswer({ targets: [aFloor(560_000)] }), anAnswer()]);
    expect(bestOf(unmeasured[0]!)).toEqual([]);
  });
});
