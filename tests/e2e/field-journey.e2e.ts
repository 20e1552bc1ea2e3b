import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointTowards } from '../../core/field/bearing.ts';
import { seriousFaults } from '../support/axe.ts';
import {
  type FieldPerson,
  fieldPerson,
  flagAct,
  newUid,
  placeOfPerson,
  squareAt,
  stepOf,
} from '../support/field-person.ts';
import { launchPhoneBrowser, type Phone, phoneOf, picture, tap } from '../support/field-phone.ts';
import { type Desk, sitDown } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';

interface Tally {
  readonly count: number;
}

let product: Product;
let browser: Browser;
let office: Desk;
let inOffice: FieldPerson;
/** In the middle of the village that the field person works in. */
let place: [number, number];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchPhoneBrowser()]);
  office = await sitDown(browser, product.origin, 'demo-inspector');
  inOffice = await fieldPerson(office);
  place = await placeOfPerson(browser, product.origin, 'demo-field');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** 办公室 finds a patch and gives it to the field person. */
async function dispatched(at: [number, number], description: string): Promise<string> {
  const uid = newUid();
  await inOffice.act(flagAct(uid, squareAt(at, 40), description));
  const crews = await office.ask<{ people: { id: string; name: string }[] }>('GET', '/api/crews');
  const person = crews.people.find(({ name }) => name.includes('外业'))!;
  const patch = await inOffice.see(uid);
  const assignee = { kind: 'person' as const, id: person.id, name: person.name };
  const writes = [{ field: 'assignee' as const, value: assignee, seen: [] }];
  await inOffice.act(stepOf(patch, 'dispatch', { writes }));
  return uid;
}

/** Presses what is there until the number of photographs that the person was told of has come. */
async function shoot(page: Page, told: string): Promise<void> {
  await page.getByRole('button', { name: '拍照', exact: true }).tap();
  await page.locator('.camera-told', { hasText: told }).waitFor({ timeout: 20_000 });
}

/** Waits for what the office did: the network comes and goes meanwhile, and the phone asks whenever it is back. */
async function hears(page: Page, { context }: Phone, text: string): Promise<void> {
  const heard = page.getByText(text).first();
  for (let turn = 0; turn < 15; turn += 1) {
    await context.setOffline(true);
    await context.setOffline(false);
    const there = await heard.waitFor({ timeout: 6000 }).then(
      () => true,
      () => false,
    );
    if (there) return;
  }
  throw new Error(`the phone never heard: ${text}`);
}

const nothingUnsent = (page: Page) => page.getByText('没有待传').waitFor({ timeout: 60_000 });

/** A visit with a connection: the program is kept, the tasks are here, the area is downloaded. */
async function prepare(phone: Phone, patches: number): Promise<void> {
  const page = await phone.start();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await tap(page, '任务');
  await expect.poll(() => page.locator('.task-card').count(), { timeout: 60_000 }).toBe(patches);
  // The map shows the tasks: that view is downloaded.
  await page.waitForTimeout(1500);
  await tap(page, '我的');
  await tap(page, /离线区域/);
  await tap(page, '下载当前视野');
  await page.getByRole('button', { name: '下载', exact: true }).tap();
  await page.locator('.pack-area').getByRole('button', { name: '更新' }).waitFor({ timeout: 120_000 });
  await phone.context.setOffline(true);
  await page.close();
}

describe('a day in the field', () => {
  it('goes from a phone without a signal to a closed patch, and the statistics follow', async () => {
    const uid = await dispatched(place, '影像显示有新建筑');
    await dispatched([place[0] + 0.0012, place[1] + 0.0006], '疑似堆放');
    const before = await office.ask<{ closed: Tally }>('GET', '/api/patches/statistics?by=state');
    const { number } = await inOffice.see(uid);
    const phone = await phoneOf(browser, product.origin, 'demo-field');
    // Of a square of forty metres.
    const centre: [number, number] = [place[0] + 20 / 86_400, place[1] + 20 / 111_000];
    const at = (bearing: number, meters: number) => pointTowards(centre, bearing, meters) as [number, number];
    await phone.stand(at(225, 180));
    await prepare(phone, 2);

    // 冷启动, without a network.
    const page = await phone.start();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await tap(page, '任务');
    await page.locator('.task-card', { hasText: number }).waitFor();
    await page.getByText('离线').first().waitFor();
    await picture(page, 'field-tasks');
    expect(await seriousFaults(page)).toEqual([]);

    // 找到并走过去: replayed positions.
    await page.locator('.task-card', { hasText: number }).tap();
    await page.getByRole('heading', { name: number }).waitFor();
    await picture(page, 'field-patch');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, '走过去');
    await page.locator('.walk-far strong', { hasText: '180' }).waitFor();
    for (const meters of [150, 110, 70, 35]) {
      await phone.stand(at(225, meters));
      await page.locator('.walk-far strong', { hasText: String(meters) }).waitFor();
    }
    await picture(page, 'field-walk');
    expect(await seriousFaults(page)).toEqual([]);

    // 修正界线 by the cross.
    await tap(page, '打开填报');
    await tap(page, '改界线');
    await page.waitForTimeout(1000);
    await tap(page, '下一点');
    await page.waitForTimeout(500);
    await page.getByText('捕捉与方向键').tap();
    await tap(page, '向南移');
    await page.waitForTimeout(500);
    await tap(page, '移到十字');
    await picture(page, 'field-draw');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, '保存界线');
    await page.getByRole('heading', { name: '填报' }).waitFor();

    // 拍照 with the coach: near, panoramic, from the other side.
    await page.locator('.patch-head').getByRole('button', { name: '拍照' }).tap();
    await phone.stand(at(225, 35));
    await phone.look(page, 225);
    await page.locator('.camera-coach', { hasText: /转/ }).waitFor();
    await picture(page, 'field-camera-turn');
    await phone.look(page, 45);
    await page.locator('.camera-coach-good').waitFor();
    await picture(page, 'field-camera-ready');
    await shoot(page, '已存在本机');
    await phone.stand(at(225, 90));
    await phone.look(page, 45);
    await page.locator('.camera-coach-good').waitFor();
    await shoot(page, '已存在本机');
    if ((await page.getByText('必需的照片已齐').count()) === 0) {
      await phone.stand(at(45, 60));
      await phone.look(page, 225);
      await page.locator('.camera-coach-good').waitFor();
      await shoot(page, '已存在本机');
    }
    await page.getByText('必需的照片已齐').waitFor();
    await page.getByRole('button', { name: '返回' }).first().tap();

    // 填报与提交.
    await page.getByText('属实', { exact: true }).tap();
    await page.getByLabel('现场情况').fill('钢架厂房一处，已停工');
    await picture(page, 'field-form');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, '提交审核');
    await page.getByText('已提交，存在本机').first().waitFor();
    await picture(page, 'field-submitted');
    await page.locator('.status-strip', { hasText: '待传' }).waitFor();

    // 网络恢复: by receipts, not by hope.
    await phone.context.setOffline(false);
    await nothingUnsent(page);
    await picture(page, 'field-confirmed');
    const arrived = await inOffice.see(uid);
    expect(arrived.state).toBe('awaiting-review');
    expect(arrived.values.judgement).toBe('confirmed');
    expect(arrived.photosAwaited).toBe(0);
    expect(arrived.photos).toBeGreaterThanOrEqual(2);
    expect(arrived.geometry).not.toEqual(squareAt(place, 40));

    // 退回, 外业离线改正.
    await inOffice.act(stepOf(arrived, 'return', { reason: '请写明层数和面积' }));
    await hears(page, phone, '请写明层数和面积');
    await phone.context.setOffline(true);
    await picture(page, 'field-returned');
    await page.getByLabel('现场情况').fill('钢架厂房一处，一层，约 300 平方米，已停工');
    await tap(page, '提交审核');
    await page.getByText('已提交，存在本机').first().waitFor();
    await phone.context.setOffline(false);
    await expect
      .poll(async () => (await inOffice.see(uid)).state, { timeout: 60_000 })
      .toBe('awaiting-review');

    // 整改, 复核, 销号.
    await inOffice.act(stepOf(await inOffice.see(uid), 'require-rectification'));
    await hears(page, phone, '报整改完成');
    await phone.context.setOffline(true);
    await page.getByLabel('剩余面积（亩）').fill('0');
    await tap(page, '报整改完成');
    await page.getByText('已报整改完成').first().waitFor();
    await picture(page, 'field-rectified');
    await phone.context.setOffline(false);
    await expect
      .poll(async () => (await inOffice.see(uid)).state, { timeout: 60_000 })
      .toBe('awaiting-recheck');
    await inOffice.act(stepOf(await inOffice.see(uid), 'close', { reason: '现场已复耕' }));
    const after = await office.ask<{ closed: Tally }>('GET', '/api/patches/statistics?by=state');
    expect(after.closed.count).toBe(before.closed.count + 1);
    await hears(page, phone, '已销号');
    await picture(page, 'field-closed');
    expect(errors).toEqual([]);
    await phone.context.close();
  }, 400_000);

  it('flags what it finds in six presses at most, and keeps a draft through a kill', async () => {
    const phone = await phoneOf(browser, product.origin, 'demo-field', 'sun');
    const spot: [number, number] = [place[0] - 0.002, place[1] - 0.001];
    await phone.stand(spot);
    const first = await phone.start();
    await first.evaluate(async () => void (await navigator.serviceWorker.ready));
    await first.getByText('±6 米').waitFor({ timeout: 20_000 });
    await phone.context.setOffline(true);
    await first.close();

    let page = await phone.start();
    await page.getByText('±6 米').waitFor({ timeout: 20_000 });
    let presses = 0;
    const press = async (name: string | RegExp, role: 'button' | 'radio' = 'button') => {
      presses += 1;
      const target = page.getByRole(role, { name, exact: true }).first();
      if (role === 'radio') await page.locator('label', { has: target }).tap();
      else await target.tap();
    };
    await press('标记');
    await page.waitForTimeout(1200);
    await picture(page, 'field-flag-draw');
    await press('圈定此处');
    await page.getByText('线索来源').waitFor();
    await page.waitForTimeout(500);
    await picture(page, 'field-flag-class');

    // The program is killed in the middle: what was begun is offered.
    await page.close();
    page = await phone.start('/field/flag');
    await page.getByText('有一个没完成的标记').waitFor();
    await picture(page, 'field-flag-found');
    await tap(page, '继续');

    await press('巡查发现', 'radio');
    await phone.look(page, 0);
    await picture(page, 'field-flag-camera');
    await press('拍照');
    await page.getByText('照片 1').waitFor({ timeout: 20_000 });
    await press('保存');
    await page.getByText('已存在本机').first().waitFor();
    await picture(page, 'field-flag-saved');
    expect(presses).toBeLessThanOrEqual(6);
    expect(await seriousFaults(page)).toEqual([]);
    const number = (await page.locator('.flag-saved strong').textContent()) ?? '';

    await phone.context.setOffline(false);
    await nothingUnsent(page);
    const { patches } = await office.ask<{ patches: { number: string; photos: number }[] }>(
      'GET',
      `/api/patches?text=${encodeURIComponent(number)}`,
    );
    expect(patches.map((patch) => [patch.number, patch.photos])).toEqual([[number, 1]]);
    await phone.context.close();
  }, 240_000);
});
