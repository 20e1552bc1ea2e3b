import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { type FieldPerson, fieldPerson, placeOfPerson } from '../support/field-person.ts';
import {
  launchPhoneBrowser,
  nothingUnsent,
  type Phone,
  phoneOf,
  picture,
  tap,
} from '../support/field-phone.ts';
import { type Desk, sitDown } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
let browser: Browser;
let office: Desk;
let inOffice: FieldPerson;
/** The south-west corner of the field. */
let origin: [number, number];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchPhoneBrowser()]);
  office = await sitDown(browser, product.origin, 'demo-inspector');
  inOffice = await fieldPerson(office);
  origin = await placeOfPerson(browser, product.origin, 'demo-field');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** East and north of the corner, metres. */
const at = (east: number, north: number): [number, number] => [
  origin[0] + east / (111_320 * Math.cos((origin[1] * Math.PI) / 180)),
  origin[1] + north / 111_035,
];

/** 60 × 40 m, walked round in steps of ten metres; each fix lies a little beside. */
const WIDTH = 60;
const HEIGHT = 40;
const TRUE_MU = WIDTH * HEIGHT * 0.0015;
const round: readonly [number, number][] = [
  ...[0, 10, 20, 30, 40, 50, 60].map((east): [number, number] => [east, 0]),
  ...[10, 20, 30, 40].map((north): [number, number] => [WIDTH, north]),
  ...[50, 40, 30, 20, 10, 0].map((east): [number, number] => [east, HEIGHT]),
  ...[30, 20, 10].map((north): [number, number] => [0, north]),
];
const jitter = (i: number) => [0.6, -0.5, 0.3, -0.7, 0.1][i % 5]!;

const corners = (page: Page) => page.locator('.draw-area', { hasText: / ?\d+ 个点/ });
const count = async (page: Page) => Number(/(\d+) 个点/.exec((await corners(page).textContent()) ?? '')?.[1]);
/** 亩 as the person reads it. */
const shownMu = async (page: Page, where: string) =>
  Number(/([\d.]+) 亩/.exec((await page.locator(where).first().textContent()) ?? '')?.[1]);

async function uidOf(number: string): Promise<string> {
  const { patches } = await office.ask<{ patches: { uid: string }[] }>(
    'GET',
    `/api/patches?text=${encodeURIComponent(number)}`,
  );
  expect(patches).toHaveLength(1);
  return patches[0]!.uid;
}

/** The class; the camera that opens by itself is left again. @returns the number */
async function saveFlag(page: Page): Promise<string> {
  await page.locator('label', { has: page.getByRole('radio', { name: '巡查发现', exact: true }) }).tap();
  await page.getByRole('button', { name: '拍照', exact: true }).waitFor();
  await tap(page, '返回');
  await tap(page, '保存');
  await page.getByText('已存在本机').first().waitFor();
  return (await page.locator('.flag-saved strong').textContent()) ?? '';
}

async function walkTo(phone: Phone, page: Page, step: number): Promise<void> {
  const [east, north] = round[step]!;
  await phone.stand(at(east + jitter(step), north + jitter(step + 2)), 4);
  await expect.poll(() => count(page), { timeout: 10_000 }).toBe(step + 1);
}

describe('an outline', () => {
  it('is walked round, joined by its neighbour, corrected by finger and keys, and measured alike by phone and server', async () => {
    const phone = await phoneOf(browser, product.origin, 'demo-field');
    await phone.stand(at(...round[0]!), 4);
    const first = await phone.start();
    await first.evaluate(async () => void (await navigator.serviceWorker.ready));
    await first.getByText('±4 米').waitFor({ timeout: 20_000 });
    await phone.context.setOffline(true);
    await first.close();
    const page = await phone.start();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.getByText('±4 米').waitFor({ timeout: 20_000 });

    await tap(page, '标记');
    await page.waitForTimeout(1200);
    await tap(page, '走一圈');
    for (let step = 0; step < 8; step += 1) await walkTo(phone, page, step);
    await picture(page, 'field-walked-begun');
    expect(await seriousFaults(page)).toEqual([]);

    // 精度差的点不记, and the person is told.
    await phone.stand(at(110, 60), 65);
    await page.getByText('精度 65 米，超过 20 米的点不记').waitFor();
    expect(await count(page)).toBe(8);
    await picture(page, 'field-walked-poor');

    // 退一点, and on from where one stands.
    await walkTo(phone, page, 8);
    await tap(page, '退一点');
    await expect.poll(() => count(page)).toBe(8);
    await walkTo(phone, page, 8);
    for (let step = 9; step < round.length; step += 1) await walkTo(phone, page, step);
    await page.getByText(/距起点 \d+ 米/).waitFor();
    await page.getByText(/± [\d.]+ 亩/).waitFor();
    await picture(page, 'field-walked-round');
    await tap(page, '合拢');
    await page.getByRole('button', { name: '界线画好了' }).waitFor();
    const walked = await shownMu(page, '.draw-area');
    expect(Math.abs(walked / TRUE_MU - 1)).toBeLessThan(0.04);
    await picture(page, 'field-walked-closed');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, '界线画好了');
    const number = await saveFlag(page);
    await picture(page, 'field-walked-saved');

    // 接合: the neighbour begins at the very corner of the first.
    await phone.stand(at(WIDTH + 3, 2), 4);
    await tap(page, '再标一个');
    await page.waitForTimeout(2000);
    await tap(page, '加点');
    await page.getByText('已接合到相邻界点').first().waitFor();
    await picture(page, 'field-draw-joined');
    await page.getByText('捕捉与方向键').tap();
    const press = async (way: string, times: number) => {
      for (let i = 0; i < times; i += 1) await tap(page, way);
      await page.waitForTimeout(700);
    };
    await press('向东移', 4);
    await tap(page, '加点');
    await press('向北移', 3);
    await tap(page, '加点');
    await press('向北移', 2);
    await tap(page, '加点');
    expect(await count(page)).toBe(4);
    await tap(page, '撤销');
    expect(await count(page)).toBe(3);
    await tap(page, '闭合');
    await picture(page, 'field-draw-neighbour');
    await tap(page, '界线画好了');
    const neighbour = await saveFlag(page);

    // 网络恢复: the server measures what the person read.
    await phone.context.setOffline(false);
    await nothingUnsent(page);
    const [uid, neighbourUid] = [await uidOf(number), await uidOf(neighbour)];
    const there = await inOffice.see(uid);
    expect((there.areaSquareMeters! * 0.0015).toFixed(2)).toBe(walked.toFixed(2));
    const own = new Set(there.geometry.coordinates.flat(2).map(String));
    const shared = (await inOffice.see(neighbourUid)).geometry.coordinates.flat(2).map(String);
    expect(shared.filter((corner) => own.has(corner)).length).toBeGreaterThan(0);

    // 修正: a corner is chosen by key, the map dragged beneath the cross.
    await page.goto(`/field/draw/${uid}`);
    await page.getByRole('button', { name: '保存界线' }).waitFor();
    await page.waitForTimeout(1200);
    await tap(page, '下一点');
    await page.waitForTimeout(700);
    const box = (await page.locator('canvas.maplibregl-canvas').boundingBox())!;
    await page.mouse.move(box.x + 190, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 230, box.y + 160, { steps: 6 });
    await page.mouse.up();
    await page.waitForTimeout(900);
    await tap(page, '移到十字');
    const dragged = await shownMu(page, '.draw-area');
    expect(dragged).not.toBe(walked);
    await picture(page, 'field-draw-dragged');
    await tap(page, '撤销');
    expect(await shownMu(page, '.draw-area')).toBe(walked);
    await tap(page, '下一点');
    await page.waitForTimeout(700);
    await page.getByText('捕捉与方向键').tap();
    await press('向南移', 2);
    await tap(page, '移到十字');
    const corrected = await shownMu(page, '.draw-area');
    await picture(page, 'field-draw-keys');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, '保存界线');
    await expect
      .poll(async () => ((await inOffice.see(uid)).areaSquareMeters! * 0.0015).toFixed(2), {
        timeout: 60_000,
      })
      .toBe(corrected.toFixed(2));
    expect(errors).toEqual([]);
    await phone.context.close();
  }, 300_000);
});
