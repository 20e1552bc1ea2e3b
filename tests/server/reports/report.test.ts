import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dashboard } from '#core/contract/indicators.ts';
import type { WhatIf } from '#core/contract/what-if.ts';
import { withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, TOWN } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { pdfPages } from '../../support/pdf-text.ts';
import { aPerson } from '../../support/people.ts';
import { readWorkbook, recompute } from '../../support/workbook.ts';

describe.each(databases)('the report of targets on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);

  const moment = '2099-01-01';
  const file = async (format: string, query = `&asOf=${moment}`, token = client().token) => {
    const response = await fetch(
      `${client().origin}/api/dashboard/export?region=${TOWN}&format=${format}${query}`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    return {
      status: response.status,
      headers: response.headers,
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  };
  const dashboard = async () => (await client().get(`/api/dashboard?region=${TOWN}`)) as Dashboard;
  const wordText = (bytes: Uint8Array) => strFromU8(unzipSync(bytes)['word/document.xml']!);

  beforeAll(async () => {
    await aSettledTown(database());
    await database().query(
      `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, source_document, place)
       values ('conversion_area', $1, 2023, '<=', 50000, '5', '公顷', '龑𠮷示例文件', '河东片区')`,
      [TOWN],
    );
    await aFeature(
      database(),
      'conversion_parcels',
      { parcel_number: '1', name: '河东片区一号', status: 'approved' },
      [117.083, 39.111, 117.084, 39.112],
    );
  });

  it('says the same figures in the workbook, in Word and in PDF as the dashboard', async () => {
    const { targets, room } = await dashboard();
    const figures = [
      ...targets.flatMap(({ measured, unit }) => (measured === null || unit !== 'area' ? [] : [measured])),
      ...room.flatMap((one) => [one.quotaSquareMeters, one.usedSquareMeters, one.leftSquareMeters]),
    ];
    expect(figures.length).toBeGreaterThan(4);
    const pdf = (await pdfPages((await file('pdf')).bytes)).join('\n');
    const word = wordText((await file('docx')).bytes);
    const cells = readWorkbook((await file('xlsx')).bytes).flatMap(({ cells }) => [...cells.values()]);
    for (const figure of figures) {
      expect(pdf).toContain(Math.abs(figure).toFixed(2));
      expect(word).toContain(Math.abs(figure).toFixed(2));
      expect(cells.map(({ value }) => value)).toContain(figure);
    }
    expect(pdf).toContain('耕地保有量');
    expect(pdf, 'a target that nothing measures says so, without a figure').toContain('未量算');
    expect(word).toContain('未量算');
  });

  it('marks every page, names moments, CRS, unit and ruler, and leaves lines to sign on', async () => {
    const pages = await pdfPages((await file('pdf')).bytes);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('示意数据');
      expect(page.replaceAll(' ', '')).toContain(`第${index + 1}页共${pages.length}页`);
    }
    const text = pages.join('\n').replaceAll(/\s/g, '');
    for (const said of ['EPSG:4490', '椭球面积', '0.0015', '地面时点', '编制', '审核', '批准', '日期']) {
      expect(text).toContain(said);
    }
  });

  it('writes characters beyond the main font, and the code of one that no font has', async () => {
    const text = (await pdfPages((await file('pdf')).bytes)).join('');
    expect(text).toContain('≥');
    expect(text).toContain('龑');
    expect(text).toContain('〔U+20BB7〕');
    expect(text).toContain('字库中没有下列字符');
  });

  it('computes: every formula gives the value that is kept beside it, and a changed cell moves what follows', async () => {
    const sheets = readWorkbook((await file('xlsx')).bytes);
    let formulas = 0;
    for (const sheet of sheets) {
      for (const [at, { formula, value }] of sheet.cells) {
        if (formula === null) continue;
        formulas += 1;
        const again = recompute(sheet, at);
        if (typeof value === 'number') expect(again, `${sheet.name} ${at} ${formula}`).toBeCloseTo(value, 8);
        else expect(again, `${sheet.name} ${at} ${formula}`).toBe(value);
      }
    }
    expect(formulas).toBeGreaterThan(20);
    const areas = sheets.find(({ name }) => name === '面积指标')!;
    const changed = new Map(areas.cells).set('D4', { formula: null, value: 100_000 });
    expect(recompute({ ...areas, cells: changed }, 'F4')).toBe(
      100_000 - Number(areas.cells.get('C4')?.value),
    );
    expect(recompute({ ...areas, cells: changed }, 'E4')).toBe(10);
    expect(areas.xml).toContain('state="frozen"');
    expect(areas.xml).toContain('paperSize="9"');
  });

  it('is the same to the byte for the same moments, whatever became known since', async () => {
    const { moments: now } = (await client().get(`/api/targets?region=${TOWN}&asOf=2099-01-01`)) as {
      moments: { asOf: string; knownAt: string };
    };
    const moments = `&year=2023&asOf=${now.asOf}&knownAt=${now.knownAt}`;
    const files = async () => [
      await file('pdf', moments),
      await file('docx', moments),
      await file('xlsx', moments),
    ];
    const before = await files();
    const added = await client().request('/api/targets', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        indicator: 'permanent_farmland',
        region: TOWN,
        year: 2023,
        comparator: '>=',
        reportedText: '1',
        reportedUnit: '公顷',
        sourceDocument: '后来的文件',
        reason: '补录',
      }),
    });
    expect(added.status).toBe(201);
    const after = await files();
    for (const [index, { status, bytes }] of before.entries()) {
      expect(status).toBe(200);
      expect(Buffer.compare(bytes, after[index]!.bytes)).toBe(0);
      expect(bytes.length).toBeLessThan(300_000);
    }
    expect((await pdfPages((await file('pdf')).bytes)).join('').replaceAll(/\s/g, '')).toContain(
      '后来的文件',
    );
  });

  it('adds what a scenario would do, with the figures of the what-if and what they were computed from', async () => {
    const item = {
      id: 'a',
      kind: 'conversion',
      name: '河东片区二号',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [117.0812, 39.1012],
            [117.0828, 39.1012],
            [117.0828, 39.103],
            [117.0812, 39.103],
            [117.0812, 39.1012],
          ],
        ],
      },
      landClassAfter: '05H1',
    };
    const post = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      return (await client().request(path, { method: 'POST', headers, body: JSON.stringify(body) })).body;
    };
    const saved = (await post('/api/scenarios', {
      region: TOWN,
      name: '试一试',
      year: 2023,
      items: [item],
    })) as { id: string };
    const answer = (await post('/api/what-if', { region: TOWN, year: 2023, items: [item] })) as WhatIf;
    expect(answer.total.farmlandLostSquareMeters).toBeGreaterThan(1000);
    const pdf = (await pdfPages((await file('pdf', `&year=2023&scenario=${saved.id}`)).bytes)).join('\n');
    const [farmland] = answer.targets;
    for (const figure of [
      answer.total.areaSquareMeters,
      answer.total.farmlandLostSquareMeters,
      farmland!.afterSquareMeters!,
      answer.balance.shortfallSquareMeters,
    ]) {
      expect(pdf).toContain(figure.toFixed(2));
    }
    for (const said of ['试一试', 'SHA-256', '审批权限', '占补平衡']) expect(pdf).toContain(said);
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(
      (await client().request(`/api/dashboard/export?region=${TOWN}&format=pdf&scenario=${unknown}`)).status,
    ).toBe(404);
  });

  it('leaves a line in the audit log', async () => {
    await file('pdf');
    const [line] = await database().query<{ action: string; region_code: string }>(
      `select action, region_code from gengjie.audit_log order by seq desc limit 1`,
    );
    expect(line).toEqual({ action: 'export.report', region_code: TOWN });
  });

  it('is refused to who may not export targets, and unknown of a region that is not here', async () => {
    const field = await aPerson(database(), 'field', [{ role: 'field', regionCode: TOWN }]);
    expect((await file('pdf', '', field.token)).status).toBe(403);
    expect((await client().request('/api/dashboard/export?region=120119&format=pdf')).status).toBe(404);
    expect((await client().request(`/api/dashboard/export?region=${TOWN}&format=odt`)).status).toBe(400);
  });
});
