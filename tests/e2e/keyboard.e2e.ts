import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openRecordedPage } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, placeInAddress } from '../support/screen.ts';

describe('without a mouse', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('finds a place, opens the parcel under the crosshair and reads it', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin, { reducedMotion: 'reduce' });
    await page.goto('/');
    await mapIsDrawn(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('xszk');
    const options = page.getByRole('listbox', { name: '检索结果' }).getByRole('option');
    await options.first().waitFor();
    expect(await options.first().textContent()).toContain('小稍直口');
    await page.keyboard.press('Enter');
    await expect.poll(() => placeInAddress(page).zoom, { timeout: 20_000 }).toBeGreaterThan(13);
    await page.keyboard.press('Escape');

    // Tab reaches the map; arrows bring the crosshair; Enter asks what lies under it.
    const canvas = page.locator('canvas.maplibregl-canvas');
    for (
      let i = 0;
      i < 120 && !(await canvas.evaluate((element) => element === document.activeElement));
      i += 1
    ) {
      await page.keyboard.press('Tab');
    }
    expect(await canvas.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('group', { name: '移动与查询' }).waitFor();
    await mapIsDrawn(page);
    await page.keyboard.press('Enter');

    // The list of hits has the focus: arrows step through it, the card follows.
    const hits = page.getByRole('listbox', { name: /个要素/ });
    await hits.waitFor();
    await expect.poll(() => hits.evaluate((element) => element === document.activeElement)).toBe(true);
    const names = await hits.getByRole('option').allTextContents();
    const parcel = names.findIndex((name) => name.includes('地类图斑'));
    expect(parcel).toBeGreaterThanOrEqual(0);
    for (let i = 0; i < parcel; i += 1) await page.keyboard.press('ArrowDown');
    const card = page.getByRole('article', { name: /地类图斑/ });
    await card.waitFor();
    expect(await card.textContent()).toMatch(/公顷/);
    // Esc leaves the tool first, then the innermost panel.
    await page.keyboard.press('Escape');
    await page.getByRole('group', { name: '移动与查询' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await hits.waitFor({ state: 'detached' });
    await close();
  });
});
