import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askerAs } from '../support/account.ts';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { hasFocus, pressByKeyboard, tabTo, typeByKeyboard } from '../support/keyboard.ts';
import { type Product, startProduct } from '../support/product.ts';
import { picture } from '../support/screen.ts';

describe('the audit log', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
    // Something to look at, and more than one page of it.
    const system = await askerAs(product.origin, 'demo-system');
    const { person } = await system.ask<{ person: { id: string } }>('POST', '/api/people', {
      username: 'watched',
      name: '被查看的人',
    });
    for (let i = 0; i < 230; i += 1) {
      await system.ask('PATCH', `/api/people/${person.id}`, { name: `被查看的人 ${i}` });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it.each([
    ['desktop', { viewport: DESKTOP, colorScheme: 'light' }],
    ['phone', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' }],
  ] as const)('is read, filtered, proved and exported by keyboard on a %s', async (device, options) => {
    const { page, record, close } = await openRecordedPage(browser, product.origin, {
      as: 'demo-audit',
      reducedMotion: 'reduce',
      acceptDownloads: true,
      ...options,
    });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/');
    const rows = page.getByRole('row');
    const first = page.locator('tr[data-row="0"]');
    await first.waitFor();
    expect(asked.filter((path) => /^\/(tiles|api\/(workspace|layers|targets|people))/.test(path))).toEqual(
      [],
    );
    expect(await page.locator('canvas').count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-audit`);

    await pressByKeyboard(page, page.getByRole('button', { name: '校验审计链' }));
    await page.getByText('审计链完整').waitFor();
    expect(await page.getByText(/\d+ 条记录逐条核对/).isVisible()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-audit-verified`);

    // The first page holds 200; the End key reaches what comes after it.
    await tabTo(page, first);
    const count = page.getByText(/^已读出 \d+ 条/);
    expect(await count.textContent()).toContain('200');
    await page.keyboard.press('End');
    await expect
      .poll(() => page.locator('.audit-count').textContent(), { timeout: 20_000 })
      .not.toContain('200 ');

    await tabTo(page, page.getByLabel('动作'), 'Shift+Tab');
    await page.getByLabel('动作').selectOption({ label: '新增人员' });
    await typeByKeyboard(page, page.getByRole('searchbox', { name: '人员' }), '孙系统');
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(2);
    await tabTo(page, first);
    await page.keyboard.press('Enter');
    const entry = page
      .getByRole('complementary', { name: /^第 \d+ 条/ })
      .or(page.getByRole('dialog', { name: /^第 \d+ 条/ }));
    await entry.waitFor();
    expect(await entry.textContent()).toContain('person.add');
    expect(await entry.textContent()).toContain('watched');
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-audit-entry`);
    if (device === 'phone') {
      await page.keyboard.press('Escape');
      await entry.waitFor({ state: 'detached' });
      await expect.poll(() => hasFocus(first)).toBe(true);
    }

    const [download] = await Promise.all([page.waitForEvent('download'), exportByKeyboard(page)]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('person.add');
    expect(text).not.toContain('person.change');
    expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await close();
  });
});

async function exportByKeyboard(page: Parameters<typeof tabTo>[0]): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: '导出 CSV' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
}
