import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser.ts';
import { pressByKeyboard } from '../support/keyboard.ts';
import { parcelAt, sitDown } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture } from '../support/screen.ts';

describe('the targets of a region', { timeout: 300_000 }, () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('says of each indicator what it counts and where that is written', async () => {
    const { page, record, close } = await sitDown(browser, product.origin, 'demo-leader', {
      viewport: DESKTOP,
    });
    await page.goto('/?panel=indicators');
    const card = page.getByRole('article', { name: /^耕地保有量/ });
    await card.getByText('口径').waitFor();
    await card.getByText(/依据：/).waitFor();
    // A leader looks; planners enter.
    expect(await page.getByRole('radio', { name: '录入指标' }).count()).toBe(0);
    await picture(page, 'indicators');
    expect(await seriousFaults(page)).toEqual([]);
    expect(record.consoleErrors).toEqual([]);
    await close();
  });

  it.each([
    ['desktop', { viewport: DESKTOP }],
    ['phone', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' }],
  ] as const)(
    'turns a planning sentence into a target that a person has checked, on %s',
    async (device, options) => {
      const desk = await sitDown(browser, product.origin, 'demo-planner', options);
      const { page } = desk;
      const year = device === 'phone' ? 2031 : 2030;
      await page.goto('/?panel=indicators');
      if (device === 'phone') await page.getByRole('button', { name: '展开抽屉' }).click();
      await page.getByRole('radio', { name: '文句读取' }).check();
      await page
        .getByLabel('规划文句')
        .fill(`到${year}年，全街道耕地保有量不低于51.5公顷；新建口袋公园12处，每处2.5公顷，共35公顷。`);
      await page.getByLabel('来源文件').fill('示意规划（测试用）');
      await page.getByRole('button', { name: '读取', exact: true }).click();
      await page.getByText(/读出 \d+ 个数，都还没有录入/).waitFor();
      await page.getByText(/自相矛盾/).waitFor();
      const proposal = page.getByRole('article', { name: /51\.5 公顷/ });
      await proposal.getByText(/不低于（文中：不低于）/).waitFor();
      await picture(page, `sentence-${device}`);
      expect(await seriousFaults(page)).toEqual([]);
      // Nothing is stored unasked.
      const listed = () =>
        desk.ask<{ targets: { year: number }[] }>('GET', `/api/targets?region=120111001000&year=${year}`);
      expect((await listed()).targets).toEqual([]);

      await proposal.getByRole('button', { name: '核对并录入' }).click();
      await proposal.getByRole('button', { name: '核对无误，录入' }).click();
      // The reason is a person's to give.
      await proposal.getByText('此项必填').waitFor();
      await proposal.getByLabel('录入原因').fill('按示意规划录入');
      await proposal.getByRole('button', { name: '核对无误，录入' }).click();
      await proposal.getByText('已录入', { exact: true }).waitFor();
      expect((await listed()).targets).toMatchObject([
        { indicator: 'farmland_retention', comparator: '>=', value: 515_000, reportedText: '51.5', year },
      ]);
      expect(desk.record.consoleErrors).toEqual([]);
      await desk.close();
    },
  );

  it('shows who moved a figure: from one moment by every cause to another, summing exactly, down to the parcel on the map', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner', { viewport: DESKTOP });
    const { page, ask } = desk;
    await page.goto('/?panel=targets');
    const card = page.getByRole('article', { name: /耕地保有量/ }).first();
    await pressByKeyboard(page, card.getByRole('button', { name: '谁动了这个数' }));
    // Since New Year's Day nothing has changed yet.
    await page.getByText('这段时间没有变动').waitFor();

    const { targets } = await ask<{ targets: { id: number; indicator: string }[] }>(
      'GET',
      '/api/targets?region=120111001000',
    );
    const target = targets.find(({ indicator }) => indicator === 'farmland_retention')!;
    const { rows } = await ask<{ rows: { id: number; value: number }[] }>(
      'GET',
      `/api/targets/${target.id}/rows?limit=1`,
    );
    const [row] = rows;
    const path = `/api/layers/land_parcels/features/${row!.id}`;
    const parcel = await ask<{ versionId: number }>('GET', path);
    await ask(
      'PATCH',
      path,
      { properties: { land_class: '0702' }, reason: '示意：违法建房占用', cause: 'occupied' },
      parcel.versionId,
    );
    await page.reload();
    await pressByKeyboard(page, card.getByRole('button', { name: '谁动了这个数' }));
    const change = `−${row!.value.toFixed(2)} 平方米`;
    await page
      .getByRole('row', { name: /违法占用/ })
      .getByText(change)
      .first()
      .waitFor();
    await page.getByText(/加各项变动 = .*精确到 0.01/).waitFor();
    await pressByKeyboard(page, page.getByRole('button', { name: /^违法占用/ }));
    const table = page.getByRole('table', { name: /^违法占用：\d+ 条/ });
    await table.getByText(change).click();
    await page.getByText('示意：违法建房占用').waitFor();
    await mapIsDrawn(page);
    await picture(page, 'movement');
    expect(await seriousFaults(page)).toEqual([]);
    expect(desk.record.consoleErrors).toEqual([]);
    await desk.close();
  });

  it('asks what kind of cause moves the figures when a land parcel is changed, and of no other layer', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner', { viewport: DESKTOP });
    const { page } = desk;
    const parcel = await parcelAt(desk, [117.105, 39.125]);
    await page.goto(`/?sel=land_parcels/${parcel.id}`);
    await pressByKeyboard(page, page.getByRole('button', { name: '编辑', exact: true }));
    const choice = page.getByLabel('变动原因类别');
    await choice.waitFor();
    expect(await choice.locator('option').allTextContents()).toEqual([
      '（不选，按更正计）',
      '已征转',
      '违法占用',
      '复垦',
      '重新调查',
      '更正',
    ]);
    await desk.close();
  });
});
