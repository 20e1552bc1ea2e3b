import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser.ts';
import { pressByKeyboard, tabTo, typeByKeyboard } from '../support/keyboard.ts';
import { nudged, parcelAt, sitDown, type WholeFeature } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture } from '../support/screen.ts';

describe('history of a parcel', { timeout: 240_000 }, () => {
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
    ['desktop', { viewport: DESKTOP, colorScheme: 'dark' }, [117.1, 39.12]],
    ['phone', { viewport: PHONE, isMobile: true, hasTouch: true }, [117.0985, 39.1235]],
  ] as const)('on %s', (device, options, place) => {
    it('shows who changed what, when and why, compares any two versions, and restores one, by keyboard alone', async () => {
      const desk = await sitDown(browser, product.origin, 'demo-planner', options);
      const { page, ask } = desk;
      const parcel = await parcelAt(desk, place);
      const path = `/api/layers/land_parcels/features/${parcel.id}`;
      const first = await ask<WholeFeature>(
        'PATCH',
        path,
        { geometry: nudged(parcel, [0.0001, 0.0001]), reason: '边界调整', document: '示意〔2026〕1 号' },
        parcel.versionId,
      );
      await ask('PATCH', path, { properties: { note: '第二次修改' }, reason: '补充备注' }, first.versionId);

      await page.goto(`/?sel=land_parcels/${parcel.id}#map=17/${place[1]}/${place[0]}`);
      await mapIsDrawn(page);
      await pressByKeyboard(page, page.getByRole('button', { name: '变更历史' }));
      const versions = page.getByRole('list', { name: /个版本，新的在前/ });
      await versions.getByText('补充备注').waitFor();
      expect(await versions.getByText('边界调整').count()).toBeGreaterThan(0);
      expect(await versions.getByText('示意〔2026〕1 号').count()).toBeGreaterThan(0);
      expect(await versions.getByText(/示例 李规划/).count()).toBeGreaterThan(0);
      // The newest change is compared at once: only a field.
      await page.getByRole('cell', { name: '第二次修改' }).waitFor();
      await page.getByText('图形没有差别。').waitFor();

      const options2 = page.getByRole('combobox', { name: '旧版本' });
      await tabTo(page, options2);
      await page.keyboard.press('End');
      await page.getByText('增加', { exact: true }).waitFor();
      await picture(page, `history-${device}`);
      expect(await seriousFaults(page)).toEqual([]);

      await pressByKeyboard(page, page.getByRole('button', { name: '恢复版本 1' }));
      const dialog = page.getByRole('dialog', { name: '恢复版本 1？' });
      await dialog.waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await typeByKeyboard(page, dialog.getByLabel(/^变更原因/), '调整有误，恢复');
      await pressByKeyboard(page, dialog.getByRole('button', { name: '恢复此版本' }));
      await page.getByText('已恢复为版本 1 的内容').first().waitFor();
      await versions.getByText('调整有误，恢复').first().waitFor();
      const restored = await ask<WholeFeature>('GET', path);
      expect(restored.geometry).toEqual(parcel.geometry);
      expect(restored.properties.note).toBe(parcel.properties.note);
      expect(desk.record.consoleErrors).toEqual([]);
      await desk.close();
    });
  });

  it('shows a past day: the parcel as it was, and back to today', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page, ask } = desk;
    const parcel = await parcelAt(desk, [117.105, 39.125]);
    await ask(
      'PATCH',
      `/api/layers/land_parcels/features/${parcel.id}`,
      { properties: { note: '今天的备注' }, reason: '今日修改' },
      parcel.versionId,
    );
    await page.goto(`/?sel=land_parcels/${parcel.id}`);
    await page.getByText('今天的备注').waitFor();
    await pressByKeyboard(page, page.getByRole('button', { name: /^今天/ }));
    const dialog = page.getByRole('dialog', { name: '历史时点' });
    await tabTo(page, dialog.getByLabel('时点', { exact: true }));
    await page.keyboard.type('06012026');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/^历史时点 2026-0[16]-0[16]$/).waitFor();
    await page.getByText('今天的备注').waitFor({ state: 'detached' });
    // The address follows the screen a moment later.
    await page.waitForURL((url) => /[?&#]asOf=2026-0[16]-0[16]/.test(url.href));
    await picture(page, 'as-of');
    expect(await seriousFaults(page)).toEqual([]);
    await pressByKeyboard(page, page.getByRole('button', { name: '回到今天' }));
    await page.getByText('今天的备注').waitFor();
    await desk.close();
  });
});
