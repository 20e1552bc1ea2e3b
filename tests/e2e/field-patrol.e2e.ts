import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointTowards } from '../../core/field/bearing.ts';
import { Fence } from '../../core/field/fence-index.ts';
import { unpackRings } from '../../core/field/pack-fence.ts';
import { geodesicDistance } from '../../core/geometry/geodesic.ts';
import { seriousFaults } from '../support/axe.ts';
import { placeOfPerson } from '../support/field-person.ts';
import { launchPhoneBrowser, type Phone, phoneOf, picture, tap } from '../support/field-phone.ts';
import { type Desk, sitDown } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';

type Place = [number, number];

let product: Product;
let browser: Browser;
let office: Desk;
/** South-west corner of the walked ground, in the village that the grid person works in. */
let place: Place;
let district: number[];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchPhoneBrowser()]);
  office = await sitDown(browser, product.origin, 'demo-inspector');
  ({ bounds: district } = await office.ask<{ bounds: number[] }>('GET', '/api/workspace'));
  place = await placeOfPerson(browser, product.origin, 'demo-grid');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Written on the panel beside its name: `里程` → `320 米`. */
const number = (page: Page, name: string) =>
  page.locator('.patrol-numbers > div', { hasText: name }).locator('dd').textContent();

const meters = async (page: Page) => Number.parseFloat((await number(page, '里程')) ?? '');

/** Where a walker is after so many steps of eighteen metres; the receiver errs by three metres to either side. */
function onTheWay(step: number): Place {
  const there = pointTowards(place, 70, step * 18);
  return pointTowards(there, 160, step % 2 === 0 ? 3 : -3) as Place;
}

async function walk(phone: Phone, page: Page, from: number, until: number): Promise<void> {
  for (let step = from; step <= until; step += 1) {
    await phone.stand(onTheWay(step), 5 + (step % 3));
    await page.waitForTimeout(1600);
  }
}

async function prepare(phone: Phone): Promise<void> {
  const page = await phone.start();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.locator('.position-good').waitFor({ timeout: 20_000 });
  await tap(page, '我在哪里');
  await page.waitForTimeout(1500);
  await tap(page, '我的');
  await tap(page, /离线区域/);
  await picture(page, 'field-patrol-areas');
  await tap(page, '下载当前视野');
  await page.getByRole('button', { name: '下载', exact: true }).waitFor();
  await picture(page, 'field-patrol-area-size');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: '下载', exact: true }).tap();
  await page.locator('.pack-area').getByRole('button', { name: '更新' }).waitFor({ timeout: 120_000 });
  await picture(page, 'field-patrol-area-here');
  expect(await seriousFaults(page)).toEqual([]);
  await page.close();
}

describe('a patrol', () => {
  it('loses no point to a lost signal or a killed program, and stands in the duty ledger as it was walked', async () => {
    const phone = await phoneOf(browser, product.origin, 'demo-grid');
    await phone.stand(onTheWay(0));
    await prepare(phone);
    let page = await phone.start();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.locator('.position-good').waitFor({ timeout: 20_000 });
    await tap(page, '巡查');
    await page.getByText('开始后自动记轨迹').waitFor();
    await picture(page, 'field-patrol-start');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, '开始巡查');
    await walk(phone, page, 1, 7);
    const beforeRough = await meters(page);
    expect(beforeRough).toBeGreaterThan(90);
    await picture(page, 'field-patrol-walking');
    expect(await seriousFaults(page)).toEqual([]);

    // 精度很差: a kilometre away, it says, give or take as much.
    await phone.stand(pointTowards(onTheWay(7), 180, 900) as Place, 1200);
    await page.locator('.position-poor').waitFor();
    await page.waitForTimeout(1500);
    expect(await meters(page)).toBe(beforeRough);
    await picture(page, 'field-patrol-rough');

    await phone.context.setOffline(true);
    await walk(phone, page, 8, 13);
    const beforeKill = await meters(page);
    expect(beforeKill).toBeGreaterThan(beforeRough + 70);

    // The phone ends the program at once after the last point was shown.
    await page.close();
    page = await phone.start();
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.getByRole('button', { name: /巡查没有继续/ }).waitFor({ timeout: 20_000 });
    await picture(page, 'field-patrol-stands-still');
    await tap(page, /巡查没有继续/);
    await page.getByText('有一次没结束的巡查').waitFor();
    expect(await meters(page)).toBe(beforeKill);
    await picture(page, 'field-patrol-found');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, '继续');
    await walk(phone, page, 14, 20);
    // 二十步: 360 m, and none of the kilometre that was never walked.
    const length = await meters(page);
    expect(length).toBeGreaterThan(320);
    expect(length).toBeLessThan(400);
    expect(await number(page, '时长')).toMatch(/[01] 分钟/);
    // 跟随: the map came along.
    const locate = page.getByRole('button', { name: '我在哪里', exact: true });
    expect(await locate.getAttribute('aria-pressed')).toBe('true');
    await expect
      .poll(async () => {
        const view = await page.evaluate(() => localStorage.getItem('gengjie.field.view') ?? '{}');
        const { centre } = JSON.parse(view) as { centre: Place };
        return geodesicDistance(centre, onTheWay(20));
      })
      .toBeLessThan(200);
    // 田长履职: the grid that was downloaded is named, with what is lacking for the patrol to count there.
    const duty = page.getByRole('list', { name: '责任网格' }).getByRole('listitem').first();
    expect(await duty.textContent()).toMatch(
      /^杨柳青农场社区田长网格 [01] 分钟 3\d\d 米（满 20 分钟、500 米计一次）$/,
    );

    // The map alone says that the patrol goes on.
    await tap(page, '返回');
    await page.getByRole('button', { name: /巡查中/ }).waitFor();
    await picture(page, 'field-patrol-on-map');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, /巡查中/);

    // 途中标记: belongs to the patrol, which goes on meanwhile.
    await page.locator('.patrol').getByRole('button', { name: '标记', exact: true }).tap();
    await page.waitForTimeout(1200);
    await tap(page, '圈定此处');
    await page.locator('label', { has: page.getByRole('radio', { name: '巡查发现', exact: true }) }).tap();
    await tap(page, '拍照');
    await page.getByText('照片 1').waitFor({ timeout: 20_000 });
    await tap(page, '保存');
    await page.getByText('已存在本机').first().waitFor();
    await tap(page, '返回');
    await expect.poll(() => number(page, '标记')).toBe('1');

    await tap(page, '结束');
    await page.getByLabel('巡查情况').fill('沿机耕路一圈，未见新增占用');
    await picture(page, 'field-patrol-end');
    expect(await seriousFaults(page)).toEqual([]);
    await tap(page, '存为巡查记录');
    await page.getByText('巡查已存在本机').first().waitFor();
    await picture(page, 'field-patrol-kept');

    await phone.context.setOffline(false);
    await page.getByText('没有待传').waitFor({ timeout: 60_000 });
    await picture(page, 'field-patrol-sent');

    await office.page.goto('/?panel=patches');
    await office.page.getByRole('radio', { name: /^履职/ }).check({ timeout: 30_000 });
    const told = office.page.locator('.patch-comments li', { hasText: '刘网格' }).first();
    await told.waitFor({ timeout: 20_000 });
    const words = (await told.textContent()) ?? '';
    expect(words).toContain('标记 1 个');
    const inOffice = Number(/([\d.]+) 米/.exec(words)?.[1]);
    expect(Math.abs(inOffice - length)).toBeLessThanOrEqual(1);
    await told.getByRole('button', { name: '看轨迹' }).click();
    await picture(office.page, 'field-patrol-office');
    expect(errors).toEqual([]);
    await phone.context.close();
  }, 300_000);
});

interface Crossing {
  readonly edge: Place;
  /** True bearing on which one leaves. */
  readonly bearing: number;
}

const pairs = (ring: readonly number[][]) => ring.slice(1).map((end, index) => [ring[index]!, end] as const);

/** Ground of a layer with an edge that one can walk out over, onto ground of no watched layer. */
async function crossingOf(layer: string): Promise<Crossing> {
  const { zones } = await office.ask<{ zones: { layer: string; id: string; rings: never }[] }>(
    'GET',
    `/api/field/pack/geofence?bbox=${district.join(',')}`,
  );
  const watched = ['ecological_redlines', 'permanent_farmland', 'farmland_protection'];
  const fence = new Fence(
    zones
      .filter((zone) => watched.includes(zone.layer))
      .map(({ layer, id, rings }) => ({ layer, id: String(id), outline: unpackRings(rings) })),
  );
  const outlines = zones.filter((zone) => zone.layer === layer).map(({ rings }) => unpackRings(rings));
  for (const [first, second] of outlines.flatMap(({ coordinates }) =>
    coordinates.flatMap(([ring]) => pairs(ring!)),
  )) {
    const middle: Place = [(first[0]! + second[0]!) / 2, (first[1]! + second[1]!) / 2];
    for (let bearing = 0; bearing < 360; bearing += 45) {
      const at = (beyond: number) => fence.at(pointTowards(middle, bearing, beyond));
      const home = at(-20).find((each) => each.layer === layer)?.signedMeters ?? 0;
      const graver = at(-20).some(
        (each) => each.layer === 'ecological_redlines' && (each.signedMeters ?? -99) > -20,
      );
      if (home < 18 || graver) continue;
      const clear = [36, 38, 40, 42, 70].every((far) =>
        at(far).every(({ inside, signedMeters }) => !inside && (signedMeters ?? -99) < -24),
      );
      if (clear) return { edge: middle, bearing };
    }
  }
  throw new Error(`no edge of ${layer} to walk over among ${outlines.length}`);
}

/** What a screen reader is told. */
const spoken = (page: Page) => page.locator('p[aria-live="polite"]').first();

// Of the inspector: in the village of the field person there is no permanent farmland.
describe('the fence', () => {
  it('says offline that one stands in permanent farmland and how far its edge is, until one has surely left', async () => {
    const { edge: border, bearing } = await crossingOf('permanent_farmland');
    /** Metres past the edge: negative inside. */
    const at = (beyond: number) => pointTowards(border, bearing, beyond) as Place;
    const phone = await phoneOf(browser, product.origin, 'demo-inspector');
    await phone.stand(at(70));
    await prepare(phone);
    await phone.context.setOffline(true);
    const page = await phone.start();
    const banner = page.locator('.fence-banner');
    await page.getByText('±6 米').waitFor({ timeout: 20_000 });
    await tap(page, '我在哪里');
    await page.waitForTimeout(1500);
    expect(await banner.count()).toBe(0);

    // 定位很差的一点在基本农田里: nothing is claimed of it.
    await phone.stand(at(-20), 300);
    await page.getByText('±300 米').waitFor();
    expect(await banner.count()).toBe(0);
    await phone.stand(at(40));
    await page.getByText('±6 米').waitFor();

    await phone.stand(at(-20));
    await banner.getByText('您在永久基本农田内').waitFor();
    const edge = Number(/距边界 (\d+) 米/.exec((await banner.textContent()) ?? '')?.[1]);
    expect(Math.abs(edge - 20)).toBeLessThanOrEqual(2);
    expect(await spoken(page).textContent()).toMatch(/您已进入永久基本农田，距边界 \d+ 米/);
    await page.waitForTimeout(1500);
    await picture(page, 'field-patrol-fence-inside');
    expect(await seriousFaults(page)).toEqual([]);

    // The receiver loses itself: the notice stays, and no longer knows any metres.
    await phone.stand(at(200), 300);
    await banner.getByText('定位欠准：您刚才在永久基本农田内').waitFor();
    expect(await banner.textContent()).not.toContain('距边界');
    await picture(page, 'field-patrol-fence-rough');
    await phone.stand(at(-10));
    await banner.getByText('您在永久基本农田内').waitFor();

    for (const beyond of [36, 38, 40, 42]) {
      await phone.stand(at(beyond));
      await page.waitForTimeout(1600);
    }
    await expect.poll(() => banner.count(), { timeout: 10_000 }).toBe(0);
    expect(await spoken(page).textContent()).toContain('您已离开永久基本农田');
    await picture(page, 'field-patrol-fence-left');
    await phone.context.close();
  }, 240_000);
});
