import initSqlJs from 'sql.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { geopackage } from '#core/formats/geopackage.ts';
import type { RoleId } from '#core/rights/roles.ts';
import { asSystem } from '#server/access/access.ts';
import { keepLayerAccount } from '#server/patches/office/layer-account.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { readWorkbook, type WorkbookSheet } from '../../support/workbook.ts';

describe.each(databases)('exports of patches on %s', { timeout: 120_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let inspector: Client;
  let field: Client;

  const join = async (name: string, role: RoleId, regionCode: string) =>
    client().as((await aPerson(database(), name, [{ role, regionCode }])).token);
  const download = async (query: string, as = inspector) => {
    const response = await fetch(`${client().origin}/api/patches/export?${query}`, {
      headers: { authorization: `Bearer ${as.token}` },
    });
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  };

  beforeAll(async () => {
    await aSettledTown(database());
    inspector = await join('export-inspector', 'inspector', TOWN);
    field = await join('export-field', 'field', VILLAGE);
    for (let i = 0; i < 9; i += 1) {
      const west = 117.0811 + 0.0008 * i;
      const id = await aFeature(
        database(),
        'patches',
        {
          patch_number: `E${i}`,
          register: i % 3 === 0 ? 'image-enforcement' : 'house-building',
          patch_class: i % 3 === 0 ? 'transport' : i % 2 ? 'residential' : 'industrial',
          state: i === 5 ? 'closed' : 'to-dispatch',
          split_state: i === 6 ? 'split' : i > 6 ? 'part' : 'whole',
          judgement: i % 3 === 0 ? 'non-agricultural' : 'problem',
          project_party: '张某',
          note: '含"引号"<标签>&，换行',
        },
        [west, 39.102, west + 0.0005, 39.1024 + 0.0001 * i],
      );
      if (i === 4) {
        await database().query('update gengjie.patches set region_code = $1 where id = $2', [
          OTHER_VILLAGE,
          id,
        ]);
      }
    }
    await asSystem(database())((tx) => keepLayerAccount(tx), { write: true });
  });

  describe('workbook', () => {
    let sheets: WorkbookSheet[];
    const sheet = (name: string) => sheets.find((each) => each.name === name)!;
    const value = (name: string, at: string) => sheet(name).cells.get(at)?.value ?? null;

    beforeAll(async () => {
      const { response, bytes } = await download('format=xlsx');
      expect(response.status).toBe(200);
      expect(decodeURIComponent(response.headers.get('content-disposition')!)).toContain('示意数据_图斑台账');
      sheets = readWorkbook(bytes);
    });

    it('has the register, two sums and the county’s list of fourteen columns', () => {
      expect(sheets.map(({ name }) => name)).toEqual(['图斑台账', '分类汇总', '镇村汇总', '非农违法清单']);
      const heads = 'ABCDEFGHIJKLMN'.split('').map((column) => value('非农违法清单', `${column}3`));
      expect(heads).toEqual([
        ...['序号', '县名称', '监测批次', '线索编号', '项目名称', '项目主体', '非农违法土地用途'],
        ...['非农违法面积（亩）', '非农违法耕地面积（亩）', '非农违法基本农田面积（亩）'],
        ...['是否整改', '整改方式', '重大典型问题', '备注'],
      ]);
      expect(value('图斑台账', 'A2')).toContain('示意数据');
    });

    it('holds no personal data', () => {
      for (const { xml } of sheets) expect(xml).not.toContain('张某');
    });

    it('computes mu from m², and sums by class and village that its formulas give again', () => {
      for (const name of ['分类汇总', '镇村汇总']) {
        let checked = 0;
        for (const [at, { formula, value: said }] of sheet(name).cells) {
          if (formula === null) continue;
          const product = /^([A-Z]+)(\d+)\*0\.0015$/.exec(formula);
          const computed = product
            ? Number(value(name, product[1]! + product[2]!)) * 0.0015
            : recomputed(formula, name);
          expect(computed, `${name} ${at} ${formula}`).toBeCloseTo(Number(said), 9);
          checked += 1;
        }
        expect(checked).toBeGreaterThan(20);
      }
    });

    it('adds up each register for itself and never two', () => {
      const totals = [...sheet('分类汇总').cells.values()].filter(({ value: text }) =>
        String(text).includes('合计'),
      );
      expect(totals.map(({ value: text }) => text)).toEqual([
        '农村乱占耕地建房合计（宗）',
        '卫片执法图斑合计（图斑）',
      ]);
    });

    /** COUNTIFS and SUMIFS over the register, as a spreadsheet program does them. */
    function recomputed(formula: string, name: string): number {
      const inner = /^ROUND\((SUMIFS\(.*\)),2\)$/.exec(formula)?.[1] ?? formula;
      const [, kind, list] = /^(COUNTIFS|SUMIFS)\((.*)\)$/.exec(inner)!;
      const parts = list!.split(',');
      const cellsOf = (range: string) => {
        const [, column, from, to] = /^'图斑台账'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)$/.exec(range)!;
        return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) =>
          value('图斑台账', `${column}${Number(from) + i}`),
        );
      };
      const summed = kind === 'SUMIFS' ? cellsOf(parts.shift()!) : null;
      let fits: boolean[] | null = null;
      for (let i = 0; i < parts.length; i += 2) {
        const wanted = parts[i + 1]!;
        const text = /^"(.*)"$/.exec(wanted)?.[1] ?? String(value(name, wanted) ?? '');
        const own = cellsOf(parts[i]!).map((cell) =>
          text.startsWith('<>') ? String(cell ?? '') !== text.slice(2) : String(cell ?? '') === text,
        );
        fits = fits ? fits.map((fit, at) => fit && own[at]!) : own;
      }
      if (!summed) return fits!.filter(Boolean).length;
      const sum = summed.reduce<number>(
        (total, cell, at) => total + (fits![at] && typeof cell === 'number' ? cell : 0),
        0,
      );
      return Math.round(sum * 100) / 100;
    }
  });

  describe('GeoPackage', () => {
    it('follows the specification: marks, reference systems, contents, blobs with envelopes', async () => {
      const { response, bytes } = await download('format=gpkg');
      expect(response.headers.get('content-type')).toBe('application/geopackage+sqlite3');
      expect(Buffer.from(bytes.subarray(0, 15)).toString()).toBe('SQLite format 3');
      expect(Buffer.from(bytes.subarray(68, 72)).toString()).toBe('GPKG');
      const { Database } = await initSqlJs();
      const db = new Database(bytes);
      const rows = (sql: string) => db.exec(sql)[0]?.values ?? [];
      expect(rows('pragma user_version')).toEqual([[10300]]);
      expect(rows('pragma foreign_key_check')).toEqual([]);
      expect(rows('pragma integrity_check')).toEqual([['ok']]);
      expect(rows('select srs_id from gpkg_spatial_ref_sys order by 1')).toEqual([[-1], [0], [4326], [4490]]);
      expect(rows('select table_name, data_type, srs_id from gpkg_contents')).toEqual([
        ['patches', 'features', 4490],
      ]);
      expect(String(rows('select last_change from gpkg_contents')[0]![0])).toMatch(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      );
      expect(rows('select * from gpkg_geometry_columns')).toEqual([
        ['patches', 'geom', 'MULTIPOLYGON', 4490, 0, 0],
      ]);
      const [[minX, minY, maxX, maxY]] = rows('select min_x, min_y, max_x, max_y from gpkg_contents') as [
        number[],
      ];
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const [blob] of rows('select geom from patches')) {
        const view = Buffer.from(blob as Uint8Array);
        expect(view.toString('latin1', 0, 2)).toBe('GP');
        expect([view[2], view[3], view.readInt32LE(4)]).toEqual([0, 0b11, 4490]);
        const [x0, x1, y0, y1] = [8, 16, 24, 32].map((at) => view.readDoubleLE(at)) as [
          number,
          number,
          number,
          number,
        ];
        expect(x0).toBeLessThan(x1);
        expect(y0).toBeLessThan(y1);
        expect([view[40], view.readUInt32LE(41)]).toEqual([1, 6]);
        [west, south, east, north] = [
          Math.min(west, x0),
          Math.min(south, y0),
          Math.max(east, x1),
          Math.max(north, y1),
        ];
      }
      expect([west, south, east, north]).toEqual([minX, minY, maxX, maxY]);
      expect(rows('select distinct nature from patches')).toEqual([['示意数据']]);
      db.close();
    });

    it('is read back by the product’s own reader, every patch with its fields, none with personal data', async () => {
      const { bytes } = await download('format=gpkg&register=house-building');
      const source = await geopackage.open(
        [{ name: 'patches.gpkg', size: bytes.byteLength, bytes: () => bytes }] as never,
        {} as never,
      );
      expect(source.featureCount).toBe(6);
      expect(source.fields.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['patch_number', 'area_m2', 'area_mu', 'farmland_m2', 'due_on']),
      );
      expect(Buffer.from(bytes).includes(Buffer.from('张某'))).toBe(false);
    });
  });

  it('is for who may export, only what they may export, and leaves a line in the log', async () => {
    expect((await download('format=xlsx', field)).response.status).toBe(403);
    const { response } = await download(`format=gpkg&region=${OTHER_VILLAGE}`);
    expect(response.status).toBe(200);
    const [act] = await database().query<{ detail: { rows: number; format: string } }>(
      `select detail from gengjie.audit_log where action = 'export.patches' order by seq desc limit 1`,
    );
    expect(act!.detail).toMatchObject({ format: 'gpkg', rows: 1 });
  });
});
