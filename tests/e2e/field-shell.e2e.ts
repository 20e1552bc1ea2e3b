import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { launchBrowser, PHONE } from '../support/browser.ts';
import { type ChangingOrigin, changingOrigin } from '../support/changing-origin.ts';
import { coloursIn, shareOf } from '../support/colours.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture } from '../support/screen.ts';
import { signInAs } from '../support/sign-in-as.ts';

// Four thousand tiles on a machine that does other things too.
vi.setConfig({ testTimeout: 300_000 });

let product: Product;
let origin: ChangingOrigin;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  origin = await changingOrigin(product.origin);
});

afterAll(async () => {
  await browser?.close();
  await origin?.close();
  await product?.stop();
});

/** A phone of its own, on which a demonstration person signed in. */
async function aPhone(person = 'demo-inspector', options = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: origin.origin,
    viewport: PHONE,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    hasTouch: true,
    isMobile: true,
    ...options,
  });
  const [name = '', value = ''] = (await signInAs(product.origin, person)).split('=');
  await context.addCookies([{ name, value, url: origin.origin, httpOnly: true, sameSite: 'Strict' }]);
  return context;
}

/** The map and the whole program are there, and the program is kept on the phone. */
async function opened(page: Page, path = '/field'): Promise<void> {
  await page.goto(path);
  await mapIsDrawn(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

async function downloadView(page: Page): Promise<void> {
  await page.getByRole('button', { name: '我的' }).click();
  await page.getByRole('button', { name: /离线区域/ }).click();
  await page.getByRole('button', { name: '下载当前视野' }).click();
  await page.getByRole('button', { name: '下载', exact: true }).click();
}

const WAIT = { timeout: 20_000 };

const card = (page: Page) => page.locator('.pack-area');

describe('the field app without a signal', () => {
  it('opens from a cold start after one visit, with the last person, and draws Chinese and Latin names itself', async () => {
    const context = await aPhone();
    const page = await context.newPage();
    await opened(page);
    await picture(page, 'field-map');
    await context.setOffline(true);
    await page.close();

    const cold = await context.newPage();
    const errors: string[] = [];
    cold.on('pageerror', (error) => errors.push(String(error)));
    await cold.goto('/field');
    await cold.locator('canvas.maplibregl-canvas').waitFor();
    // Nothing was downloaded: the name of the town, in the phone's own characters, stands in the middle, whether its patches came before or not.
    const named = () => inkInMiddle(cold);
    await expect.poll(named, { timeout: 15_000 }).toBeGreaterThan(0.005);

    await cold.getByRole('button', { name: '我的' }).click();
    await cold.getByRole('heading', { name: /示例/ }).waitFor();
    await cold.getByText('English').click();
    await cold.getByRole('button', { name: 'Back' }).click();
    expect(await cold.locator('html').getAttribute('lang')).toBe('en');
    await expect.poll(named, { timeout: 15_000 }).toBeGreaterThan(0.005);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('draws a downloaded area from the phone, as deep as one goes', async () => {
    const context = await aPhone();
    const page = await context.newPage();
    await opened(page);
    await downloadView(page);
    await picture(page, 'field-download');
    await card(page).getByRole('button', { name: '更新' }).waitFor({ timeout: 120_000 });
    expect(await card(page).textContent()).toMatch(/[\d.]+ MB · 2\d{3}年/);
    await picture(page, 'field-areas');
    await context.setOffline(true);
    await page.close();

    const cold = await context.newPage();
    await cold.goto('/field');
    const map = cold.locator('canvas.maplibregl-canvas');
    await map.waitFor();
    await expect
      .poll(async () => coloursIn(browser, await map.screenshot()), { timeout: 30_000 })
      .toBeGreaterThan(10);
    await picture(cold, 'field-offline');
    // Far below the deepest stored zoom the ground is still there.
    for (let press = 0; press < 7; press += 1) await cold.getByRole('button', { name: '放大' }).click();
    await expect
      .poll(async () => coloursIn(browser, await map.screenshot()), { timeout: 30_000 })
      .toBeGreaterThan(3);
    await context.close();
  });

  it('does not call an area complete that was interrupted, and goes on when the network is back', async () => {
    const context = await aPhone();
    const page = await context.newPage();
    await opened(page);
    await downloadView(page);
    await expect.poll(() => shareDone(page), { timeout: 60_000 }).toBeGreaterThan(0.02);
    await context.setOffline(true);
    await card(page).getByText('网络断了').waitFor({ timeout: 60_000 });
    expect(await card(page).textContent()).toContain('未完整');
    const before = await shareDone(page);
    expect(before).toBeLessThan(1);
    // Closing the app in the middle changes nothing of that.
    await page.close();
    const again = await context.newPage();
    await again.goto('/field/areas');
    await card(again).getByText('未完整').waitFor();
    expect(await shareDone(again)).toBeCloseTo(before, 1);
    await context.setOffline(false);
    await card(again)
      .getByRole('button', { name: /更新|继续/ })
      .first()
      .waitFor();
    await again.evaluate(() => dispatchEvent(new Event('online')));
    await card(again).getByRole('button', { name: '更新' }).waitFor({ timeout: 120_000 });
    await card(again).getByRole('button', { name: '删除' }).click();
    await card(again).getByRole('button', { name: '确认删除' }).click();
    await again.getByText('还没有离线区域').waitFor();
    expect(await tilesKept(again)).toBe(0);
    await context.close();
  });
});

describe('a new version of the field app', () => {
  it('waits until the person takes it, and then until everything is written', async () => {
    const context = await aPhone();
    const page = await context.newPage();
    await opened(page);
    origin.change();
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration('/field'))?.update();
    });
    await page.getByText('新版本已就绪').first().waitFor({ timeout: 30_000 });
    await picture(page, 'field-update');
    // A record is being written.
    await page.evaluate(() => {
      const held = new Promise<void>((resolve) => Object.assign(window, { finishWriting: resolve }));
      void navigator.locks.request('gengjie-field-writing', { mode: 'shared' }, () => held);
      Object.assign(window, { samePage: true });
    });
    const samePage = () => page.evaluate(() => 'samePage' in window);
    await page.getByRole('button', { name: '更新' }).click();
    await page.getByText('等待写入完成').waitFor();
    await page.waitForTimeout(1500);
    expect(await samePage()).toBe(true);
    await page.evaluate(() => (window as unknown as { finishWriting(): void }).finishWriting());
    await expect.poll(samePage, { timeout: 20_000 }).toBe(false);
    await mapIsDrawn(page);
    expect(await page.getByText('新版本已就绪').count()).toBe(0);
    await context.close();
  });
});

describe('the shell of the field app', () => {
  it.each(['light', 'dark', 'sun'] as const)(
    'has no fault that axe calls serious in the %s theme',
    async (theme) => {
      const context = await aPhone();
      await context.addInitScript((name) => {
        localStorage.setItem(
          'gengjie.field.preferences',
          JSON.stringify({
            state: { theme: name, language: 'zh', layers: ['land_parcels', 'permanent_farmland'] },
            version: 0,
          }),
        );
      }, theme);
      const page = await context.newPage();
      await opened(page);
      expect(await seriousFaults(page)).toEqual([]);
      await picture(page, `field-${theme}`);
      for (const path of ['/field/me', '/field/areas']) {
        await page.goto(path);
        await page.locator('.panel-body > *').first().waitFor();
        expect(await seriousFaults(page), path).toEqual([]);
      }
      await page.goto('/field/me');
      await page.locator('.me').waitFor();
      await picture(page, `field-me-${theme}`);
      await context.close();
    },
  );

  it('signs in on a phone that nobody used, and is clean there too', async () => {
    const context = await aPhone();
    await context.clearCookies();
    const page = await context.newPage();
    await page.goto('/field/tasks');
    await page.getByRole('heading', { name: '耕界外业' }).waitFor();
    await page.getByRole('button', { name: /示例 赵外业/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'field-sign-in');
    await page.getByRole('button', { name: /示例 赵外业/ }).click();
    await page.locator('.bottom-bar').waitFor();
    await context.close();
  });

  it('closes what is open by the phone’s back button, by Esc and by the arrow, and opens a link', async () => {
    const context = await aPhone();
    const page = await context.newPage();
    await opened(page);
    const heading = page.getByRole('heading', { level: 1 });
    await page.getByRole('button', { name: '我的' }).click();
    await expect.poll(() => heading.textContent(), WAIT).toBe('我的');
    await page.getByRole('button', { name: /离线区域/ }).click();
    await expect.poll(() => heading.textContent(), WAIT).toBe('离线区域');
    expect(new URL(page.url()).pathname).toBe('/field/areas');
    await page.goBack();
    await expect.poll(() => heading.textContent(), WAIT).toBe('我的');
    await page.keyboard.press('Escape');
    await expect.poll(() => heading.count(), WAIT).toBe(0);
    expect(new URL(page.url()).pathname).toBe('/field');
    await page.goto('/field/areas');
    await expect.poll(() => heading.textContent(), WAIT).toBe('离线区域');
    await page.getByRole('button', { name: '返回' }).click();
    await expect.poll(() => new URL(page.url()).pathname, WAIT).toBe('/field');
    await context.close();
  });

  it('keeps every word in reach when text is twice as large, on a narrow phone too', async () => {
    for (const viewport of [PHONE, { width: 320, height: 640 }]) {
      const context = await aPhone('demo-inspector', { viewport });
      const page = await context.newPage();
      await opened(page);
      for (const path of ['/field', '/field/me', '/field/areas']) {
        await page.goto(path);
        await page
          .locator(path === '/field' ? 'canvas.maplibregl-canvas' : '.panel-body > *')
          .first()
          .waitFor();
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%';
        });
        await page.waitForTimeout(400);
        expect(await cutOff(page), `${path} ${viewport.width}`).toEqual([]);
        if (viewport === PHONE) await picture(page, `field-large-text${path.replaceAll('/', '-')}`);
      }
      await context.close();
    }
  });
});

/** Share of ink-dark pixels in the middle of the map, where the name of the town stands. */
async function inkInMiddle(page: Page): Promise<number> {
  const box = await page.locator('canvas.maplibregl-canvas').boundingBox();
  if (!box) return 0;
  const clip = {
    x: box.x + box.width * 0.35,
    y: box.y + box.height * 0.47,
    width: box.width * 0.3,
    height: box.height * 0.06,
  };
  return shareOf(browser, await page.screenshot({ clip }), ([red, green, blue]) => red + green + blue < 240);
}

async function shareDone(page: Page): Promise<number> {
  const bar = card(page).locator('progress');
  return (await bar.count()) === 0 ? 0 : Number(await bar.getAttribute('value'));
}

function tilesKept(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('gengjie-field-pack');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const count = opening.result.transaction('tiles').objectStore('tiles').count();
          count.onsuccess = () => resolve(count.result);
        };
      }),
  );
}

/** Words that are wider than the screen or taller than their box. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const { clientWidth } = document.documentElement;
    for (const element of document.querySelectorAll<HTMLElement>('button, h1, h2, p, dd, dt, label, li')) {
      if (element.closest('.maplibregl-map, .visually-hidden') || element.offsetParent === null) continue;
      const { left, right } = element.getBoundingClientRect();
      const name = `${element.tagName} ${element.textContent?.slice(0, 20)}`;
      if (left < -1 || right > clientWidth + 1) faults.push(`${name}: beyond the screen`);
      const { overflow } = getComputedStyle(element);
      if (overflow !== 'visible' && element.scrollHeight > element.clientHeight + 2)
        faults.push(`${name}: cut`);
      if (element.scrollWidth > element.clientWidth + 2 && element.tagName === 'BUTTON')
        faults.push(`${name}: overflows`);
    }
    return faults;
  });
}
