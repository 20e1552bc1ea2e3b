import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { placeOfPerson } from '../support/field-person.ts';
import { launchPhoneBrowser, phoneOf, tap } from '../support/field-phone.ts';
import { outOfReach } from '../support/field-reach.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
let browser: Browser;
let place: [number, number];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchPhoneBrowser()]);
  place = await placeOfPerson(browser, product.origin, 'demo-grid');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const looks = [
  ['upright', '100%', 390, 844],
  ['large', '200%', 390, 844],
  ['turned', '100%', 844, 390],
] as const;

async function everyLook(page: Page, screen: string): Promise<void> {
  await page.waitForTimeout(800);
  expect.soft(await seriousFaults(page), screen).toEqual([]);
  for (const [name, size, width, height] of looks) {
    await page.setViewportSize({ width, height });
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
    }, size);
    await page.waitForTimeout(500);
    expect.soft(await outOfReach(page), `${screen}, ${name}`).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '';
  });
}

describe('every screen of the phone', () => {
  it.each(['light', 'dark', 'sun'] as const)(
    'stays in reach in the %s theme, with text twice as large, and when the phone is turned',
    async (theme) => {
      const phone = await phoneOf(browser, product.origin, 'demo-grid', theme);
      await phone.stand(place);
      const page = await phone.start();
      await page.locator('.position-good').waitFor({ timeout: 20_000 });
      await everyLook(page, `map-${theme}`);

      await tap(page, '巡查');
      await page.getByRole('button', { name: '开始巡查' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('里程').waitFor();
      await everyLook(page, `patrol-${theme}`);
      await tap(page, '返回');

      await tap(page, '标记');
      await page.getByRole('button', { name: '圈定此处' }).waitFor();
      await everyLook(page, `flag-draw-${theme}`);
      await page.waitForTimeout(1200);
      await tap(page, '圈定此处');
      await everyLook(page, `flag-class-${theme}`);
      await page.locator('label', { has: page.getByRole('radio', { name: '巡查发现' }) }).tap();
      await page.locator('.camera-shutter:enabled').waitFor();
      await phone.look(page, 30);
      await everyLook(page, `camera-${theme}`);
      await tap(page, '拍照');
      await page.getByText('照片 1').waitFor({ timeout: 20_000 });
      await tap(page, '保存');
      await page.getByText('已存在本机').first().waitFor();
      await everyLook(page, `flag-saved-${theme}`);
      await tap(page, '打开填报');
      await page.getByRole('heading', { name: '填报' }).waitFor();
      await everyLook(page, `form-${theme}`);
      await tap(page, '走过去');
      await page.locator('.walk-far').waitFor();
      await everyLook(page, `walk-${theme}`);

      for (const screen of ['tasks', 'queue', 'me', 'areas', 'verify']) {
        await page.goto(`/field/${screen}`);
        await page.locator('.panel h1').waitFor();
        await everyLook(page, `${screen}-${theme}`);
      }
      await phone.context.close();
    },
    240_000,
  );
});
