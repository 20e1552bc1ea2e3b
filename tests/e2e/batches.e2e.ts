import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser.ts';
import { pressByKeyboard, typeByKeyboard } from '../support/keyboard.ts';
import { type DemonstrationPerson, type Desk, sitDown } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { picture } from '../support/screen.ts';

const FLOOR = 'farmland_retention';

/** The farmland of the town as the ledger has it, in hundredths of a square metre. */
async function farmland({ ask }: Desk): Promise<number> {
  const { targets } = await ask<{ targets: { indicator: string; measured: { value: number } | null }[] }>(
    'GET',
    '/api/targets?region=120111001000',
  );
  return Math.round(targets.find(({ indicator }) => indicator === FLOOR)!.measured!.value * 100);
}

/** Opens the demonstration's batch from the list, by keyboard. */
async function openBatch(page: Page): Promise<void> {
  await page.goto('/?panel=batches');
  await pressByKeyboard(page, page.getByRole('button', { name: /南运河片区农用地征转/ }));
  await page.getByRole('heading', { name: '下一步' }).waitFor({ timeout: 60_000 });
}

const squareMeters = (hundredths: number) => `${(hundredths / 100).toFixed(2)} 平方米`;

describe('a conversion batch', { timeout: 300_000 }, () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });
  const sit = (person: DemonstrationPerson, options = {}) =>
    sitDown(browser, product.origin, person, { viewport: DESKTOP, ...options });

  it('goes from plan to ground by the hands of planner and leader: farmland falls by exactly the promised figure, and undo brings it back', async () => {
    const planner = await sit('demo-planner');
    const { page } = planner;
    const before = await farmland(planner);

    await openBatch(page);
    await page.getByText(/3 个地块相加等于合计，精确到 0.01 平方米/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await pressByKeyboard(page, page.getByRole('button', { name: '组卷', exact: true }));
    await page.getByText('组卷时存档的分块；实施时台账就按这些数改变。').waitFor({ timeout: 60_000 });
    await pressByKeyboard(page, page.getByRole('button', { name: '上报', exact: true }));
    await page.getByText('等负责人批准。').waitFor({ timeout: 60_000 });

    const leader = await sit('demo-leader', { colorScheme: 'dark' });
    await openBatch(leader.page);
    await picture(leader.page, 'batch-dark');
    expect(await seriousFaults(leader.page)).toEqual([]);
    // An approval without its document is not sent.
    await pressByKeyboard(leader.page, leader.page.getByRole('button', { name: '批准', exact: true }));
    await leader.page.getByText('请填写文号或文件名').waitFor();
    await typeByKeyboard(leader.page, leader.page.getByLabel('文件', { exact: true }), '示意批〔2026〕1 号');
    await leader.page.keyboard.press('Enter');
    await leader.page.getByText('等规划员实施。').waitFor({ timeout: 60_000 });
    await leader.close();

    await openBatch(page);
    await page.getByText('示意批〔2026〕1 号').waitFor();
    await pressByKeyboard(page, page.getByRole('button', { name: '实施…' }));
    const dialog = page.getByRole('dialog', { name: /^实施 / });
    await dialog.getByText('耕地现状').waitFor();
    const sentence = await dialog.getByText(/^耕地将减少/).textContent();
    const promise = Math.round(Number(/([\d.]+) 平方米/.exec(sentence ?? '')?.[1]) * 100);
    expect(promise).toBeGreaterThan(0);
    await dialog.getByText(squareMeters(before)).waitFor();
    await dialog.getByText(squareMeters(before - promise)).waitFor();
    await dialog.getByText(/下限/).first().waitFor();
    await picture(page, 'batch-carry-out');
    expect(await seriousFaults(page)).toEqual([]);
    await pressByKeyboard(page, dialog.getByRole('button', { name: '确认实施' }));
    await dialog.waitFor({ state: 'detached', timeout: 60_000 });
    await page
      .getByText('批次已经实施，没有下一步。')
      .or(page.getByRole('button', { name: '撤销实施…' }))
      .first()
      .waitFor();
    expect(await farmland(planner)).toBe(before - promise);

    // The targets panel shows the same figure.
    await page.getByRole('button', { name: '耕地保护', exact: true }).click();
    const card = page.getByRole('article', { name: /耕地保有量/ }).first();
    await card.getByText(squareMeters(before - promise)).waitFor();
    expect(await card.getByText(squareMeters(before - promise)).count()).toBeGreaterThan(0);

    await openBatch(page);
    await pressByKeyboard(page, page.getByRole('button', { name: '撤销实施…' }));
    const undo = page.getByRole('dialog', { name: /^撤销 / });
    await undo.getByText(/^耕地将恢复/).waitFor();
    await undo.getByText(squareMeters(before)).waitFor();
    await pressByKeyboard(page, undo.getByRole('button', { name: '确认撤销' }));
    await undo.waitFor({ state: 'detached', timeout: 60_000 });
    await expect.poll(() => farmland(planner)).toBe(before);
    expect(planner.record.consoleErrors).toEqual([]);
    await planner.close();
  });

  it('downloads the coordinates for approval and the area table', async () => {
    const { page, close } = await sit('demo-planner');
    await openBatch(page);
    for (const [button, name] of [
      ['报批坐标 TXT（GBK）', /\.txt$/],
      ['报批坐标 TXT（UTF-8）', /\.txt$/],
      ['分类面积表', /\.csv$/],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(name);
    }
    await close();
  });

  it('keeps the farmland balance: a project is entered and taken back on a phone, and the sums hold', async () => {
    const { page, record, close } = await sit('demo-planner', {
      viewport: PHONE,
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark',
    });
    await page.goto('/?panel=batches');
    await page.getByRole('button', { name: '展开抽屉' }).click();
    await page.getByRole('radio', { name: '占补台账' }).check();
    await page.getByRole('button', { name: '登记补充耕地' }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('请先选定一个图斑').waitFor();
    await page.getByRole('radio', { name: '补充耕地项目' }).check();
    await page.getByLabel('项目编号').fill('示意项目-1');
    await page.getByLabel('验收面积（公顷）').fill('2.5');
    await page.getByText('= 25000.00 平方米').waitFor();
    await page.getByLabel('文件', { exact: true }).fill('示意验〔2026〕1 号');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    const entries = page.getByRole('list', { name: '占补记录' });
    await entries.getByText('示意验〔2026〕1 号').waitFor();
    await page.getByText(/条相加等于上面的数/).waitFor();
    await picture(page, 'balance-phone-dark');
    expect(await seriousFaults(page)).toEqual([]);
    const entry = entries.getByRole('listitem').filter({ hasText: '示意验〔2026〕1 号' });
    await entry.getByRole('button', { name: '冲销' }).click();
    const dialog = page.getByRole('dialog', { name: /^冲销第/ });
    await dialog.getByLabel('文件', { exact: true }).fill('示意验〔2026〕2 号');
    await dialog.getByRole('button', { name: '冲销' }).click();
    await dialog.waitFor({ state: 'detached' });
    await entry.getByText(/已被第 \d+ 号冲销/).waitFor();
    await page.getByText(/条相加等于上面的数/).waitFor();
    expect(record.consoleErrors).toEqual([]);
    await close();
  });
});
