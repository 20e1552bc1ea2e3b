import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { launchBrowser, PHONE } from '../support/browser.ts';
import { pressByKeyboard } from '../support/keyboard.ts';
import { sitDown } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { clickPlace, mapIsDrawn, picture } from '../support/screen.ts';

/** The database has answered for what is on the screen. */
async function answered(page: Page): Promise<void> {
  await page
    .locator('.what-if-answer[aria-busy="false"] [data-source="server"]')
    .waitFor({ timeout: 60_000 });
}

/** Square metres of a figure of the farmland card: `483916.37 平方米`. */
async function squareMeters(page: Page, name: string): Promise<number> {
  const figure = page
    .locator('.what-if-answer dt', { hasText: name })
    .locator('xpath=following-sibling::dd')
    .first();
  const text = ((await figure.locator('small').textContent()) ?? '').replace('−', '-').replace('+', '');
  return Number.parseFloat(text);
}

async function openFromList(page: Page, name: RegExp): Promise<void> {
  await page.goto('/?panel=what-if');
  await mapIsDrawn(page);
  await page.getByRole('button', { name }).first().click();
  await answered(page);
}

describe('the red-line abacus', { timeout: 300_000 }, () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('says what converting all 23.33 ha leaves against the floor of 55.28 ha, and opens the figure', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page } = desk;
    await openFromList(page, /^方案甲/);
    const card = page.getByRole('article', { name: '耕地保有量底线' });
    await card.getByText('不低于 55.28 公顷').first().waitFor();
    const [left, margin] = [await squareMeters(page, '耕地剩余'), await squareMeters(page, '余量')];
    expect(margin).toBeCloseTo(left - 552_800, 2);
    expect(margin).toBeLessThan(0);
    await card.getByText('突破').waitFor();
    await card.getByText(/^低于底线 \d+\.\d\d 公顷/).waitFor();
    await picture(page, 'what-if-desktop');
    expect(await seriousFaults(page)).toEqual([]);

    await pressByKeyboard(page, page.getByRole('button', { name: /^打开耕地剩余/ }));
    await page.getByText(`与显示的 ${left.toFixed(2)} 平方米一致`).waitFor();
    await pressByKeyboard(page, page.getByRole('button', { name: '看图斑', exact: true }));
    const check = page.getByRole('region', { name: '合计核对' });
    await check.getByText(/^Σ \d+ 行 = /).waitFor();
    await check.getByText(/与显示的 .*一致/).waitFor();
    const header = page.locator('.rows-table thead');
    for (const name of ['图斑', '地类', '图斑面积', '扣除', '地类面积']) {
      expect(await header.textContent()).toContain(name);
    }
    await picture(page, 'what-if-opened');
    expect(await seriousFaults(page)).toEqual([]);
    expect(desk.record.consoleErrors).toEqual([]);
    expect(desk.record.foreignRequests).toEqual([]);
    await desk.close();
  });

  it('forbids permanent farmland, and lifts the block when the item is moved off it by keys', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page } = desk;
    await openFromList(page, /^方案乙/);
    const block = page.getByRole('region', { name: '不得占用：永久基本农田' });
    await block.waitFor();
    await picture(page, 'what-if-block');
    const item = page.getByRole('button', { name: /^农产品集散配套用地/ });
    await pressByKeyboard(page, item);
    const east = page.getByRole('button', { name: '向东移 1 米' });
    await east.focus();
    for (let step = 0; step < 16; step += 1) await page.keyboard.press('Shift+ArrowRight');
    await block.waitFor({ state: 'detached', timeout: 60_000 });
    await answered(page);
    await page.getByText('未占用永久基本农田和生态保护红线').waitFor();
    // Taken back, the block is there again.
    for (let step = 0; step < 16; step += 1)
      await page.getByRole('button', { name: '撤销', exact: true }).click();
    await block.waitFor({ timeout: 60_000 });
    await desk.close();
  });

  it('moves the figure with a drawn shape, is saved, and a shared link shows a colleague the same', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = desk;
    await page.goto('/?panel=what-if#map=16/39.1035/117.073');
    await mapIsDrawn(page);
    await page.getByRole('button', { name: '新建情景' }).click();
    await answered(page);
    const before = await squareMeters(page, '耕地剩余');
    await page.getByRole('button', { name: '在图上画' }).click();
    await page.locator('.measure').waitFor();
    await page.waitForTimeout(800);
    for (const place of [
      [117.0715, 39.1025],
      [117.0745, 39.1025],
      [117.0745, 39.1045],
      [117.0715, 39.1045],
    ] as const) {
      await clickPlace(page, place);
      await page.waitForTimeout(300);
    }
    await clickPlace(page, [117.0715, 39.1045]);
    await page.getByRole('button', { name: /^农用地转用 1/ }).waitFor();
    await page.keyboard.press('Escape');
    await answered(page);
    await expect.poll(() => squareMeters(page, '耕地剩余')).toBeLessThan(before);
    const left = await squareMeters(page, '耕地剩余');
    await page.getByText('新情景，还没有保存').waitFor();

    await page.getByLabel('情景名称').fill('河边试算');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存：河边试算').first().waitFor();
    await page.getByRole('button', { name: '共享（复制链接）' }).click();
    await page
      .getByText(/^已复制/)
      .first()
      .waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/panel=what-if.*scenario=[0-9a-f-]{36}/);

    const colleague = await sitDown(browser, product.origin, 'demo-inspector');
    await colleague.page.goto(link);
    await answered(colleague.page);
    expect(await colleague.page.getByLabel('情景名称').inputValue()).toBe('河边试算');
    expect(await squareMeters(colleague.page, '耕地剩余')).toBe(left);
    await colleague.close();

    await desk.close();
  });

  it('says what is wrong with an outline and where, and the other figures still hold', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page } = desk;
    await openFromList(page, /^方案甲/);
    const left = await squareMeters(page, '耕地剩余');
    await page.getByRole('button', { name: '导入范围' }).click();
    await page
      .getByLabel('或粘贴坐标')
      .fill('117.070 39.107\n117.072 39.109\n117.072 39.107\n117.070 39.109');
    await page.getByRole('button', { name: '加入 1 项' }).click();
    await answered(page);
    const findings = page.getByRole('region', { name: '提示' });
    await findings.getByText(/把交叉的两条边分开/).waitFor();
    await findings.getByRole('button', { name: '看位置' }).first().waitFor();
    await page.getByText('无法计算', { exact: true }).waitFor();
    expect(await squareMeters(page, '耕地剩余')).toBe(left);
    expect(await seriousFaults(page)).toEqual([]);
    await desk.close();
  });

  it('keeps the preview without a network, and is computed when it is back', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page } = desk;
    await openFromList(page, /^方案乙/);
    await page.getByRole('button', { name: /^农产品集散配套用地/ }).click();
    await page.getByRole('button', { name: '向东移 1 米' }).click();
    await answered(page);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '向东移 1 米' }).click();
    await page.locator('[data-source="offline"]').waitFor({ timeout: 20_000 });
    await page.getByText('预览（连不上服务，恢复后自动核算）').waitFor();
    await page.context().setOffline(false);
    await answered(page);
    await desk.close();
  });

  it('asks before unsaved work is given up, and compares two scenarios in words', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page } = desk;
    await openFromList(page, /^方案甲/);
    await page.getByLabel('情景名称').fill('方案甲改');
    await page.getByRole('button', { name: '返回情景清单' }).click();
    const dialog = page.getByRole('dialog', { name: '还有未保存的修改' });
    await dialog.getByRole('button', { name: '放弃修改' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: /方案甲/ }).check();
    await page.getByRole('checkbox', { name: /方案乙/ }).check();
    await page.getByRole('button', { name: '对比（2）' }).click();
    const table = page.getByRole('table', { name: '情景对比' });
    await table.waitFor({ timeout: 60_000 });
    expect(await table.getByRole('row', { name: /占永久基本农田/ }).textContent()).toContain('最优');
    await picture(page, 'what-if-compared');
    expect(await seriousFaults(page)).toEqual([]);
    await desk.close();
  });

  it('picks a feature from its card, refuses to overwrite a colleague’s save, and makes a batch of it', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page, ask } = desk;
    const { scenarios } = await ask<{ scenarios: { id: string; name: string }[] }>('GET', '/api/scenarios');
    const plan = scenarios.find(({ name }) => name.startsWith('方案甲'))!;
    const { items } = await ask<{ items: { name: string; origin: { id: number } }[] }>(
      'GET',
      `/api/scenarios/${plan.id}`,
    );
    const parcel = items[0]!.origin;
    await page.goto(`/?sel=conversion_parcels/${parcel.id}`);
    await page.getByRole('button', { name: '加入情景' }).click();
    await page.locator('.what-if-item').first().waitFor();
    await answered(page);
    await page.getByLabel('情景名称').fill('转批次试算');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存：转批次试算').first().waitFor();

    await page.waitForURL(/scenario=/);
    const id = new URL(page.url()).searchParams.get('scenario');
    const saved = await ask<{ versionId: number }>('GET', `/api/scenarios/${id}`);
    await ask('PATCH', `/api/scenarios/${id}`, { note: '同事已改' }, saved.versionId);
    await page.getByLabel('情景名称').fill('我的另一个名字');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText(/这个情景在您打开之后已被修改/).waitFor();
    await page.getByRole('button', { name: '重新读取' }).click();
    await expect.poll(() => page.getByLabel('情景名称').inputValue()).toBe('转批次试算');

    await page.getByRole('button', { name: '转为批次' }).click();
    const dialog = page.getByRole('dialog', { name: '转为征转批次' });
    await dialog.getByRole('button', { name: '生成批次' }).click();
    await dialog.getByText('请写批次号').waitFor();
    await dialog.getByLabel('批次号').fill('2026-试-01');
    await dialog.getByLabel('理由').fill('情景试算通过');
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: '生成批次' }).click();
    await page
      .getByText(/已生成批次 2026-试-01/)
      .first()
      .waitFor({ timeout: 60_000 });
    await desk.close();
  });

  it('answers on a phone, in the dark, in English', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner', {
      viewport: PHONE,
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark',
    });
    const { page } = desk;
    await page.goto('/?panel=what-if&lang=en');
    await mapIsDrawn(page);
    await page.getByRole('button', { name: /^方案甲/ }).click();
    await answered(page);
    await page
      .getByText(/below the floor/)
      .first()
      .waitFor();
    await picture(page, 'what-if-phone');
    expect(await seriousFaults(page)).toEqual([]);
    await desk.close();
  });
});
