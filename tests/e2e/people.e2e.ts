import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAccount } from '../support/account.ts';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { pressByKeyboard, tabTo, typeByKeyboard } from '../support/keyboard.ts';
import { type Product, startProduct } from '../support/product.ts';
import { picture } from '../support/screen.ts';

describe('people', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const openAs = async (as: string, options: object, path = '/') => {
    const opened = await openRecordedPage(browser, product.origin, {
      as,
      reducedMotion: 'reduce',
      ...options,
    });
    const asked: string[] = [];
    opened.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await opened.page.goto(path);
    return { ...opened, asked };
  };
  const list = (page: Page) => page.getByRole('region', { name: '人员清单' }).getByRole('list');

  describe.each([
    ['desktop', { viewport: DESKTOP, colorScheme: 'light' }],
    ['phone', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' }],
  ] as const)('on a %s, by keyboard alone', (device, options) => {
    it('the system administrator adds a person, hands over a link, unlocks and disables', async () => {
      const { page, record, asked, close } = await openAs('demo-system', options);
      await list(page).getByRole('button').first().waitFor();
      // 三员分立: no map, no business data, not even asked for.
      expect(await page.locator('canvas').count()).toBe(0);
      expect(asked.filter((path) => /^\/(tiles|api\/(workspace|layers|targets))/.test(path))).toEqual([]);
      expect(await seriousFaults(page)).toEqual([]);
      await picture(page, `${device}-people`);

      const name = `周转员 ${device}`;
      await pressByKeyboard(page, page.getByRole('button', { name: '新增人员' }));
      await typeByKeyboard(page, page.getByLabel('姓名', { exact: true }), name);
      await typeByKeyboard(page, page.getByLabel('用户名', { exact: true }), `Turn-${device}`);
      expect(await seriousFaults(page)).toEqual([]);
      await page.keyboard.press('Enter');
      const handed = page.getByRole('dialog', { name: `交给${name}的一次性链接` });
      await handed.waitFor();
      expect(await handed.locator('code').textContent()).toMatch(/#activate=[\w-]{20,}/);
      expect(await seriousFaults(page)).toEqual([]);
      await picture(page, `${device}-one-time-link`);
      await pressByKeyboard(page, handed.getByRole('button', { name: '完成' }));
      await page.getByRole('heading', { name }).waitFor();
      expect(await page.getByRole('article').textContent()).toContain(`turn-${device}`);
      expect(await page.getByRole('article').textContent()).toContain('待启用');

      await pressByKeyboard(page, page.getByRole('button', { name: '停用', exact: true }));
      await pressByKeyboard(
        page,
        page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }),
      );
      await page.getByRole('article').getByText('已停用').waitFor();
      await pressByKeyboard(page, page.getByRole('button', { name: '启用', exact: true }));
      await page.getByRole('article').getByText('已停用').waitFor({ state: 'detached' });
      expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
      await close();
    });

    it('the security administrator finds a person, grants a role in one village, and takes it back', async () => {
      const person = await anAccount(product.origin, `granted-${device}`);
      const { page, close } = await openAs('demo-security', options);
      await list(page).getByRole('button').first().waitFor();
      expect(await page.getByRole('button', { name: '新增人员' }).count()).toBe(0);
      await typeByKeyboard(page, page.getByLabel('查找'), person.username);
      await expect.poll(() => list(page).getByRole('button').count()).toBe(1);
      await pressByKeyboard(page, list(page).getByRole('button'));
      const form = page.getByRole('form', { name: '授予角色' });
      await tabTo(page, form.getByLabel('角色'));
      await form.getByLabel('角色').selectOption('field');
      await form.getByLabel('街道（镇）').selectOption({ label: '西营门街道' });
      const village = form.getByLabel('村（社区）');
      await tabTo(page, village);
      await village.selectOption({ index: 1 });
      const chosen = await village.locator('option:checked').textContent();
      expect(await seriousFaults(page)).toEqual([]);
      await pressByKeyboard(page, form.getByRole('button', { name: '授予', exact: true }));
      const held = page.getByRole('article').getByRole('listitem');
      await held.filter({ hasText: '外业员' }).waitFor();
      expect(await held.textContent()).toContain(chosen);
      await picture(page, `${device}-grants`);
      await pressByKeyboard(page, page.getByRole('button', { name: /^收回角色 外业员/ }));
      await pressByKeyboard(
        page,
        page.getByRole('dialog').getByRole('button', { name: '收回', exact: true }),
      );
      await page.getByRole('article').getByText('没有角色').waitFor();
      await close();
    });

    it('the table of rights reads as a grid', async () => {
      const { page, close } = await openAs('demo-security', options, '/?panel=rights');
      const table = page.getByRole('table', { name: /权限/ });
      await table.waitFor();
      const cell = async (role: string, layer: string, action: number) => {
        await page.getByRole('radio', { name: role }).focus();
        await page.keyboard.press('Space');
        const row = page
          .getByRole('row')
          .filter({ has: page.getByRole('rowheader', { name: layer, exact: true }) });
        return row.getByRole('cell').nth(action).getByRole('img').getAttribute('aria-label');
      };
      expect(await cell('外业员', '乱占耕地图斑', 1)).toBe('可以');
      expect(await cell('外业员', '地类图斑', 1)).toBe('不可以');
      expect(await cell('规划员', '地类图斑', 3)).toBe('可以');
      expect(await seriousFaults(page)).toEqual([]);
      await picture(page, `${device}-rights`);
      await close();
    });
  });

  it('speaks English completely when asked to', async () => {
    const { page, close } = await openAs('demo-system', {}, '/?lang=en');
    await page.getByRole('button', { name: 'Add a person' }).waitFor();
    const fixed = await page.locator('.administration').evaluate((root) => {
      const copy = root.cloneNode(true) as HTMLElement;
      // Names of people and places stay what they are.
      for (const name of copy.querySelectorAll('.people-name, .people-roles, .demonstration')) name.remove();
      for (const other of copy.querySelectorAll('[lang="zh-CN"]')) other.remove();
      return copy.textContent;
    });
    expect(fixed?.match(/[\u4e00-\u9fff]+/g) ?? []).toEqual([]);
    await close();
  });
});
