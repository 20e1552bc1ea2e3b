import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser.ts';
import { type Desk, parcelAt, sitDown, type WholeFeature } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { clickPlace, mapIsDrawn, picture, pointOf } from '../support/screen.ts';

type Place = readonly [number, number];
interface Outline {
  id: number;
  versionId: number;
  label: string;
  coordinates: number[][][][];
}

describe('tools of editing', { timeout: 240_000 }, () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  /** What the targets of farmland measure, to the last digit. */
  const farmland = async ({ ask }: Desk) => {
    const { region } = await ask<{ region: string }>('GET', '/api/workspace');
    const { targets } = await ask<{ targets: { indicator: string }[] }>(
      'GET',
      `/api/targets?region=${region}&year=2023`,
    );
    const figure = JSON.stringify(targets.filter(({ indicator }) => indicator === 'farmland_retention'));
    expect(figure).toMatch(/"\w*[mM]easured\w*":[^n]/);
    return figure;
  };
  const outlinesAt = ({ ask }: Desk, [lng, lat]: Place, around = 0.0005) =>
    ask<{ outlines: Outline[] }>(
      'GET',
      `/api/outlines?layers=land_parcels&bbox=${[lng - around, lat - around, lng + around, lat + around].map((v) => v.toFixed(9)).join(',')}`,
    ).then(({ outlines }) => outlines);
  /** Opens a parcel in the editing panel with the handles on. */
  const openShape = async (page: Page, parcel: WholeFeature) => {
    await page.goto(`/?sel=land_parcels/${parcel.id}#map=17/${parcel.bounds[1]}/${parcel.bounds[0]}`);
    await mapIsDrawn(page);
    await page.getByRole('button', { name: '编辑', exact: true }).click();
    await page.getByRole('button', { name: '修改图形', exact: true }).click();
    await page.getByRole('button', { name: '挖洞' }).waitFor();
    await mapIsDrawn(page);
    // The camera has come to rest, and its place is in the address.
    await page.waitForTimeout(1500);
  };
  const because = async (page: Page, reason: string) =>
    page
      .getByRole('dialog')
      .getByLabel(/^变更原因/)
      .fill(reason);
  const placeIn = ({ bounds: [west, south, east, north] }: WholeFeature, x: number, y: number): Place => [
    west + x * (east - west),
    south + y * (north - south),
  ];

  it('splits a parcel along a line and merges it back: farmland does not move', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner', { viewport: DESKTOP });
    const { page } = desk;
    const parcel = await parcelAt(desk, [117.1, 39.12]);
    const before = await farmland(desk);
    await openShape(page, parcel);
    await page.getByRole('button', { name: '画线分割' }).click();
    await page.keyboard.down('Alt');
    await clickPlace(page, placeIn(parcel, -0.15, 0.45));
    await page.waitForTimeout(400);
    await clickPlace(page, placeIn(parcel, 0.5, 0.55));
    await page.waitForTimeout(400);
    await clickPlace(page, placeIn(parcel, 1.15, 0.5));
    await page.waitForTimeout(400);
    await page.keyboard.up('Alt');
    await picture(page, 'split-line-desktop');
    await page.getByRole('button', { name: '按此线分割' }).click();
    const dialog = page.getByRole('dialog', { name: `分割 ${parcel.label}` });
    await dialog.waitFor();
    await picture(page, 'split-desktop');
    expect(await seriousFaults(page)).toEqual([]);
    await because(page, '承包地块分户');
    await dialog.getByRole('button', { name: '分割', exact: true }).click();
    await page.getByText(`${parcel.label} 已分割为 2 块`).first().waitFor();
    expect(await farmland(desk)).toBe(before);

    await page.getByRole('button', { name: '编辑', exact: true }).click();
    await page.getByRole('button', { name: '合并相邻…' }).click();
    await page.getByRole('checkbox', { name: new RegExp(`${parcel.label}-1`) }).check();
    await picture(page, 'merge-neighbours-desktop');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '合并这 2 个' }).click();
    await because(page, '分户取消');
    await page.getByRole('dialog').getByRole('button', { name: '合并', exact: true }).click();
    await page.getByText(`已合并到 ${parcel.label}`).first().waitFor();
    expect(await farmland(desk)).toBe(before);
    const after = await desk.ask<WholeFeature>('GET', `/api/layers/land_parcels/features/${parcel.id}`);
    expect(after.properties).toEqual(parcel.properties);
    const points = ({ geometry }: WholeFeature) => new Set(geometry.coordinates.flat(2).map(String));
    expect(points(after)).toEqual(points(parcel));
    expect(desk.record.consoleErrors).toEqual([]);
    expect(desk.record.failedRequests).toEqual([]);
    await desk.close();
  });

  it('cuts a hole, takes it back and makes it again by keys, fills it', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner', {
      viewport: DESKTOP,
      colorScheme: 'dark',
    });
    const { page } = desk;
    const parcel = await parcelAt(desk, [117.1, 39.12]);
    await openShape(page, parcel);
    await page.getByRole('button', { name: '挖洞' }).click();
    for (const at of [placeIn(parcel, 0.45, 0.45), placeIn(parcel, 0.55, 0.45), placeIn(parcel, 0.5, 0.55)]) {
      await clickPlace(page, at);
      await page.waitForTimeout(400);
    }
    await page.getByRole('button', { name: '闭合' }).click();
    const ring = page.getByRole('combobox', { name: '环' });
    await ring.waitFor();
    await page.getByText(/比原来小/).waitFor();
    await picture(page, 'hole-desktop-dark');
    await page.locator('canvas.maplibregl-canvas').focus();
    await page.keyboard.press('Control+z');
    await ring.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await ring.waitFor();
    await page.getByText(/与相邻图斑之间留出 .* 平方米空隙/).waitFor();
    await ring.selectOption('第 1 部分 内环 1');
    await page.getByRole('button', { name: '填上这个洞' }).click();
    await ring.waitFor({ state: 'detached' });
    expect(desk.record.consoleErrors).toEqual([]);
    await desk.close();
  });

  it('moves an edge in both parcels that share it, and leaves no gap', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner', { viewport: DESKTOP });
    const { page } = desk;
    const parcel = await parcelAt(desk, [117.105, 39.125]);
    const ring = parcel.geometry.coordinates[0]![0]!;
    const around = (await outlinesAt(desk, [parcel.bounds[0], parcel.bounds[1]], 0.01)).filter(
      ({ id }) => id !== parcel.id,
    );
    const sharing = (point: number[]) =>
      around.filter(({ coordinates }) =>
        coordinates.flat(2).some(([x, y]) => x === point[0] && y === point[1]),
      );
    const vertex = ring.findIndex((point) => sharing(point).length > 0);
    expect(vertex).toBeGreaterThanOrEqual(0);
    const neighbours = sharing(ring[vertex]!);
    await openShape(page, parcel);
    const list = page.getByRole('listbox', { name: /个拐点/ });
    await list.focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < vertex; i += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowUp');
    await page.getByText(`${neighbours.length} 个相邻图斑随之移动`).waitFor();
    await picture(page, 'shared-edge-desktop');
    await page.getByLabel(/^变更原因/).fill('实地界桩北移');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText(`已保存：${parcel.label}`).first().waitFor();
    const after = await outlinesAt(desk, [parcel.bounds[0], parcel.bounds[1]], 0.01);
    const moved = after.find(({ id }) => id === parcel.id)!;
    const there = moved.coordinates
      .flat(2)
      .find(([x, y]) => x === ring[vertex]![0] && y! > ring[vertex]![1]!)!;
    for (const { id, versionId } of neighbours) {
      const now = after.find((outline) => outline.id === id)!;
      expect(now.versionId).toBeGreaterThan(versionId);
      expect(now.coordinates.flat(2)).toContainEqual(there);
    }
    expect(desk.record.consoleErrors).toEqual([]);
    await desk.close();
  });

  it('draws with a finger on a phone, snapped to a corner to the last digit', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner', {
      viewport: PHONE,
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark',
    });
    const { page } = desk;
    const parcel = await parcelAt(desk, [117.1, 39.12]);
    const [corner] = parcel.geometry.coordinates[0]![0]! as unknown as Place[];
    await openShape(page, parcel);
    const tap = async (place: Place) => {
      const { x, y } = await pointOf(page, place);
      await page.touchscreen.tap(x, y);
      await page.waitForTimeout(500);
    };
    await page.getByRole('button', { name: '挖洞' }).tap();
    const towards = (share: number, side: number): Place => {
      const [x, y] = placeIn(parcel, 0.5 + side, 0.5 - side);
      return [corner![0] + share * (x - corner![0]), corner![1] + share * (y - corner![1])];
    };
    // Beside the corner, as a finger hits it.
    await tap(towards(0.02, 0));
    await page.getByText(/已捕捉拐点/).waitFor();
    await picture(page, 'snap-phone-dark');
    await tap(towards(0.8, 0.1));
    await tap(towards(0.8, -0.1));
    await page.getByRole('button', { name: '闭合' }).tap();
    await page.getByRole('combobox', { name: '环' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel(/^变更原因/).fill('扣除一角');
    await page.getByRole('button', { name: '保存', exact: true }).tap();
    await page
      .getByText(new RegExp(`已保存：${parcel.label}`))
      .first()
      .waitFor();
    const saved = await desk.ask<WholeFeature>('GET', `/api/layers/land_parcels/features/${parcel.id}`);
    expect(saved.geometry.coordinates[0]![1]).toContainEqual(corner);
    expect(saved.geometry.coordinates[0]![0]).toEqual(parcel.geometry.coordinates[0]![0]);
    expect(desk.record.consoleErrors).toEqual([]);
    await desk.close();
  });
});
