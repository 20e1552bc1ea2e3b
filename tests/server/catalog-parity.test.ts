import { describe, expect, it } from 'vitest';
import { catalog } from '#core/catalog/index.ts';
import type { FieldType } from '#core/catalog/types.ts';
import { allCodes } from '#core/vocabulary/lookup.ts';
import { databases, withDatabase } from '../support/database.ts';

/** What every layer table has besides its own fields. */
const COMMON = [
  'version_id',
  'id',
  'region_code',
  'geom',
  'geom_3857',
  'tile_geom',
  'area_square_meters',
  'batch_id',
  'source',
  'valid_during',
  'known_during',
  'in_force',
  'changed_by',
  'change_kind',
  'change_reason',
  'change_document',
  'change_cause',
];

const COLUMN_TYPES: Record<FieldType, string> = {
  text: 'text',
  code: 'text',
  integer: 'integer',
  number: 'double precision',
  area: 'numeric',
  ratio: 'numeric',
  money: 'numeric',
  date: 'date',
};

interface Column {
  table_name: string;
  column_name: string;
  data_type: string;
  is_nullable: 'YES' | 'NO';
  column_default: string | null;
  numeric_scale: number | null;
}

describe.each(databases)('catalogue and tables on %s', (engine) => {
  const database = withDatabase(engine);

  const columnsOf = (layer: string) =>
    database().query<Column>(
      `select table_name, column_name, data_type, is_nullable, column_default, numeric_scale
       from information_schema.columns where table_schema = 'gengjie' and table_name = $1`,
      [layer],
    );

  it.each(catalog.map((layer) => [layer.id, layer] as const))(
    '%s has exactly the columns of its catalogue entry',
    async (id, layer) => {
      const columns = await columnsOf(id);
      const own = columns.map((column) => column.column_name).filter((name) => !COMMON.includes(name));
      expect(own.toSorted()).toEqual(layer.fields.map((field) => field.name).toSorted());
      expect(COMMON.filter((name) => !columns.some((column) => column.column_name === name))).toEqual([]);
    },
  );

  it.each(catalog.map((layer) => [layer.id, layer] as const))(
    '%s stores each field in the type the catalogue says, and requires what it requires',
    async (id, layer) => {
      const columns = new Map((await columnsOf(id)).map((column) => [column.column_name, column]));
      for (const field of layer.fields) {
        const column = columns.get(field.name);
        const at = `${id}.${field.name}`;
        expect(column?.data_type, at).toBe(COLUMN_TYPES[field.type]);
        if (field.type === 'area' || field.type === 'money') expect(column?.numeric_scale, at).toBe(2);
        if (field.required) expect(column?.is_nullable, at).toBe('NO');
        // An area the file does not bring is computed by the import; anything else a row must have is asked for.
        const demanded =
          column?.is_nullable === 'NO' && column.column_default === null && field.type !== 'area';
        if (demanded)
          expect(field.required, `${at} is not null, so the catalogue must require it`).toBe(true);
      }
    },
  );

  it('hold every code of the code lists, as the lists have them', async () => {
    const rows = await database().query(
      `select scheme, version, code, name_zh as "nameZh", name_en as "nameEn", parent, position
       from gengjie.codes`,
    );
    const key = (row: object) =>
      JSON.stringify(row, ['scheme', 'version', 'code', 'nameZh', 'nameEn', 'parent', 'position']);
    expect(rows.map(key).toSorted()).toEqual([...allCodes()].map(key).toSorted());
  });

  it('refuse a land class that its scheme does not have, and a heading', async () => {
    for (const landClass of ['0199', '01']) {
      const insert = database().query(
        `insert into gengjie.land_parcels (parcel_number, land_class, parcel_area, class_area, region_code, geom)
         values ('1', $1, 1, 1, '120111001000', st_geomfromtext('MULTIPOLYGON(((117 39,117.001 39,117.001 39.001,117 39)))', 4490))`,
        [landClass],
      );
      await expect(insert).rejects.toMatchObject({ constraint: 'land_parcels_land_class_known' });
    }
  });
});
