import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAccount, askerAs, codeOf } from '../support/account.ts';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { pressByKeyboard, typeByKeyboard } from '../support/keyboard.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture, placeInAddress } from '../support/screen.ts';

const TOWN = '120111001000';
const phone = { viewport: PHONE, isMobile: true, hasTouch: true } as const;
const devices = [
  ['desktop', { viewport: DESKTOP }],
  ['phone', phone],
] as const;

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const open = (options: object) =>
  openRecordedPage(browser, product.origin, { as: null, reducedMotion: 'reduce', ...options });
const username = (page: Page) => page.getByLabel('用户名', { exact: true });
const password = (page: Page) => page.getByLabel('口令', { exact: true });

async function signIn(page: Page, name: string, secret: string): Promise<void> {
  await username(page).waitFor();
  await typeByKeyboard(page, username(page), name);
  await typeByKeyboard(page, password(page), secret);
  await page.keyboard.press('Enter');
}

/** 我的账户, wherever this screen has it. */
async function openAccount(page: Page, onPhone: boolean): Promise<void> {
  if (onPhone) await pressByKeyboard(page, page.getByRole('button', { name: '更多', exact: true }));
  await pressByKeyboard(page, page.getByRole('button', { name: /^我的账户/ }));
  await page.getByRole('heading', { name: '登录会话' }).waitFor();
}

describe.each(devices)('on a %s, by keyboard alone', (device, options) => {
  const onPhone = device === 'phone';

  it.each([['light'], ['dark']] as const)(
    'a stranger sees a sign-in page that axe finds nothing serious on, %s',
    async (colorScheme) => {
      const { page, record, close } = await open({ ...options, colorScheme });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto('/');
      await username(page).waitFor();
      expect(await page.getByText('示意数据').first().isVisible()).toBe(true);
      expect(await seriousFaults(page)).toEqual([]);
      expect(asked.filter((path) => path.startsWith('/api/'))).toEqual(['/api/session']);
      expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
      await picture(page, `${device}-${colorScheme === 'dark' ? 'dark-' : ''}sign-in`);
      await close();
    },
  );

  it('one press on a demonstration person opens the map, and signing out closes it', async () => {
    const { page, record, close } = await open(options);
    await page.goto('/');
    await pressByKeyboard(page, page.getByRole('button', { name: /规划员/ }));
    await mapIsDrawn(page);
    expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await openAccount(page, onPhone);
    await page.waitForLoadState('networkidle');
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-account`);
    await pressByKeyboard(page, page.getByRole('button', { name: '退出登录' }));
    await username(page).waitFor();
    expect(await page.locator('canvas').count()).toBe(0);
    await close();
  });

  it('a one-time link leaves the address bar, ticks the rules, and lets its person in', async () => {
    const system = await askerAs(product.origin, 'demo-system');
    const { link } = await system.ask<{ link: string }>('POST', '/api/people', {
      username: `new-${device}`,
      name: '新来的人',
    });
    const { page, close } = await open(options);
    await page.goto(link);
    await page.getByText('新来的人').waitFor();
    expect(page.url()).not.toContain('activate');
    const rules = page.getByRole('list', { name: '口令规则' });
    const met = () => rules.getByText('（已满足）').count();
    expect(await met()).toBe(0);
    await typeByKeyboard(page, page.getByLabel('新口令', { exact: true }), 'short');
    await expect.poll(met).toBe(2);
    await typeByKeyboard(page, page.getByLabel('新口令', { exact: true }), 'Meadow+Lake.2026');
    await typeByKeyboard(page, page.getByLabel('再输一次新口令'), 'Meadow+Lake.2026');
    await expect.poll(met).toBe(5);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-activation`);
    await page.keyboard.press('Enter');
    // Nobody has given them a role yet: no map, no data, and a word why.
    await page.getByText(/您还没有角色/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.goto(link);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('button', { name: '去登录' }).isVisible()).toBe(true);
    await close();
  });

  it('a wrong password is said to be wrong, and the fifth shows how long to wait', async () => {
    const person = await anAccount(product.origin, `locked-${device}`);
    const { page, close } = await open(options);
    await page.goto('/');
    for (let i = 0; i < 5; i += 1) {
      await signIn(page, person.username, `Wrong-password-${i}`);
      await page.getByRole('alert').waitFor();
      await expect.poll(() => password(page).inputValue(), { timeout: 20_000 }).toBe('');
    }
    await signIn(page, person.username, person.password);
    await page.getByRole('timer').waitFor();
    expect(await page.getByRole('timer').textContent()).toMatch(/还需等待 \d+:\d\d/);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-locked`);
    await close();
  });

  it('a session that ended asks for sign-in over the map and goes on where it was', async () => {
    const person = await anAccount(product.origin, `back-${device}`, [{ role: 'planner', regionCode: TOWN }]);
    const { page, close } = await open(options);
    await page.goto('/#map=15/39.135/117.095');
    await signIn(page, person.username, person.password);
    await mapIsDrawn(page);
    await pressByKeyboard(page, page.getByRole('button', { name: '耕地保护', exact: true }));
    await page.getByRole('article', { name: /耕地保有量/ }).waitFor();

    await page.context().clearCookies();
    await page
      .getByRole('article', { name: /耕地保有量/ })
      .getByRole('button', { name: /打开这个数/ })
      .click();
    const dialog = page.getByRole('dialog', { name: '请重新登录' });
    await dialog.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-signed-out`);
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);
    expect(await dialog.getByLabel('用户名').inputValue()).toBe(person.username);
    await typeByKeyboard(page, dialog.getByLabel('口令', { exact: true }), person.password);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/相等，精确到 0.01 平方米/).waitFor();
    await mapIsDrawn(page);
    // On a phone the opened number moves the map itself.
    if (!onPhone) expect(placeInAddress(page)).toEqual({ zoom: 15, lat: 39.135, lng: 117.095 });

    // Somebody else at the same screen gets a fresh page: nothing of the first person stays.
    await page.context().clearCookies();
    await page.evaluate(() => new BroadcastChannel('gengjie.session').postMessage(null));
    await dialog.waitFor();
    const other = await anAccount(product.origin, `other-${device}`, [{ role: 'viewer', regionCode: TOWN }]);
    await typeByKeyboard(page, dialog.getByLabel('用户名'), other.username);
    await typeByKeyboard(page, dialog.getByLabel('口令', { exact: true }), other.password);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await mapIsDrawn(page);
    expect(await page.getByRole('article', { name: /耕地保有量/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: '导入' }).count()).toBe(0);
    await close();
  });

  it('a second factor is set up, asked for, and given up', async () => {
    const person = await anAccount(product.origin, `factor-${device}`, [
      { role: 'planner', regionCode: TOWN },
    ]);
    const { page, close } = await open(options);
    await page.goto('/');
    await signIn(page, person.username, person.password);
    await mapIsDrawn(page);
    await openAccount(page, onPhone);
    await pressByKeyboard(page, page.getByRole('button', { name: '开始绑定' }));
    await page.getByRole('img', { name: /二维码/ }).waitFor();
    const secret = (await page.locator('.secret code').textContent()) ?? '';
    expect(secret).toMatch(/^([A-Z2-7]{4} ?)+$/);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-second-factor`);
    await typeByKeyboard(page, page.getByLabel('六位动态口令'), codeOf(secret));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '恢复码' }).waitFor();
    const codes = await page.locator('.recovery-codes code').allTextContents();
    expect(codes.length).toBeGreaterThanOrEqual(8);
    expect(await seriousFaults(page)).toEqual([]);
    const kept = page.getByRole('checkbox', { name: '我已保管好恢复码' });
    await kept.focus();
    await page.keyboard.press('Space');
    await pressByKeyboard(page, page.getByRole('button', { name: '继续' }));
    await page.getByRole('button', { name: '停用动态口令' }).waitFor();

    await pressByKeyboard(page, page.getByRole('button', { name: '退出登录' }));
    await signIn(page, person.username, person.password);
    await page.getByLabel('六位动态口令').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.type('000000');
    await page.getByRole('alert').waitFor();
    await pressByKeyboard(page, page.getByRole('button', { name: /改用恢复码/ }));
    await page.keyboard.type(codes[0]!);
    await page.keyboard.press('Enter');
    await mapIsDrawn(page);
    await close();
  });

  it('an API token is shown once, works, and is revoked', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin, {
      reducedMotion: 'reduce',
      ...options,
    });
    await page.goto('/');
    await mapIsDrawn(page);
    await openAccount(page, onPhone);
    await pressByKeyboard(page, page.getByRole('button', { name: '新建令牌' }));
    const name = `QGIS ${device}`;
    await typeByKeyboard(page, page.getByLabel('名称'), name);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '复制令牌' }).waitFor();
    const secret = (await page.locator('.new-secret code').textContent()) ?? '';
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${device}-token`);
    const status = async () =>
      (await fetch(`${product.origin}/api/layers`, { headers: { authorization: `Bearer ${secret}` } }))
        .status;
    expect(await status()).toBe(200);
    await pressByKeyboard(page, page.getByRole('button', { name: '完成' }));
    await pressByKeyboard(page, page.getByRole('button', { name: `吊销令牌 ${name}` }));
    await pressByKeyboard(page, page.getByRole('dialog').getByRole('button', { name: '吊销', exact: true }));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await status()).toBe(401);
    await close();
  });
});

describe('a session nobody uses', () => {
  it('asks whether somebody is there, and ends when nobody answers, keeping what is on the screen', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin, { reducedMotion: 'reduce' });
    await page.clock.install();
    await page.goto('/');
    await mapIsDrawn(page);
    await page.clock.fastForward('29:30');
    const question = page.getByRole('dialog', { name: '还在吗？' });
    await question.waitFor();
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    await page.clock.fastForward('29:30');
    await question.waitFor();
    await page.clock.fastForward('01:00');
    await page.getByRole('dialog', { name: '请重新登录' }).waitFor();
    await pressByKeyboard(page, page.getByRole('dialog').getByRole('button', { name: /规划员/ }));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await mapIsDrawn(page);
    await close();
  });
});
