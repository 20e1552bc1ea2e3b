import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyForm,
  figureInSquareMeters,
  formFaults,
  formOfProposal,
  targetContent,
} from '../../../client/panels/indicators/form-values.ts';
import { markText } from '../../../client/panels/indicators/mark-text.ts';

const filled = {
  ...emptyForm,
  indicator: 'farmland_retention',
  region: '120111001000',
  year: '2026',
  reportedText: '55.28',
  sourceDocument: '示意规划',
  reason: '录入',
};

describe('entering a target', () => {
  it('takes a form in which everything that must be said is said', () => {
    expect(formFaults(filled)).toEqual({});
    expect(targetContent({ ...filled, place: ' 南片区 ', note: ' ' })).toEqual({
      year: 2026,
      comparator: '>=',
      reportedText: '55.28',
      reportedUnit: '公顷',
      sourceDocument: '示意规划',
      place: '南片区',
    });
  });

  it('says of an empty form what is missing, box by box', () => {
    expect(Object.keys(formFaults({ ...emptyForm, reportedUnit: '' })).sort()).toEqual(
      ['indicator', 'region', 'year', 'reportedText', 'reportedUnit', 'sourceDocument', 'reason'].sort(),
    );
  });

  it('refuses a year, a figure and a unit that are none', () => {
    expect(formFaults({ ...filled, year: '26' })).toEqual({ year: 'year' });
    expect(formFaults({ ...filled, reportedText: '五十五' })).toEqual({ reportedText: 'number' });
    expect(formFaults({ ...filled, reportedUnit: '尺' })).toEqual({ reportedUnit: 'unit' });
  });

  it('shows the exact square metres of a printed figure, and none of what is no area', () => {
    expect(figureInSquareMeters('55.28', '公顷')).toBe(552_800);
    expect(figureInSquareMeters('829.2', '亩')).toBe(552_800);
    expect(figureInSquareMeters('12', '个')).toBeNull();
  });

  it('leaves empty what a sentence did not say', () => {
    const form = formOfProposal(
      {
        indicator: null,
        comparator: '=',
        comparatorText: null,
        value: 100,
        reportedText: '100',
        reportedUnit: '平方米',
        unit: 'area',
        year: null,
        place: null,
        regionCode: null,
        at: [0, 3],
        clause: '',
        flags: [],
      },
      { region: '120111', sourceDocument: '', sourceClause: '', reason: '' },
    );
    expect(form).toMatchObject({ indicator: '', year: '', place: '', region: '120111', reportedText: '100' });
  });
});

describe('the marked text', () => {
  it('is the text again, whatever was marked', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.array(fc.tuple(fc.integer({ min: -5, max: 70 }), fc.integer({ min: -5, max: 70 }), fc.boolean()), {
          maxLength: 6,
        }),
        (text, spans) => {
          const pieces = markText(
            text,
            spans.map(([start, end, proposal], index) => ({
              at: [start, end],
              proposal: proposal ? index : null,
            })),
          );
          expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        },
      ),
    );
  });

  it('marks a figure inside a contradiction as both', () => {
    expect(
      markText('共12处，35公顷', [
        { at: [5, 9], proposal: 0 },
        { at: [1, 9], proposal: null },
      ]),
    ).toEqual([
      { text: '共', proposal: null, contradiction: false },
      { text: '12处，', proposal: null, contradiction: true },
      { text: '35公顷', proposal: 0, contradiction: true },
    ]);
  });
});
