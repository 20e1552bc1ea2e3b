import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { dropFiles } from '../support/drop-files.ts';
import { type Product, startProduct } from '../support/product.ts';
import { clickPlace, mapIsDrawn, picture, placeInAddress } from '../support/screen.ts';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../fixtures/shapefile/gbk-gk-prj/${name}`, import.meta.url));
const expected = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as {
  rows: number;
  firstCorner: [number, number];
};

interface Layer {
  id: string;
  count: number;
}

describe('one sitting: find, click, read, check, import, undo', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const parcelCount = async () => {
    const { layers } = (await (await product.ask('/api/layers')).json()) as { layers: Layer[] };
    return layers.find(({ id }) => id === 'land_parcels')?.count ?? Number.NaN;
  };

  /** A place in the village that is no corner case: the server's own point on its surface. */
  const insideVillage = async (name: string) => {
    const response = await product.ask(`/api/search?q=${encodeURIComponent(name)}`);
    const { results } = (await response.json()) as { results: { layer: string; lonLat: [number, number] }[] };
    const place = results.find(({ layer }) => layer === 'regions')?.lonLat;
    if (!place) throw new Error(`no region ${name}`);
    return place;
  };

  it.each([
    ['desktop', { viewport: DESKTOP }],
    ['phone', { viewport: PHONE, isMobile: true, hasTouch: true }],
  ] as const)('works on %s', async (device, options) => {
    const phone = device === 'phone';
    const { page, record, close } = await openRecordedPage(browser, product.origin, { ...options });
    const before = await parcelCount();
    await page.goto('/');
    await mapIsDrawn(page);

    // Find 小稍直口: the village comes first, Enter flies there.
    await page.getByRole('combobox', { name: /检索/ }).fill('小稍直口');
    const results = page.getByRole('listbox', { name: '检索结果' });
    await results.getByRole('option').first().waitFor();
    expect(await results.getByRole('option').first().textContent()).toContain('小稍直口');
    await picture(page, `${device}-search`);
    await page.keyboard.press('Enter');
    await expect.poll(() => placeInAddress(page).zoom, { timeout: 20_000 }).toBeGreaterThan(13);
    await mapIsDrawn(page);

    // Click a parcel: the stack begins with findings, the parcel, then control lines.
    await closeDetail(page);
    const place = await insideVillage('小稍直口村');
    await clickPlace(page, place);
    const detail = page
      .getByRole(phone ? 'region' : 'complementary', { name: '查看' })
      .or(page.getByRole('dialog', { name: '查看' }));
    await detail.getByRole('option').first().waitFor();
    const stack = await detail.getByRole('option').allTextContents();
    expect(stack.some((text) => text.includes('地类图斑'))).toBe(true);
    await detail.getByRole('option').filter({ hasText: '地类图斑' }).first().click();
    const card = detail.getByRole('article');
    expect(await card.textContent()).toMatch(/公顷/);
    expect(await card.getByText('示意数据', { exact: true }).isVisible()).toBe(true);
    await picture(page, `${device}-parcel`);

    // 亩 is one switch for the whole product.
    await chooseMu(page, phone, place);
    await expect.poll(() => card.textContent()).toMatch(/[\d.,]+\s*亩/);
    await closeDetail(page);

    // The 55.28 ha floor, opened down to its parcels.
    await page.getByRole('button', { name: '耕地保护', exact: true }).click();
    const floor = page.getByRole('article', { name: /耕地保有量/ });
    await floor.waitFor();
    expect(await floor.textContent()).toContain('55.28');
    expect(await floor.textContent()).toContain('829.2');
    expect(await floor.textContent()).toContain('达标');
    await mapIsDrawn(page);
    await picture(page, `${device}-targets`);
    await floor.getByRole('button', { name: /打开这个数/ }).click();
    const sum = page.getByRole('region', { name: '合计核对' });
    await sum.getByText(/相等，精确到 0.01 平方米/).waitFor({ timeout: 30_000 });
    expect(await page.getByRole('row').count()).toBeGreaterThan(3);
    await mapIsDrawn(page);
    await picture(page, `${device}-rows`);

    // A GBK shapefile with a 3° Gauss-Krüger .prj, dropped as loose files.
    await dropFiles(
      page,
      ['图斑.shp', '图斑.dbf', '图斑.shx', '图斑.prj'].map((name) => fixture(name)),
    );
    const commit = page.getByRole('button', { name: '入库' });
    await commit.waitFor({ timeout: 60_000 });
    await expect.poll(() => commit.isEnabled(), { timeout: 60_000 }).toBe(true);
    const panel = await page.locator('body').textContent();
    expect(panel).toContain('4527');
    expect(panel).toMatch(/GBK|GB18030/i);
    expect(panel).toContain('水浇地');
    await mapIsDrawn(page);
    await picture(page, `${device}-import`);
    await commit.click();
    await page.getByRole('heading', { name: '已入库' }).waitFor({ timeout: 60_000 });
    expect(await parcelCount()).toBe(before + expected.rows);

    // It lies where the file says.
    const [lng, lat] = expected.firstCorner;
    const here = (await (
      await product.ask(`/api/identify?lng=${lng}&lat=${lat}&layers=land_parcels`)
    ).json()) as { hits: { batchId: number | null; bounds: number[] }[] };
    expect(here.hits.filter(({ batchId }) => batchId !== null).length).toBeGreaterThan(0);

    // And it is undone.
    await page
      .getByRole('button', { name: /撤销批次/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: '撤销', exact: true }).click();
    await page.getByRole('heading', { name: '已撤销' }).waitFor({ timeout: 60_000 });
    expect(await parcelCount()).toBe(before);
    await mapIsDrawn(page);
    expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await close();
  });
});

async function closeDetail(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: '关闭' });
  if (await button.first().isVisible()) await button.first().click();
}

/** 亩 from the top bar, or on a phone from 更多, after which `place` is asked again. */
async function chooseMu(page: Page, phone: boolean, place: readonly [number, number]): Promise<void> {
  if (!phone) {
    await page.getByRole('radio', { name: '亩' }).check({ force: true });
    return;
  }
  await closeDetail(page);
  await page.getByRole('button', { name: '更多' }).click();
  await page.getByRole('radio', { name: '亩' }).check({ force: true });
  await closeDetail(page);
  await clickPlace(page, place);
}
