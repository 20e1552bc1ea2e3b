import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog, layerById } from '#core/catalog/index.ts';
import { mappingRows, unusedFields, withEntry } from '../../../client/panels/import/mapping.ts';

const parcels = layerById('land_parcels');

describe('field mapping on the import form', () => {
  it('puts required columns without a source first and says that they are missing', () => {
    const rows = mappingRows(parcels, { parcel_number: { from: 'TBBH' } });
    expect(rows[0]).toMatchObject({ column: 'land_class', required: true, missing: true });
    expect(rows[1]).toMatchObject({ column: 'parcel_number', required: true, missing: false });
  });

  it('shows every column of every layer once, and the region', () => {
    for (const layer of catalog) {
      const columns = mappingRows(layer, {}).map((row) => row.column);
      expect(new Set(columns).size).toBe(columns.length);
      expect([...columns].sort()).toEqual([...layer.fields.map((field) => field.name), 'region_code'].sort());
    }
  });

  it('changes one column and leaves the others as they were', () => {
    const column = fc.constantFrom('a', 'b', 'c');
    const entry = fc.oneof(fc.record({ from: fc.string() }), fc.record({ value: fc.string() }));
    fc.assert(
      fc.property(fc.dictionary(column, entry), column, fc.option(entry), (mapping, changed, wanted) => {
        const after = withEntry(mapping, changed, wanted);
        expect(after[changed]).toEqual(wanted ?? undefined);
        for (const other of ['a', 'b', 'c'].filter((name) => name !== changed)) {
          expect(after[other]).toBe(mapping[other]);
        }
      }),
    );
  });

  it('names the fields of the file that would be left behind', () => {
    const fields = [{ name: 'TBBH' }, { name: 'BZ' }, { name: '备用' }];
    expect(unusedFields(fields, { parcel_number: { from: 'TBBH' }, note: { value: 'BZ' } })).toEqual([
      'BZ',
      '备用',
    ]);
  });
});
