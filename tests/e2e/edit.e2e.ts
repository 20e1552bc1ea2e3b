import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser.ts';
import { hasFocus, pressByKeyboard, tabTo, typeByKeyboard } from '../support/keyboard.ts';
import { parcelAt, sitDown, type WholeFeature } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture } from '../support/screen.ts';

describe('editing a parcel', { timeout: 240_000 }, () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  describe.each([
    ['desktop', { viewport: DESKTOP }, [117.1, 39.12]],
    ['phone', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' }, [117.0985, 39.1235]],
  ] as const)('on %s', (device, options, place) => {
    it('changes fields and outline by keyboard alone, and says what is missing beside the box', async () => {
      const desk = await sitDown(browser, product.origin, 'demo-planner', options);
      const { page, ask } = desk;
      const parcel = await parcelAt(desk, place);
      await page.goto(`/?sel=land_parcels/${parcel.id}#map=17/${place[1]}/${place[0]}`);
      await mapIsDrawn(page);
      await pressByKeyboard(page, page.getByRole('button', { name: '编辑', exact: true }));
      const heading = page.getByRole('heading', { name: `地类图斑 ${parcel.label}` });
      await expect.poll(() => hasFocus(heading)).toBe(true);

      await pressByKeyboard(page, page.getByRole('button', { name: '修改图形', exact: true }));
      const vertices = page.getByRole('listbox', { name: /个拐点/ });
      await tabTo(page, vertices);
      await page.keyboard.press('Home');
      for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift+ArrowUp');
      await page.getByText(/比原来[大小] .* 平方米/).waitFor();
      await picture(page, `edit-${device}`);
      expect(await seriousFaults(page)).toEqual([]);

      await typeByKeyboard(page, page.getByLabel(/^备注/), '现场核实');
      const save = page.getByRole('button', { name: '保存', exact: true });
      await pressByKeyboard(page, save);
      const reason = page.getByLabel(/^变更原因/);
      await expect.poll(() => hasFocus(reason)).toBe(true);
      expect(await reason.getAttribute('aria-invalid')).toBe('true');
      await page.getByText('请写明原因，至少两个字').waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.keyboard.type('外业核实，调整北界');
      await pressByKeyboard(page, save);
      await page.getByText(`已保存：${parcel.label}`).first().waitFor();
      await page.getByRole('article', { name: `地类图斑 ${parcel.label}` }).waitFor();

      const saved = await ask<WholeFeature>('GET', `/api/layers/land_parcels/features/${parcel.id}`);
      expect(saved.versionId).toBeGreaterThan(parcel.versionId);
      expect(saved.properties).toMatchObject({ note: '现场核实' });
      const [before, after] = [parcel, saved].map(({ geometry }) => geometry.coordinates[0]![0]!);
      expect(after![0]![1]).toBeGreaterThan(before![0]![1]!);
      // Vertices that nobody moved are where they were, to the last digit.
      expect(after!.slice(1, -1)).toEqual(before!.slice(1, -1));
      expect(desk.record.consoleErrors).toEqual([]);
      expect(desk.record.failedRequests).toEqual([]);
      await desk.close();
    });
  });

  it('asks before unsaved work is given up, and keeps it when the person stays', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page } = desk;
    const parcel = await parcelAt(desk, [117.105, 39.125]);
    await page.goto(`/?sel=land_parcels/${parcel.id}`);
    await pressByKeyboard(page, page.getByRole('button', { name: '编辑', exact: true }));
    const note = page.getByLabel(/^备注/);
    await typeByKeyboard(page, note, '还没有保存');
    await page.keyboard.press('Escape');
    const dialog = page.getByRole('dialog', { name: '还有未保存的修改' });
    await dialog.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await note.inputValue()).toBe('还没有保存');
    await page.keyboard.press('Escape');
    await dialog.waitFor();
    await pressByKeyboard(page, dialog.getByRole('button', { name: '放弃修改' }));
    await note.waitFor({ state: 'detached' });
    await desk.close();
  });

  it('keeps what was typed while the network is gone, and saves it on the next try', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-planner');
    const { page, ask } = desk;
    const parcel = await parcelAt(desk, [117.1, 39.125]);
    await page.goto(`/?sel=land_parcels/${parcel.id}`);
    await pressByKeyboard(page, page.getByRole('button', { name: '编辑', exact: true }));
    await typeByKeyboard(page, page.getByLabel(/^备注/), '断网时填写');
    await typeByKeyboard(page, page.getByLabel(/^变更原因/), '断网也不丢');
    await page.context().setOffline(true);
    await pressByKeyboard(page, page.getByRole('button', { name: '保存', exact: true }));
    await page.getByText('连不上服务').waitFor();
    expect(await page.getByLabel(/^备注/).inputValue()).toBe('断网时填写');
    await page.context().setOffline(false);
    await pressByKeyboard(page, page.getByRole('button', { name: '重试保存' }));
    await page.getByText(`已保存：${parcel.label}`).first().waitFor();
    expect(await ask<WholeFeature>('GET', `/api/layers/land_parcels/features/${parcel.id}`)).toMatchObject({
      properties: { note: '断网时填写' },
    });
    await desk.close();
  });

  it('draws a new feature with the crosshair, and withdraws it with a reason', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-inspector');
    const { page } = desk;
    await page.goto('/#map=17/39.12/117.1');
    await mapIsDrawn(page);
    await pressByKeyboard(page, page.getByRole('button', { name: /^乱占耕地图斑/ }));
    await pressByKeyboard(page, page.getByRole('button', { name: '新增要素' }));
    await page.getByRole('heading', { name: '新增乱占耕地图斑' }).waitFor();
    const canvas = page.locator('canvas.maplibregl-canvas');
    await tabTo(page, canvas, 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
      await page.waitForTimeout(500);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(300);
      await page.keyboard.press(key);
    }
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Enter');
    await page.getByRole('listbox', { name: '4 个拐点' }).waitFor();
    await typeByKeyboard(page, page.getByLabel(/^图斑编号/), 'SY-TEST-1');
    for (const [name, key] of [
      [/^台账/, 'ArrowDown'],
      [/^类别/, 'ArrowDown'],
    ] as const) {
      await tabTo(page, page.getByLabel(name).last());
      await page.keyboard.press(key);
    }
    await typeByKeyboard(page, page.getByLabel(/^变更原因/), '巡查发现');
    await pressByKeyboard(page, page.getByRole('button', { name: '保存', exact: true }));
    await page.getByText('已新增：SY-TEST-1').first().waitFor();

    await pressByKeyboard(page, page.getByRole('button', { name: '注销', exact: true }));
    const dialog = page.getByRole('dialog', { name: '注销 SY-TEST-1？' });
    await dialog.getByText(/全部历史版本/).waitFor();
    await typeByKeyboard(page, dialog.getByLabel(/^变更原因/), '重复登记');
    await pressByKeyboard(page, dialog.getByRole('button', { name: '注销', exact: true }));
    await page.getByText('该要素已注销；可恢复任一版本。').waitFor();
    await desk.close();
  });

  it('offers no editing to those who may not, nor of the past', async () => {
    const leader = await sitDown(browser, product.origin, 'demo-leader');
    const parcel = await parcelAt(leader, [117.1, 39.12]);
    await leader.page.goto(`/?sel=land_parcels/${parcel.id}`);
    await leader.page.getByRole('button', { name: '变更历史' }).waitFor();
    expect(await leader.page.getByRole('button', { name: '编辑', exact: true }).count()).toBe(0);
    await leader.close();

    const planner = await sitDown(browser, product.origin, 'demo-planner');
    await planner.page.goto(`/?sel=land_parcels/${parcel.id}&asOf=2026-01-01`);
    await planner.page.getByText('历史时点 2026-01-01').waitFor();
    const edit = planner.page.getByRole('button', { name: '编辑', exact: true });
    await edit.waitFor();
    expect(await edit.getAttribute('aria-disabled')).toBe('true');
    await planner.close();
  });
});
