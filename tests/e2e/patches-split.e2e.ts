import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PatchView } from '../../core/contract/patches.ts';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser.ts';
import {
  type FieldPerson,
  fieldPerson,
  flagAct,
  newUid,
  placeOf,
  squareAt,
} from '../support/field-person.ts';
import { hasFocus, pressByKeyboard, tabTo, typeByKeyboard } from '../support/keyboard.ts';
import { type Desk, sitDown } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { clickPlace, mapIsDrawn, picture, pointOf } from '../support/screen.ts';

type Place = readonly [number, number];

describe('splitting and merging patches on the map', { timeout: 240_000 }, () => {
  let product: Product;
  let browser: Browser;
  let field: Desk;
  let inField: FieldPerson;
  let place: Place;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
    field = await sitDown(browser, product.origin, 'demo-field');
    inField = await fieldPerson(field);
    place = await placeOf(field);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  /** A patch of 60 m, so many steps east of the place. */
  const aPatch = async (step: number) => {
    const uid = newUid();
    await inField.act(flagAct(uid, squareAt([place[0] + step * 0.001, place[1]], 60), '一处两户'));
    return inField.see(uid);
  };
  const openPatch = async ({ page }: Desk, { number }: PatchView) => {
    await page.goto('/?panel=patches');
    await mapIsDrawn(page);
    await page.getByRole('radio', { name: /^实地标记/ }).check();
    await page.locator('.patch-card', { hasText: number }).locator('.patch-card-open').click();
    await page.getByRole('heading', { name: number }).waitFor();
  };
  const placeIn = ({ bounds: [west, south, east, north] }: PatchView, x: number, y: number): Place => [
    west + x * (east - west),
    south + y * (north - south),
  ];
  /** The map has come to rest, and its place is in the address. */
  const atRest = async (page: Page) => {
    await mapIsDrawn(page);
    await page.waitForTimeout(1500);
  };
  const drawThrough = async (page: Page, places: readonly Place[]) => {
    await page.keyboard.down('Alt');
    for (const at of places) {
      await clickPlace(page, at);
      await page.waitForTimeout(400);
    }
    await page.keyboard.up('Alt');
  };
  const sums = (page: Page) => page.locator('.division-sum dd').allInnerTexts();

  it('splits a patch along a line, says what the parts come to, and merges them back', async () => {
    const whole = await aPatch(0);
    const desk = await sitDown(browser, product.origin, 'demo-inspector', { viewport: DESKTOP });
    const { page } = desk;
    await openPatch(desk, whole);
    await page.getByRole('button', { name: '拆分…' }).click();
    await page.getByRole('heading', { name: `拆分 ${whole.number}` }).waitFor();
    await page.getByText(/计数规则：下发数里母图斑计一次/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    // A line that does not reach the other side divides nothing, and says so.
    await page.getByRole('button', { name: '在地图上画' }).click();
    await atRest(page);
    await drawThrough(page, [placeIn(whole, -0.15, 0.4), placeIn(whole, 0.5, 0.4)]);
    await page.getByRole('button', { name: '按此线分割' }).click();
    await page.getByText('这条线没有切开图斑').waitFor();

    await page.getByRole('button', { name: '在地图上画' }).click();
    await drawThrough(page, [
      placeIn(whole, -0.15, 0.4),
      placeIn(whole, 0.5, 0.45),
      placeIn(whole, 1.15, 0.4),
    ]);
    await picture(page, 'patches-split-line');
    await page.getByRole('button', { name: '按此线分割' }).click();
    await page.getByRole('heading', { name: '拆成 2 个部分' }).waitFor();
    await page.getByText(`${whole.number}_1`).waitFor();
    await page.getByText(/各部分正好拼成原图斑/).waitFor();

    // The second cut rings one corner; then it is taken back.
    await page.getByRole('radio', { name: '圈出一块' }).check();
    await page.getByRole('button', { name: '再切一刀' }).click();
    await drawThrough(page, [
      placeIn(whole, 0.6, 0.6),
      placeIn(whole, 1.15, 0.6),
      placeIn(whole, 1.15, 1.15),
    ]);
    await page.getByRole('button', { name: '按此线分割' }).click();
    await page.getByRole('heading', { name: '拆成 3 个部分' }).waitFor();
    await page.getByText(`${whole.number}_3`).waitFor();
    await picture(page, 'patches-split-parts');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '撤回上一刀' }).click();
    await page.getByText(`${whole.number}_3`).waitFor({ state: 'detached' });
    await page.getByText(`${whole.number}_2`).waitFor();
    const told = await page.locator('.division-parts .division-number small').allInnerTexts();

    await page.getByRole('button', { name: '拆分为 2 个…' }).click();
    await page.getByText('请写明理由，至少两个字').waitFor();
    await page.getByRole('textbox', { name: '理由（必填）' }).fill('两户分别核实');
    await page.getByRole('button', { name: '拆分为 2 个…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/合并全部部分，即恢复为未拆分/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'patches-split-confirm');
    await dialog.getByRole('button', { name: '确认拆分' }).click();
    await page.getByText(`${whole.number} 已拆分为 2 个部分，服务器已回执`).first().waitFor();

    // The parent says that it is split; its parts open, and are what was told.
    await page.locator('.patch-facts').getByText('被拆分').waitFor();
    await page.getByText('已拆分：请办理其各部分').waitFor();
    await picture(page, 'patches-split-parent');
    const parent = await inField.see(whole.uid);
    expect(parent.splitState).toBe('split');
    const parts = await Promise.all(parent.parts.map(({ uid }) => inField.see(uid)));
    const hundredths = (values: readonly PatchView[]) =>
      values.reduce((sum, { areaSquareMeters }) => sum + Math.round(areaSquareMeters * 100), 0);
    console.log(
      `${parts.map(({ areaSquareMeters }) => areaSquareMeters).join(' + ')} m² of ${parent.areaSquareMeters} m²`,
    );
    expect(Math.abs(hundredths(parts) - hundredths([parent]))).toBeLessThanOrEqual(10);
    expect(told.map((text) => text.replaceAll(/[^\d.]/g, ''))).toEqual(
      parts.map(({ areaSquareMeters }) => areaSquareMeters.toFixed(2)),
    );
    await page.getByText(/^流转记录/).click();
    await page.getByText('理由：两户分别核实').waitFor();
    await page.locator('.patch-events').getByText('拆分', { exact: true }).waitFor();
    await page.getByRole('button', { name: parts[1]!.number }).click();
    await page.getByRole('heading', { name: parts[1]!.number }).waitFor();

    // 合并 from a part: its sibling is offered; both together make the parent whole.
    await page.getByRole('button', { name: '与相邻图斑合并…' }).click();
    await page.getByText('至少选两个图斑').waitFor();
    await page.getByRole('checkbox', { name: new RegExp(parts[0]!.number) }).check();
    await page.getByText('母图斑恢复为未拆分').waitFor();
    expect((await sums(page))[0]).toContain(`${parent.areaSquareMeters.toFixed(2)}`);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'patches-merge');
    await page.getByRole('textbox', { name: '理由（必填）' }).fill('实为一户');
    await page.getByRole('button', { name: '合并这 2 个…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确认合并' }).click();
    await page.getByText(`2 个部分已合并为 ${whole.number}，服务器已回执`).first().waitFor();
    await page.getByRole('heading', { name: whole.number }).waitFor();
    const again = await inField.see(whole.uid);
    expect(again).toMatchObject({
      splitState: 'whole',
      parts: [],
      areaSquareMeters: whole.areaSquareMeters,
      geometry: whole.geometry,
    });
    expect(desk.record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await desk.close();
  });

  it('splits by keys alone', async () => {
    const whole = await aPatch(2);
    const desk = await sitDown(browser, product.origin, 'demo-inspector', {
      viewport: DESKTOP,
      colorScheme: 'dark',
    });
    const { page } = desk;
    await openPatch(desk, whole);
    await pressByKeyboard(page, page.getByRole('button', { name: '拆分…' }));
    await page.getByRole('heading', { name: `拆分 ${whole.number}` }).waitFor();
    await atRest(page);
    await pressByKeyboard(page, page.getByRole('button', { name: '在地图上画' }));
    await page.getByRole('region', { name: '画分割线' }).waitFor();
    // The map has the focus; arrows move it under the crosshair. From the middle out to the west, then all the way to the east.
    await page.waitForTimeout(500);
    const walk = async (key: string, steps: number) => {
      for (let i = 0; i < steps; i += 1) {
        await page.keyboard.press(key);
        await page.waitForTimeout(350);
      }
    };
    await walk('ArrowLeft', 6);
    await page.keyboard.press('Enter');
    await walk('ArrowRight', 12);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Enter');
    await page.getByRole('heading', { name: '拆成 2 个部分' }).waitFor();
    await page.getByText(/各部分正好拼成原图斑/).waitFor();
    expect(await hasFocus(page.getByRole('heading', { name: '拆成 2 个部分' }))).toBe(true);
    await picture(page, 'patches-split-dark');
    await typeByKeyboard(page, page.getByRole('textbox', { name: '理由（必填）' }), '分户');
    await pressByKeyboard(page, page.getByRole('button', { name: '拆分为 2 个…' }));
    await pressByKeyboard(page, page.getByRole('dialog').getByRole('button', { name: '确认拆分' }));
    await page.locator('.patch-facts').getByText('被拆分').waitFor();
    const parent = await inField.see(whole.uid);
    expect(parent.parts).toHaveLength(2);

    // All parts from the parent, by keys as well.
    await pressByKeyboard(page, page.getByRole('button', { name: '合并各部分…' }));
    await tabTo(page, page.getByRole('checkbox').first());
    await page.getByText('母图斑恢复为未拆分').waitFor();
    expect(desk.record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await desk.close();
  });

  it('says why patches issued apart are not merged, and what to do instead, on a phone', async () => {
    const [one, other] = [await aPatch(4), await aPatch(5)];
    const desk = await sitDown(browser, product.origin, 'demo-inspector', {
      viewport: PHONE,
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark',
    });
    const { page } = desk;
    await page.goto('/?panel=patches');
    await mapIsDrawn(page);
    await page.getByRole('button', { name: '展开抽屉' }).click();
    await page.getByRole('radio', { name: /^实地标记/ }).check();
    for (const { number } of [one, other])
      await page.getByRole('checkbox', { name: `选入派发：${number}` }).check();
    await page.getByRole('button', { name: '合并…' }).click();
    await page.getByRole('heading', { name: '合并图斑' }).waitFor();
    await page.getByText(/是单独下发的图斑，下发数须保持不变，未合并/).waitFor();
    await page.getByText(/改其中一个的界线，另一个写明理由作废/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'patches-merge-refused-phone');
    // A finger cuts as a mouse does.
    await page.getByRole('button', { name: '返回', exact: true }).click();
    await page.locator('.patch-card', { hasText: one.number }).locator('.patch-card-open').click();
    await page.getByRole('button', { name: '拆分…' }).click();
    await page.getByRole('button', { name: '在地图上画' }).click();
    await page.getByRole('region', { name: '画分割线' }).waitFor();
    await atRest(page);
    for (const [x, y] of [
      [0.5, -0.15],
      [0.4, 0.5],
      [0.5, 1.15],
    ] as const) {
      const at = await pointOf(page, placeIn(one, x, y));
      await page.touchscreen.tap(at.x, at.y);
      await page.waitForTimeout(500);
    }
    await picture(page, 'patches-split-line-phone');
    await page.getByRole('button', { name: '按此线分割' }).tap();
    await page.getByRole('heading', { name: '拆成 2 个部分' }).waitFor();
    await page.getByText(/各部分正好拼成原图斑/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'patches-split-phone');
    expect(desk.record.consoleErrors.filter((text) => !text.includes('422'))).toEqual([]);
    await desk.close();
  });

  it('is complete in English', async () => {
    const whole = await aPatch(1);
    const desk = await sitDown(browser, product.origin, 'demo-inspector', { viewport: DESKTOP });
    const { page } = desk;
    await page.goto('/?panel=patches&lang=en');
    await mapIsDrawn(page);
    await page.getByRole('radio', { name: /^Field flags/ }).check();
    await page.locator('.patch-card', { hasText: whole.number }).locator('.patch-card-open').click();
    await page.getByRole('button', { name: 'Split…' }).click();
    await page.getByText('How it counts').waitFor();
    await page.getByRole('button', { name: 'Draw on the map' }).click();
    await page.getByText('Draw from one side of the patch to the other').waitFor();
    const panel = (await page.locator('.patches').textContent()) ?? '';
    expect(panel.replace('示意数据', '')).not.toMatch(/\p{Script=Han}/u);
    expect(desk.record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await desk.close();
  });
});
