import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_VIEW_LIMIT } from '../../scripts/build/bundle-report.ts';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { coloursIn } from '../support/colours.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture, placeInAddress } from '../support/screen.ts';

let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

describe('the first view after npm start', () => {
  it.each([
    ['desktop', { viewport: DESKTOP }],
    ['desktop-dark', { viewport: DESKTOP, colorScheme: 'dark' }],
    ['phone', { viewport: PHONE, isMobile: true, hasTouch: true }],
    ['phone-dark', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' }],
  ] as const)(
    'shows the map of the demonstration area on %s, marked so, with no error and no request to another host',
    async (name, options) => {
      const { page, record, close } = await openRecordedPage(browser, product.origin, { ...options });
      await page.goto('/');
      await mapIsDrawn(page);
      expect(await page.getByText('示意数据').first().isVisible()).toBe(true);
      await expect.poll(() => coloursOnMap(page), { timeout: 30_000 }).toBeGreaterThan(8);
      expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
      await picture(page, `${name}-overview`);
      await close();
    },
  );

  it('speaks English completely when asked to', async () => {
    const { page, record, close } = await openRecordedPage(browser, product.origin);
    await page.goto('/?lang=en');
    await mapIsDrawn(page);
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
    const panel = await page.getByRole('complementary', { name: 'Layers' }).textContent();
    expect(panel?.match(/[\u4e00-\u9fff]+/g) ?? []).toEqual([]);
    expect(record.consoleErrors).toEqual([]);
    await picture(page, 'desktop-english');
    await close();
  });

  it('opens a link where and how it was copied', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin);
    await page.goto('/?unit=mu&theme=dark#map=15.5/39.135/117.095');
    await mapIsDrawn(page);
    expect(placeInAddress(page)).toEqual({ zoom: 15.5, lat: 39.135, lng: 117.095 });
    expect(await page.getByRole('complementary', { name: '图层' }).textContent()).toContain('亩');
    await close();
  });
});

/** How many clearly different colours the map shows; a blank one has one or two. */
async function coloursOnMap(page: Page): Promise<number> {
  return coloursIn(browser, await page.locator('canvas.maplibregl-canvas').screenshot());
}

describe('the script of the first view', () => {
  it('is at most 450 KB as it travels, the worker of the map apart', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin);
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script' && !request.url().includes('worker')) {
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      }
    });
    await page.goto('/');
    await page.locator('canvas.maplibregl-canvas').waitFor();
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(FIRST_VIEW_LIMIT);
    await close();
  });
});
