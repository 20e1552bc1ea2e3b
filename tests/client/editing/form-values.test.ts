import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog, layerById } from '#core/catalog/index.ts';
import type { FieldDefinition } from '#core/catalog/types.ts';
import {
  formText,
  formValues,
  inOtherUnit,
  readField,
  readForm,
} from '../../../client/panels/edit/form-values.ts';

const parcels = layerById('land_parcels');
const fieldOf = (name: string) => parcels.fields.find((field) => field.name === name) as FieldDefinition;
const parcel = {
  parcel_number: '0012',
  land_class: '0102',
  land_class_scheme: 'sandiao',
  land_class_version: '2019',
  parcel_area: 12345.67,
  class_area: 11728.39,
  deducted_area: 617.28,
  deduction_rate: 0.05,
  survey_year: 2023,
};

const hundredths = fc.integer({ min: 0, max: 1e12 }).map((count) => count / 100);
const units = fc.constantFrom('ha', 'mu') as fc.Arbitrary<'ha' | 'mu'>;

describe('form of a feature', () => {
  it('changes nothing while nothing is typed, in either unit', () => {
    fc.assert(
      fc.property(hundredths, units, fc.integer({ min: 0, max: 10_000 }), (area, unit, share) => {
        const original = { ...parcel, parcel_area: area, deduction_rate: share / 10_000 };
        const read = readForm(parcels, original, formValues(parcels, original, unit), unit);
        expect(read).toEqual({ changed: {}, faults: {} });
      }),
    );
  });

  it('gives an area back to 0.01 m², whichever unit it was typed in', () => {
    fc.assert(
      fc.property(hundredths, units, (area, unit) => {
        const field = fieldOf('parcel_area');
        expect(readField(field, formText(field, area, unit), unit)).toEqual({ value: area });
      }),
    );
    expect(readField(fieldOf('parcel_area'), '18.52', 'mu')).toEqual({ value: 12346.67 });
    expect(readField(fieldOf('parcel_area'), '1.2345', 'ha')).toEqual({ value: 12345 });
  });

  it('keeps an area the same when the unit is switched there and back', () => {
    fc.assert(
      fc.property(hundredths, (area) => {
        const values = formValues(parcels, { ...parcel, parcel_area: area }, 'ha');
        const back = inOtherUnit(parcels, inOtherUnit(parcels, values, 'ha', 'mu'), 'mu', 'ha');
        expect(back).toEqual(values);
      }),
    );
  });

  it('leaves what is no number as it was typed when the unit is switched', () => {
    expect(inOtherUnit(parcels, { parcel_area: '一公顷' }, 'ha', 'mu').parcel_area).toBe('一公顷');
  });

  it('types shares in percent, exactly', () => {
    const field = fieldOf('deduction_rate');
    expect(formText(field, 0.1234, 'ha')).toBe('12.34');
    expect(readField(field, '12.34', 'ha')).toEqual({ value: 0.1234 });
    expect(readField(field, '101', 'ha')).toEqual({ fault: 'out-of-share' });
  });

  it('says what is wrong with a box', () => {
    expect(readField(fieldOf('parcel_number'), '  ', 'ha')).toEqual({ fault: 'required' });
    expect(readField(fieldOf('parcel_number'), '图'.repeat(41), 'ha')).toEqual({ fault: 'too-long' });
    expect(readField(fieldOf('survey_year'), '2023.5', 'ha')).toEqual({ fault: 'not-whole' });
    expect(readField(fieldOf('survey_year'), '两千', 'ha')).toEqual({ fault: 'not-a-number' });
    expect(readField(fieldOf('parcel_area'), '-1', 'ha')).toEqual({ fault: 'negative' });
    const date = layerById('patches').fields.find(({ name }) => name === 'found_on') as FieldDefinition;
    expect(readField(date, '2026-02-30', 'ha')).toEqual({ fault: 'not-a-date' });
    expect(readField(date, '2026-02-28', 'ha')).toEqual({ value: '2026-02-28' });
  });

  it('sends an emptied box as nothing, and only what was changed', () => {
    const values = { ...formValues(parcels, { ...parcel, note: '原有' }, 'ha'), note: '', planting: 'LS' };
    const { changed } = readForm(parcels, { ...parcel, note: '原有' }, values, 'ha');
    expect(changed).toEqual({ note: null, planting: 'LS' });
  });

  it('reads every field of every layer without throwing, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...catalog.flatMap(({ fields }) => fields)),
        fc.string(),
        units,
        (field, typed, unit) => {
          const read = readField(field, typed, unit);
          if ('value' in read && typeof read.value === 'number')
            expect(Number.isFinite(read.value)).toBe(true);
        },
      ),
    );
  });
});
