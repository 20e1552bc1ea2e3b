import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FlagOperation, numberOfFlag } from '../../core/patches/operation.ts';
import { seriousFaults } from '../support/axe.ts';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import {
  type FieldPerson,
  fieldPerson,
  flagAct,
  jpegFrom,
  newUid,
  photoAct,
  placeOf,
  sendPhoto,
  squareAt,
  stepOf,
  writeOf,
} from '../support/field-person.ts';
import { pressByKeyboard, tabTo, typeByKeyboard } from '../support/keyboard.ts';
import { type Desk, sitDown } from '../support/office.ts';
import { type Product, startProduct } from '../support/product.ts';
import { mapIsDrawn, picture } from '../support/screen.ts';

/** An edited patch, and field work, must be on the office's screens within this time, ms. */
const LIVE_MILLISECONDS = 2000;

describe('the office and its patches', () => {
  let product: Product;
  let browser: Browser;
  let field: Desk;
  let inField: FieldPerson;
  let place: [number, number];
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

  const openRegister = async (desk: Desk) => {
    await desk.page.goto('/?panel=patches');
    await mapIsDrawn(desk.page);
    await desk.page.getByRole('group', { name: '台账' }).waitFor();
  };
  const fieldFlags = (page: Page) => page.getByRole('radio', { name: /^实地标记/ });
  const card = (page: Page, number: string) => page.locator('.patch-card', { hasText: number });

  it('follows a flag from the field to its close, live and by keyboard alone', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-inspector');
    const { page } = desk;
    await openRegister(desk);
    await fieldFlags(page).check();
    await page.getByText('还没有实地标记').waitFor();
    await page.locator('.status').getByText('实时').waitFor();

    // Field work appears by itself, in the list and on the map. Every try is printed, and every try is in time.
    const times: number[] = [];
    const tileTimes: number[] = [];
    let [uid, number] = ['', ''];
    for (const i of [0, 1, 2]) {
      uid = newUid();
      const flag = inField.make(flagAct(uid, squareAt([place[0], place[1] - i * 0.002]), '耕地上新堆土'));
      await inField.send([flag]);
      const arrived = Date.now();
      number = numberOfFlag(flag as FlagOperation);
      const tile = page.waitForResponse((response) => response.url().includes('/tiles/patches/'));
      await card(page, number).waitFor();
      times.push(Date.now() - arrived);
      await tile;
      tileTimes.push(Date.now() - arrived);
    }
    console.log(`after the answer, ms: in the list ${times.join(', ')}; its tile ${tileTimes.join(', ')}`);
    expect(Math.max(...times, ...tileTimes)).toBeLessThan(LIVE_MILLISECONDS);
    await picture(page, 'patches-inbox');

    // 派发 by keyboard.
    await reachCard(page, number);
    await page.keyboard.press('Space');
    await pressByKeyboard(page, page.getByRole('button', { name: '派发…' }));
    await page.getByRole('heading', { name: '派发 1 个图斑' }).waitFor();
    await tabTo(page, page.getByRole('radio', { name: /示例 刘网格/ }));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: /示例 赵外业/ }).isChecked()).toBe(true);
    await typeByKeyboard(page, page.getByRole('textbox', { name: '完成期限（工作日）' }), '3');
    await page.getByText(/3 个工作日，\d{4}-\d{2}-\d{2} 到期/).waitFor();
    await picture(page, 'patches-dispatch');
    await pressByKeyboard(page, page.getByRole('button', { name: '派发 1 个' }));
    await page.getByText('已派发 1 个，服务器均已回执').first().waitFor();
    await card(page, number).getByText('已派发', { exact: false }).waitFor();

    // The field verifies; the bytes of one photograph stay on the phone for now.
    const here: [number, number] = [place[0], place[1] - 0.004];
    const photos = await Promise.all([1, 2, 3].map((seed) => jpegFrom(page, seed)));
    let seen = await inField.see(uid);
    expect(seen.assignee?.name).toBe('示例 赵外业');
    await inField.act(stepOf(seen, 'start'));
    await inField.act(
      photoAct(uid, photos[0]!, 'near', [here[0] - 0.0001, here[1]], 70),
      photoAct(uid, photos[1]!, 'panoramic', [here[0] - 0.0004, here[1]], 85),
      photoAct(uid, photos[2]!, 'opposite', [here[0] + 0.0009, here[1]], 275),
    );
    await sendPhoto(field, photos[0]!);
    await sendPhoto(field, photos[1]!);
    seen = await inField.see(uid);
    await inField.act(stepOf(seen, 'submit', { writes: [writeOf(seen, 'judgement', 'confirmed')] }));

    // 审核: opened by Enter on the card; one photograph says why it is not there yet.
    await reachCard(page, number);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: number }).waitFor();
    await fact(page, '状态').getByText('待审核').waitFor();
    await page.getByText('原图尚未传到').waitFor();
    const near = page.getByRole('button', { name: /近景/ });
    await tabTo(page, near);
    await page.keyboard.press('Enter');
    await page.getByText('SHA-256').waitFor();
    expect(
      await near.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBeGreaterThan(0);
    await picture(page, 'patches-review');
    await sendPhoto(field, photos[2]!);
    await inField.act({ uid, kind: 'comment', text: '第三张已补传' });
    await page.getByRole('region', { name: '留言' }).getByText('第三张已补传').waitFor({ timeout: 10_000 });
    await expect.poll(() => page.getByText('原图尚未传到').count(), { timeout: 10_000 }).toBe(0);

    // 套合, and the figure opens to its pieces.
    await pressByKeyboard(page, page.getByRole('button', { name: '套合', exact: true }));
    await page.getByRole('table', { name: '套合' }).waitFor({ timeout: 20_000 });

    // 退回 wants its reason, and looks done only with the receipt.
    await chooseStep(page, '退回');
    await pressByKeyboard(page, page.getByRole('button', { name: '退回', exact: true }));
    await page.getByText('请写明理由，至少两个字').waitFor();
    await typeByKeyboard(page, page.getByRole('textbox', { name: '理由（必填）' }), '界线不清，请重测北侧');
    await pressByKeyboard(page, page.getByRole('button', { name: '退回', exact: true }));
    await page.getByText(`${number}：退回，服务器已回执`).first().waitFor();
    await fact(page, '状态').getByText('退回').waitFor();

    // The field corrects the outline and hands in again; the map is told too.
    seen = await inField.see(uid);
    await inField.act(stepOf(seen, 'submit', { writes: [writeOf(seen, 'outline', squareAt(here, 46))] }));
    await fact(page, '状态').getByText('待审核').waitFor({ timeout: 10_000 });
    await page.getByText('虚线：上一版界线').waitFor();
    await pressByKeyboard(page, page.getByRole('button', { name: '要求整改' }));
    await fact(page, '状态').getByText('整改中').waitFor();
    seen = await inField.see(uid);
    await inField.act(stepOf(seen, 'report-rectified', { writes: [writeOf(seen, 'remaining_area', 0)] }));
    await fact(page, '状态').getByText('待复核').waitFor({ timeout: 10_000 });
    expect(desk.record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });

    // 销号 by the leader, on another screen; the statistics of the first move by themselves.
    await pressByKeyboard(page, page.getByRole('button', { name: '返回清单' }));
    await page.getByRole('radio', { name: '统计' }).check();
    await page.getByRole('table', { name: '统计表' }).waitFor();
    expect(await closedIn(page)).toBe('0 个');
    const leader = await sitDown(browser, product.origin, 'demo-leader');
    await openRegister(leader);
    await fieldFlags(leader.page).check();
    await reachCard(leader.page, number);
    await leader.page.keyboard.press('Enter');
    await leader.page.getByRole('heading', { name: number }).waitFor();
    await chooseStep(leader.page, '销号');
    await typeByKeyboard(
      leader.page,
      leader.page.getByRole('textbox', { name: '理由（必填）' }),
      '现场已恢复，同意销号',
    );
    await pressByKeyboard(leader.page, leader.page.getByRole('button', { name: '销号', exact: true }));
    await leader.page.getByText(`${number}：销号，服务器已回执`).first().waitFor();
    await fact(leader.page, '状态').getByText('已销号').waitFor();
    await expect.poll(() => closedIn(page), { timeout: 10_000 }).toBe('1 个');
    await picture(page, 'patches-statistics');
    expect(leader.record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await leader.close();
    await desk.close();
  });

  it('keeps what two people put offline, and settles it in three clicks', async () => {
    const colleague = await sitDown(browser, product.origin, 'demo-inspector');
    const other = await fieldPerson(colleague);
    const uid = newUid();
    await inField.act(flagAct(uid, squareAt([place[0] + 0.002, place[1]]), '初见'));
    // Both work without signal on what they saw last.
    const seen = await inField.see(uid);
    const mine = inField.make({
      uid,
      kind: 'write',
      writes: [
        writeOf(seen, 'description', '东侧新建彩钢房约 60 平方米'),
        writeOf(seen, 'outline', squareAt([place[0] + 0.002, place[1]], 48)),
      ],
    });
    const theirs = other.make({
      uid,
      kind: 'write',
      writes: [
        writeOf(seen, 'description', '西侧堆放沙石'),
        writeOf(seen, 'outline', squareAt([place[0] + 0.0021, place[1] + 0.0001], 40)),
      ],
    });
    await other.send([theirs]);
    await inField.send([mine]);

    const leader = await sitDown(browser, product.origin, 'demo-leader');
    const { page } = leader;
    await openRegister(leader);
    await page.getByRole('radio', { name: /^待裁决/ }).check();
    await page.getByRole('button', { name: seen.number }).click();
    const words = page.getByRole('article', { name: /现场核查描述/ });
    await words.getByText('东侧新建彩钢房约 60 平方米').waitFor();
    await words.getByText('西侧堆放沙石').waitFor();
    await page.waitForTimeout(300);
    await picture(page, 'patches-conflict');
    expect(await seriousFaults(page)).toEqual([]);
    // Open the box, choose, confirm.
    await words.getByRole('button', { name: '两个都留' }).click();
    await words.getByRole('button', { name: '确认裁定' }).click();
    await page.getByText(`${seen.number}：已裁定，服务器已回执`).first().waitFor();
    await page.getByText('界线由有审核权并能改图形的人裁定').waitFor();
    expect(leader.record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await leader.close();

    // Outlines are settled by who may draw; the one that is not taken becomes a patch of its own.
    await openRegister(colleague);
    await colleague.page.getByRole('radio', { name: /^待裁决/ }).check();
    await colleague.page.getByRole('button', { name: seen.number }).click();
    const outline = colleague.page.getByRole('article', { name: /界线/ });
    await outline.getByRole('button', { name: /^用甲的，其余另立图斑/ }).click();
    await outline.getByRole('button', { name: '确认裁定' }).click();
    await expect
      .poll(() => colleague.page.getByRole('button', { name: seen.number }).count(), { timeout: 10_000 })
      .toBe(0);

    const settled = await inField.see(uid);
    expect(settled.conflictList).toEqual([]);
    const kept = String(settled.values.description).split('；').sort();
    expect(kept).toEqual(['东侧新建彩钢房约 60 平方米', '西侧堆放沙石'].sort());
    expect(colleague.record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await colleague.close();
  });

  it('compares two days by a divider that keys move', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-inspector');
    const { page } = desk;
    await openRegister(desk);
    await page.locator('.patch-card-open').first().click();
    await page.getByRole('button', { name: '卷帘对比' }).click();
    const divider = page.getByRole('slider', { name: '对比分隔条' });
    await divider.waitFor();
    expect(await divider.getAttribute('aria-valuenow')).toBe('50');
    await divider.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await divider.getAttribute('aria-valuenow')).toBe('38');
    expect(await divider.getAttribute('aria-valuetext')).toContain('38%');
    await page.locator('.compare canvas').first().waitFor();
    const box = (await divider.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 160, box.y + 200, { steps: 4 });
    await page.mouse.up();
    await expect
      .poll(async () => Number(await divider.getAttribute('aria-valuenow')), { timeout: 10_000 })
      .toBeGreaterThan(50);
    expect(desk.record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await desk.close();
  });

  it('chooses by a ring drawn on the map', async () => {
    const desk = await sitDown(browser, product.origin, 'demo-inspector');
    const { page } = desk;
    await openRegister(desk);
    await page.getByRole('button', { name: '圈选' }).click();
    const box = (await page.locator('canvas.maplibregl-canvas').first().boundingBox())!;
    const corners = [
      [0.2, 0.45],
      [0.62, 0.45],
      [0.62, 0.95],
      [0.2, 0.95],
    ] as const;
    const at = (corner: readonly [number, number]) =>
      [box.x + box.width * corner[0], box.y + box.height * corner[1]] as const;
    await page.mouse.move(...at(corners[0]));
    await page.mouse.down();
    for (const corner of [...corners.slice(1), corners[0]])
      await page.mouse.move(...at(corner), { steps: 6 });
    await page.mouse.up();
    await page
      .getByLabel('派发')
      .getByText(/圈中 [1-9]\d* 个，已选入/)
      .waitFor();
    await page.getByText(/已选 [1-9]\d* 个/).waitFor();
    await desk.close();
  });

  it.each([
    ['light', DESKTOP],
    ['dark', PHONE],
  ] as const)('can be read and used by everybody, %s', async (colorScheme, viewport) => {
    const onPhone = viewport === PHONE;
    const { page, record, close } = await openRecordedPage(browser, product.origin, {
      as: 'demo-inspector',
      viewport,
      colorScheme,
      reducedMotion: 'reduce',
      ...(onPhone ? { isMobile: true, hasTouch: true } : {}),
    });
    await page.goto('/?panel=patches');
    await mapIsDrawn(page);
    await page.locator('.patch-card').first().waitFor();
    if (onPhone) await page.getByRole('button', { name: '展开抽屉' }).click();
    expect(await seriousFaults(page)).toEqual([]);
    if (onPhone) await picture(page, 'patches-phone');
    await page.getByRole('radio', { name: '表', exact: true }).check();
    await page.getByRole('table', { name: '图斑清单' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('radio', { name: '卡片', exact: true }).check();
    await page.locator('.patch-card-open').first().click();
    await page.getByRole('heading', { name: '填报内容' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    if (onPhone) await picture(page, 'patches-review-phone');
    await page.getByRole('button', { name: '返回清单' }).click();
    for (const tab of [/^统计/, /^履职/, /^待裁决/]) {
      await page.getByRole('radio', { name: tab }).check();
      await page.waitForLoadState('networkidle');
      expect(await seriousFaults(page)).toEqual([]);
    }
    expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await close();
  });
});

const fact = (page: Page, title: string): Locator =>
  page.locator('.patch-facts > div', { has: page.locator('dt', { hasText: title }) }).locator('dd');

const closedIn = (page: Page) =>
  page
    .locator('.patch-facts > div', { hasText: '已销号' })
    .locator('dd')
    .textContent()
    .then((text) => (text ?? '').split(' · ')[0]);

async function chooseStep(page: Page, step: string): Promise<void> {
  const choice = page.getByRole('radio', { name: step, exact: true });
  const steps = page.getByRole('group', { name: '办理什么' });
  await tabTo(page, steps.getByRole('radio', { checked: true }));
  for (let i = 0; i < 6 && !(await choice.isChecked()); i += 1) await page.keyboard.press('ArrowRight');
}

/** Goes to the list by Tab and to a card in it by the arrows: of a list, Tab stops at one. */
async function reachCard(page: Page, number: string): Promise<void> {
  await page.locator('.patch-card', { hasText: number }).waitFor();
  await tabTo(page, page.locator('.patch-card-open[tabindex="0"]'));
  await page.keyboard.press('Home');
  const focused = page.locator('.patch-card-open:focus');
  for (let i = 0; i < 20; i += 1) {
    await focused.waitFor();
    if ((await focused.textContent())?.includes(number)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`arrows never reached ${number}`);
}
