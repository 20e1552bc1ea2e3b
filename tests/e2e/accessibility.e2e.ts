import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { dropFiles } from '../support/drop-files.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn } from '../support/screen.ts';

type Screen = readonly [name: string, open: (page: Page, phone: boolean) => Promise<void>];

const screens: readonly Screen[] = [
  ['the map', async () => {}],
  [
    'what was clicked',
    async (page) => {
      const box = await page.locator('canvas.maplibregl-canvas').boundingBox();
      if (!box) throw new Error('no map');
      await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.4);
      await page.getByRole('article').first().waitFor();
    },
  ],
  [
    'the search results',
    async (page) => {
      await page.getByRole('combobox', { name: /检索/ }).fill('xymj');
      await page.getByRole('listbox', { name: '检索结果' }).getByRole('option').first().waitFor();
    },
  ],
  [
    'the targets',
    async (page) => {
      await page.getByRole('button', { name: '耕地保护', exact: true }).click();
      await page.getByRole('article', { name: /耕地保有量/ }).waitFor();
    },
  ],
  [
    'an opened number',
    async (page) => {
      await page.getByRole('button', { name: '耕地保护', exact: true }).click();
      await page
        .getByRole('article', { name: /耕地保有量/ })
        .getByRole('button', { name: /打开这个数/ })
        .click();
      await page.getByText(/相等，精确到 0.01 平方米/).waitFor();
    },
  ],
  [
    'the three rulers',
    async (page) => {
      await page.getByRole('button', { name: '耕地保护', exact: true }).click();
      await page
        .getByRole('article', { name: /耕地保有量/ })
        .getByRole('button', { name: '三把尺' })
        .click();
      await page.getByRole('table').first().waitFor();
    },
  ],
  [
    'the import',
    async (page, phone) => {
      if (phone) await page.getByRole('button', { name: '更多' }).click();
      await page.getByRole('button', { name: '导入' }).first().click();
      await page.getByRole('button', { name: /选择文件/ }).waitFor();
    },
  ],
  [
    'the preview of a file',
    async (page) => {
      await dropFiles(page, [
        fileURLToPath(new URL('../fixtures/shapefile/gbk-gk-prj/图斑.zip', import.meta.url)),
      ]);
      await page.getByRole('button', { name: '入库' }).waitFor({ timeout: 60_000 });
    },
  ],
  [
    'the help',
    async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  ],
];

describe('accessibility', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  describe.each([
    ['desktop, light', { viewport: DESKTOP, colorScheme: 'light' }],
    ['desktop, dark', { viewport: DESKTOP, colorScheme: 'dark' }],
    ['phone, light', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'light' }],
    ['phone, dark', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' }],
  ] as const)('on %s', (device, options) => {
    it.each(screens)('axe finds nothing serious on %s', async (_name, open) => {
      const { page, close } = await openRecordedPage(browser, product.origin, {
        ...options,
        reducedMotion: 'reduce',
      });
      await page.goto('/');
      await mapIsDrawn(page);
      await open(page, device.startsWith('phone'));
      // Judged as it stands, not while it still fills: a button waiting for its rows is pale on purpose.
      await page.waitForLoadState('networkidle');
      await mapIsDrawn(page);
      expect(await seriousFaults(page)).toEqual([]);
      await close();
    });
  });

  it('shows a change at once to whoever wants no motion', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin, { reducedMotion: 'reduce' });
    await page.goto('/');
    await mapIsDrawn(page);
    const opacity = await page
      .getByRole('button')
      .first()
      .evaluate((button) => {
        button.style.opacity = '0.5';
        return getComputedStyle(button).opacity;
      });
    expect(opacity).toBe('0.5');
    await close();
  });

  it('fits a window of 320 px without scrolling sideways', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin, {
      viewport: { width: 320, height: 640 },
    });
    await page.goto('/');
    await mapIsDrawn(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await close();
  });
});
