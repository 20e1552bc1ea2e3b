import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { pdfPages } from '../support/pdf-text.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture } from '../support/screen.ts';
import { readWorkbook, recompute } from '../support/workbook.ts';

describe('the dashboard and its reports', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const openBoard = async (page: Page) => {
    await page.goto('/');
    await mapIsDrawn(page);
    const entry = page.getByRole('button', { name: '指标看板', exact: true });
    if (!(await entry.isVisible())) await page.getByRole('button', { name: '更多', exact: true }).click();
    await entry.click();
    await page.getByText('还可征转多少', { exact: true }).waitFor();
  };

  it('tells a planner who follows the words how much 南运河片区 may still convert in 2023, and opens the figure', async () => {
    const { page, record, close } = await openRecordedPage(browser, product.origin, { viewport: DESKTOP });
    await openBoard(page);
    const answer = page.getByText(/2023 年 南运河片区 还可征转/);
    const said = (await answer.textContent()) ?? '';
    const [, hectares, squareMeters] = /还可征转\s*([\d.]+) 公顷\s*([\d.]+) 平方米/.exec(said) ?? [];
    const room = await roomOf('南运河片区');
    const least = Math.max(0, Math.min(room.leftSquareMeters, room.floorMarginSquareMeters ?? Infinity));
    expect(Number(squareMeters)).toBe(Math.round(least * 100) / 100);
    expect(Number(hectares)).toBeCloseTo(least / 10_000, 2);
    await picture(page, 'dashboard-desktop');

    // It is the floor that binds: its figure opens to parcels that sum to it.
    expect(await page.getByText('受耕地保有量约束', { exact: false }).first().isVisible()).toBe(true);
    await page.getByRole('button', { name: '查看耕地构成' }).first().click();
    await page
      .getByRole('heading', { name: /耕地保有量/ })
      .first()
      .waitFor();
    const farmland = (await board()).targets.find(({ indicator }) => indicator === 'farmland_retention');
    await page
      .getByText(`${farmland?.measured?.toFixed(2)} 平方米`, { exact: false })
      .first()
      .waitFor();
    expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await close();
  });

  it('hands out a PDF and a workbook with the figures of the screen', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin, { viewport: DESKTOP });
    await openBoard(page);
    const said = (await page.getByText(/2023 年 南运河片区 还可征转/).textContent()) ?? '';
    const shown = /([\d.]+) 平方米/.exec(said)?.[1] ?? 'none';

    const pages = await pdfPages(readFileSync(await downloaded(page, '导出报告（PDF）')));
    const text = pages.join('\n');
    expect(text.replaceAll(/\s/g, '')).toContain(`还可征转`);
    expect(text).toContain(shown);
    for (const one of pages) expect(one, 'every page says what the data are').toContain('示意数据');
    for (const { measured, unit } of (await board()).targets) {
      if (measured !== null && unit === 'area') expect(text).toContain(measured.toFixed(2));
    }

    const sheets = readWorkbook(readFileSync(await downloaded(page, '导出报告（Excel）')));
    const formulas = sheets.flatMap((sheet) =>
      [...sheet.cells]
        .filter(([, { formula }]) => formula !== null)
        .map(([at, cell]) => ({ sheet, at, cell })),
    );
    expect(formulas.length).toBeGreaterThan(20);
    for (const { sheet, at, cell } of formulas) {
      const again = recompute(sheet, at);
      if (typeof cell.value === 'number') expect(again, `${sheet.name} ${at}`).toBeCloseTo(cell.value, 8);
      else expect(again, `${sheet.name} ${at}`).toBe(cell.value);
    }
    const values = sheets.flatMap((sheet) => [...sheet.cells.values()].map(({ value }) => value));
    expect(values).toContain(Number(shown));
    await close();
  });

  it('goes down to a village and up again, by the keyboard alone', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin, { viewport: DESKTOP });
    await openBoard(page);
    const parts = page.getByRole('region', { name: '下级地区', exact: true });
    const first = parts.getByRole('rowheader').first().getByRole('button');
    const name = (await first.textContent()) ?? '';
    await first.focus();
    await page.keyboard.press('Enter');
    const where = page.getByRole('navigation', { name: '所在地区' });
    await expect.poll(() => where.locator('[aria-current]').textContent()).toBe(name);
    await where.getByRole('button').last().focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => where.locator('[aria-current]').textContent()).not.toBe(name);
    await close();
  });

  it.each([
    ['light', DESKTOP],
    ['dark', PHONE],
  ] as const)('can be read by everybody, %s', async (colorScheme, viewport) => {
    const { page, close } = await openRecordedPage(browser, product.origin, {
      viewport,
      colorScheme,
      reducedMotion: 'reduce',
      ...(viewport === PHONE ? { isMobile: true, hasTouch: true } : {}),
    });
    await openBoard(page);
    await page.locator('.dashboard-chart svg').waitFor();
    if (viewport === PHONE) await picture(page, 'dashboard-phone');
    await page.getByText('以表格查看').click();
    expect(
      await page.getByRole('table', { name: '耕地趋势与预测' }).getByRole('row').count(),
    ).toBeGreaterThan(1);
    expect(await seriousFaults(page)).toEqual([]);
    await close();
  });

  interface Board {
    room: { place: string | null; leftSquareMeters: number; floorMarginSquareMeters: number | null }[];
    targets: { indicator: string; measured: number | null; unit: string }[];
  }
  const board = async () => {
    const { region } = (await (await product.ask('/api/workspace')).json()) as { region: string };
    return (await (await product.ask(`/api/dashboard?region=${region}`)).json()) as Board;
  };
  const roomOf = async (place: string) => {
    const found = (await board()).room.find((one) => one.place === place);
    if (!found) throw new Error(`no room of ${place}`);
    return found;
  };
});

async function downloaded(page: Page, button: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return file.path();
}
