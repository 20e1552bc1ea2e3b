import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointTowards } from '../../core/field/bearing.ts';
import { seriousFaults } from '../support/axe.ts';
import { boxedFile, noisePng, withExif } from '../support/camera-files.ts';
import { type FieldPerson, fieldPerson, jpegFrom, placeOfPerson } from '../support/field-person.ts';
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
import { mapIsDrawn, picture as officePicture } from '../support/screen.ts';

interface File {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const DAY = 86_400_000;

let product: Product;
let browser: Browser;
let office: Desk;
let inOffice: FieldPerson;
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

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A phone without a signal, whose program is open where the person stands. */
async function withoutSignal(at: [number, number]): Promise<{ phone: Phone; page: Page }> {
  const phone = await phoneOf(browser, product.origin, 'demo-field');
  await phone.stand(at);
  const first = await phone.start();
  await first.evaluate(async () => void (await navigator.serviceWorker.ready));
  await first.getByText('±6 米').waitFor({ timeout: 20_000 });
  await phone.context.setOffline(true);
  await first.close();
  const page = await phone.start();
  await page.getByText('±6 米').waitFor({ timeout: 20_000 });
  return { phone, page };
}

/** 圈定 where the person stands, and the class: then the camera is open. */
async function beginFlag(page: Page): Promise<void> {
  await tap(page, '标记');
  await page.waitForTimeout(1200);
  await tap(page, '圈定此处');
  await page.locator('label', { has: page.getByRole('radio', { name: '巡查发现', exact: true }) }).tap();
  await page.getByRole('button', { name: '拍照', exact: true }).waitFor();
}

/** @returns the number of the flag */
async function saveFlag(page: Page): Promise<string> {
  await tap(page, '保存');
  await page.getByText('已存在本机').first().waitFor();
  return (await page.locator('.flag-saved strong').textContent()) ?? '';
}

async function uidOf(number: string): Promise<string[]> {
  const { patches } = await office.ask<{ patches: { uid: string }[] }>(
    'GET',
    `/api/patches?text=${encodeURIComponent(number)}`,
  );
  return patches.map(({ uid }) => uid);
}

/** SHA-256 of what the server gives out as the originals of a patch. */
async function originalsOf(uid: string): Promise<string[]> {
  const { photoList } = await inOffice.see(uid);
  const hashes = photoList.map(async ({ url }) => {
    if (!url) return 'awaited';
    const response = await office.page.context().request.get(url);
    return sha256(await response.body());
  });
  return (await Promise.all(hashes)).toSorted();
}

describe('pictures that the phone has already', () => {
  it('are judged one by one, kept as they are, and marked where they do not fit', async () => {
    const { phone, page } = await withoutSignal(place);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await beginFlag(page);

    const plain = await Promise.all([1, 2, 3, 4, 5].map((seed) => jpegFrom(page, seed)));
    const now = Date.now();
    const facts = { lonLat: pointTowards(place, 225, 15) as [number, number], bearing: 45, takenAt: now };
    const jpeg = (name: string, buffer: Buffer): File => ({ name, mimeType: 'image/jpeg', buffer });
    const good = [
      jpeg('现场近景.jpg', withExif(plain[0]!, facts)),
      jpeg('转发的图.jpg', plain[1]!),
      { name: 'IMG_0001.HEIC', mimeType: 'image/heic', buffer: boxedFile('heic', 900_000) },
      jpeg('十年前.jpg', withExif(plain[2]!, { ...facts, takenAt: now - 3652 * DAY })),
      jpeg('外地.jpg', withExif(plain[3]!, { ...facts, lonLat: [place[0] + 0.578, place[1]] })),
    ];
    const bad = [
      { name: '录像.mp4', mimeType: 'video/mp4', buffer: boxedFile('isom', 200_000) },
      jpeg('空文件.jpg', Buffer.alloc(0)),
      jpeg('传坏了.jpg', plain[4]!.subarray(0, plain[4]!.length >> 1)),
      jpeg('说明.jpg', Buffer.from('这是一段文字，不是照片。'.repeat(40))),
    ];
    const large = { name: '大图.png', mimeType: 'image/png', buffer: noisePng(3200, 3200) };
    expect(large.buffer.length).toBeGreaterThan(30_000_000);

    await tap(page, '相册');
    await page.getByText('原图不改动').waitFor();
    await picture(page, 'field-gallery');
    const choose = async (files: File[] | string) => {
      const chooser = page.waitForEvent('filechooser');
      await tap(page, '选择照片');
      await (await chooser).setFiles(files);
    };
    await choose([...good, ...bad]);
    const line = (name: string) => page.locator('.gallery-picks li', { hasText: name });
    const told = async (name: string, sentence: string | RegExp) =>
      line(name).getByText(sentence).waitFor({ timeout: 20_000 });
    await told('转发的图.jpg', '照片里没有拍摄位置');
    await told('IMG_0001.HEIC', 'HEIC 原图照存');
    await told('十年前.jpg', /照片时间与现在相差 365\d 天/);
    await told('外地.jpg', /照片位置离图斑 (49|50)\.\d 公里/);
    await told('录像.mp4', '这是视频，不是照片');
    await told('空文件.jpg', '文件是空的');
    await told('传坏了.jpg', '图片已损坏');
    await told('说明.jpg', '不是能识别的图片');
    // What fits has nothing to be told.
    expect(await line('现场近景.jpg').textContent()).toBe('现场近景.jpg');
    await picture(page, 'field-gallery-judged');
    expect(await seriousFaults(page)).toEqual([]);

    // Nothing chosen before is lost by choosing more.
    const folder = mkdtempSync(join(tmpdir(), 'gengjie-picture-'));
    writeFileSync(join(folder, large.name), large.buffer);
    await choose(join(folder, large.name));
    await told('大图.png', '30.7 MB 的大图');
    rmSync(folder, { recursive: true });
    expect(await page.locator('.gallery-picks li').count()).toBe(10);
    await page.getByLabel('为什么用相册照片').waitFor();
    const keep = page.getByRole('button', { name: '存入 6 张' });
    expect(await keep.getAttribute('aria-disabled')).toBe('true');
    await page.getByText('照片不带拍摄位置，必须写明原因').waitFor();
    await page.getByLabel('为什么用相册照片').fill('相机坏了，用手机相册');
    await picture(page, 'field-gallery-reason');
    await tap(page, '存入 6 张');
    await expect
      .poll(() => page.locator('.gallery-picks').getByText('已存在本机').count(), { timeout: 60_000 })
      .toBe(6);
    await picture(page, 'field-gallery-kept');
    await tap(page, '关闭');
    // One step back, to the flag, however many were kept.
    await page.getByRole('button', { name: '照片 6' }).waitFor();
    await picture(page, 'field-gallery-flag');
    const number = await saveFlag(page);
    await tap(page, '打开填报');
    await page.locator('.photo-strip img').first().waitFor();
    await page.locator('.photo-strip').scrollIntoViewIfNeeded();
    await picture(page, 'field-gallery-patch');
    expect(await seriousFaults(page)).toEqual([]);

    await phone.context.setOffline(false);
    await nothingUnsent(page);
    const [uid = '', ...others] = await uidOf(number);
    expect(others).toEqual([]);
    expect(await originalsOf(uid)).toEqual([...good, large].map(({ buffer }) => sha256(buffer)).toSorted());
    expect(errors).toEqual([]);
    await phone.context.close();

    // The office sees what does not fit without opening anything.
    const { page: desk } = office;
    await desk.goto('/?panel=patches');
    await mapIsDrawn(desk);
    await desk.getByRole('radio', { name: /^实地标记/ }).check();
    await desk.locator('.patch-card', { hasText: number }).getByText(number).first().click();
    await desk.getByRole('heading', { name: number }).waitFor();
    const photos = desk.getByRole('region', { name: '照片' });
    await photos.scrollIntoViewIfNeeded();
    await photos.getByText('HEIC 原图，浏览器打不开').waitFor();
    const marks = async () => (await photos.locator('.photo-doubt').allTextContents()).toSorted();
    expect(await marks()).toEqual([
      '时间相差 3652 天',
      '没有定位',
      '没有定位',
      '没有定位',
      expect.stringMatching(/^离图斑 (49|50)\.\d 公里$/),
    ]);
  }, 300_000);
});

describe('work that cannot be sent', () => {
  it('leaves the phone as a file, arrives by the office under its maker’s name, and is not doubled later', async () => {
    const { phone, page } = await withoutSignal([place[0] + 0.003, place[1] + 0.002]);
    const numbers: string[] = [];
    for (const step of [0, 1]) {
      await phone.stand([place[0] + 0.003, place[1] + 0.002 + step * 0.001]);
      await beginFlag(page);
      await phone.look(page, 30);
      // The generated camera begins anew each time it is opened: at the same moment it would give the same picture, which is one file.
      await page.waitForTimeout(step * 3000);
      await tap(page, '拍照');
      await page.getByText('照片 1').waitFor({ timeout: 20_000 });
      numbers.push(await saveFlag(page));
      await tap(page, '返回');
    }
    // A third is only begun.
    await beginFlag(page);
    await tap(page, '返回');
    await page.goto('/field/queue');
    await page.getByText('记录待传 4，照片待传').waitFor();
    await picture(page, 'field-queue-unsent');
    expect(await seriousFaults(page)).toEqual([]);
    const downloading = page.waitForEvent('download');
    await tap(page, '导出未传的工作');
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^耕界未传_.+_\d{8}-\d{4}\.zip$/);
    const exported = readFileSync(await download.path());
    await page.getByText('已导出 4 条记录、4 个照片文件').waitFor();
    await page.getByText('已导出 4 条记录').scrollIntoViewIfNeeded();
    await picture(page, 'field-queue-exported');
    expect(await page.getByText('记录待传 4').count()).toBe(1);

    // 另一人坐在办公室.
    const { page: desk } = office;
    await desk.goto('/?panel=outbox-file');
    await mapIsDrawn(desk);
    const load = (buffer: Buffer) =>
      desk
        .getByLabel('选择导出的文件')
        .setInputFiles({ name: download.suggestedFilename(), mimeType: 'application/zip', buffer });
    const handIn = async (buffer: Buffer) => {
      await load(buffer);
      await desk.getByRole('button', { name: '代传', exact: true }).click();
      const answer = desk.getByRole('region', { name: '逐条回执' }).getByText('已答复 8/8');
      await answer.waitFor({ timeout: 30_000 });
      return (await answer.textContent())?.trim();
    };
    const there = async () => (await Promise.all(numbers.map(uidOf))).flat();

    await load(exported.subarray(0, exported.length - 4000));
    await desk.getByText('这个文件不完整，或不是手机导出的文件。').waitFor();
    await officePicture(desk, 'outbox-file-cut');

    // 冒名: somebody whom nobody knows is put in as the maker.
    const colleague = await sitDown(browser, product.origin, 'demo-field');
    const { person: maker } = await colleague.ask<{ person: { id: string; name: string } }>(
      'GET',
      '/api/session',
    );
    await colleague.close();
    const asOther = Buffer.from(
      exported.toString('latin1').replaceAll(maker.id, crypto.randomUUID()),
      'latin1',
    );
    const forgedAnswer = await handIn(asOther);
    await officePicture(desk, 'outbox-file-forged');
    expect(forgedAnswer).toContain('收到 0，未收 8');
    expect(await there()).toEqual([]);

    // 一个字节: in the middle of a photograph.
    const flipped = Buffer.from(exported);
    const jpeg = flipped.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
    flipped[jpeg + 2000]! ^= 1;
    const flippedAnswer = await handIn(flipped);
    await officePicture(desk, 'outbox-file-flipped');
    expect(flippedAnswer).toContain('收到 7，未收 1');
    const seen = await Promise.all((await there()).map((uid) => inOffice.see(uid)));
    expect(seen).toHaveLength(2);

    await handIn(exported);
    await desk.getByText('全部收到').waitFor();
    await officePicture(desk, 'outbox-file-taken');
    expect(await seriousFaults(desk)).toEqual([]);
    const uids = await there();
    const whole = await Promise.all(uids.map((uid) => inOffice.see(uid)));
    expect(whole.map(({ photos, photosAwaited, events }) => [photos, photosAwaited, events.length])).toEqual([
      [1, 0, 2],
      [1, 0, 2],
    ]);
    for (const { events } of whole)
      for (const { person, deliveredBy } of events) {
        expect(person.name).toBe(maker.name);
        expect(deliveredBy?.name).toContain('所员');
      }
    const originals = (await Promise.all(uids.map(originalsOf))).flat();
    for (const hash of originals) expect(exported.indexOf(`photos/${hash}.jpg`)).toBeGreaterThan(0);

    // The phone comes back: receipts for what is there already, and nothing twice.
    await phone.context.setOffline(false);
    await nothingUnsent(page);
    await page.getByText('记录待传 0，照片待传 0，被拒 0').waitFor();
    await page.getByText('本机记录都已收到服务器回执').waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, 'field-queue-empty');
    expect(await there()).toEqual(uids);
    const after = await Promise.all(uids.map((uid) => inOffice.see(uid)));
    expect(after.map(({ photos, events }) => [photos, events.length])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    // What was only begun is still the person's own.
    await page.goto('/field/flag');
    await page.getByText('有一个没完成的标记').waitFor();
    await phone.context.close();
  }, 300_000);
});
