import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, PHONE } from '../support/browser.ts';
import { pressByKeyboard, tabTo, typeByKeyboard } from '../support/keyboard.ts';
import { type Desk, nudged, parcelAt, sitDown, type WholeFeature } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture } from '../support/screen.ts';

describe('two people change one parcel', { timeout: 240_000 }, () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const change = (desk: Desk, { id, versionId }: WholeFeature, body: object) =>
    desk.ask<WholeFeature>('PATCH', `/api/layers/land_parcels/features/${id}`, body, versionId);
  const now = (desk: Desk, id: number) =>
    desk.ask<WholeFeature>('GET', `/api/layers/land_parcels/features/${id}`);

  describe.each([
    ['desktop', { viewport: DESKTOP }, [117.1, 39.12]],
    ['phone', { viewport: PHONE, isMobile: true, hasTouch: true }, [117.0985, 39.1235]],
  ] as const)('on %s', (device, options, place) => {
    it('merges field by field and outline by outline, by keyboard alone, and overwrites nothing silently', async () => {
      const mine = await sitDown(browser, product.origin, 'demo-planner', options);
      const theirs = await sitDown(browser, product.origin, 'demo-planner');
      const { page } = mine;
      const parcel = await parcelAt(mine, place);
      await page.goto(`/?sel=land_parcels/${parcel.id}#map=17/${place[1]}/${place[0]}`);
      await mapIsDrawn(page);
      await pressByKeyboard(page, page.getByRole('button', { name: '编辑', exact: true }));
      await typeByKeyboard(page, page.getByLabel(/^图斑编号/), `${parcel.label}-1`);
      await typeByKeyboard(page, page.getByLabel(/^备注/), '我的备注');
      await typeByKeyboard(page, page.getByLabel(/^变更原因/), '按现场核实修改');
      await tabTo(page, page.getByRole('button', { name: '修改图形', exact: true }), 'Shift+Tab');
      await page.keyboard.press('Enter');
      await tabTo(page, page.getByRole('listbox', { name: /个拐点/ }));
      for (const key of ['ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);

      const saved = await change(theirs, parcel, {
        properties: { note: '对方的备注', planting: 'LS' },
        geometry: nudged(parcel, [0.00001, 0.00001]),
        reason: '年度变更调查',
        document: '变更〔2026〕示意 3 号',
      });
      await pressByKeyboard(page, page.getByRole('button', { name: '保存', exact: true }));
      await page.getByRole('heading', { name: '与他人的修改合并' }).waitFor();
      expect(await now(mine, parcel.id)).toMatchObject({ versionId: saved.versionId });
      expect(await page.getByText('原因：年度变更调查').count()).toBe(1);
      expect(await page.getByText('依据文件：变更〔2026〕示意 3 号').count()).toBe(1);

      // What one side changed is chosen already; what both did is not, and nothing is sent before.
      const take = (side: '我的' | '对方的', field: string) =>
        page.getByRole('radio', { name: `${field}：用${side}` });
      expect(await take('我的', '图斑编号').isChecked()).toBe(true);
      expect(await take('对方的', '种植属性').isChecked()).toBe(true);
      expect(await take('对方的', '备注').isChecked()).toBe(false);
      expect(await take('我的', '备注').isChecked()).toBe(false);
      await page.getByText('还有 2 项需要选择').first().waitFor();
      await page.getByText(/相差 .* 平方米/).waitFor();
      await picture(page, `merge-${device}`);
      expect(await seriousFaults(page)).toEqual([]);
      const save = page.getByRole('button', { name: '合并并保存' });
      await pressByKeyboard(page, save);
      expect(await now(mine, parcel.id)).toMatchObject({ versionId: saved.versionId });

      await tabTo(page, take('对方的', '备注'), 'Shift+Tab');
      await page.keyboard.press('Space');
      expect(await take('对方的', '备注').isChecked()).toBe(true);
      await tabTo(page, take('对方的', '图形'));
      await page.keyboard.press('ArrowDown');
      expect(await take('我的', '图形').isChecked()).toBe(true);
      await page.getByText('都已选定，可以保存。').waitFor();
      await pressByKeyboard(page, save);
      await page
        .getByText(/已保存/)
        .first()
        .waitFor();

      const merged = await now(mine, parcel.id);
      expect(merged.properties).toMatchObject({
        parcel_number: `${parcel.label}-1`,
        note: '对方的备注',
        planting: 'LS',
      });
      expect(merged.versionId).toBeGreaterThan(saved.versionId);
      expect(merged.geometry.coordinates[0]![0]![0]).toEqual(parcel.geometry.coordinates[0]![0]![0]);
      expect(merged.geometry.coordinates[0]![0]![1]).not.toEqual(parcel.geometry.coordinates[0]![0]![1]);
      const { versions } = await mine.ask<{ versions: { reason: string | null }[] }>(
        'GET',
        `/api/layers/land_parcels/features/${parcel.id}/history`,
      );
      const reasons = versions.map(({ reason }) => reason);
      expect(reasons).toContain('按现场核实修改');
      expect(reasons).toContain('年度变更调查');
      expect(mine.record.consoleErrors.filter((error) => !error.includes('409'))).toEqual([]);
      await mine.close();
      await theirs.close();
    });
  });

  it('says when the parcel was withdrawn meanwhile, and lets the person take the edits along', async () => {
    const mine = await sitDown(browser, product.origin, 'demo-planner');
    const theirs = await sitDown(browser, product.origin, 'demo-planner');
    const { page } = mine;
    const parcel = await parcelAt(mine, [117.105, 39.125]);
    await page.goto(`/?sel=land_parcels/${parcel.id}`);
    await pressByKeyboard(page, page.getByRole('button', { name: '编辑', exact: true }));
    await typeByKeyboard(page, page.getByLabel(/^备注/), '要留下的话');
    await typeByKeyboard(page, page.getByLabel(/^变更原因/), '补充说明');
    await theirs.ask(
      'POST',
      `/api/layers/land_parcels/features/${parcel.id}/withdraw`,
      { reason: '并入相邻图斑' },
      parcel.versionId,
    );
    await pressByKeyboard(page, page.getByRole('button', { name: '保存', exact: true }));
    await page.getByRole('heading', { name: '该要素已被注销' }).waitFor();
    await pressByKeyboard(page, page.getByRole('button', { name: '复制我的修改' }));
    await page
      .getByText(/已复制：我的修改|请手动复制/)
      .first()
      .waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await mine.close();
    await theirs.close();
  });
});
