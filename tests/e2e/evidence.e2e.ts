import { createHash, randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '#core/patches/operation.ts';
import { aJpeg } from '../server/patches/pictures.ts';
import { seriousFaults } from '../support/axe.ts';
import { launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';
import { picture } from '../support/screen.ts';
import { signInAs } from '../support/sign-in-as.ts';

const photo = aJpeg(200_000);
const sha256 = createHash('sha256').update(photo).digest('hex');

describe('verifying an evidence pack', () => {
  let product: Product;
  let browser: Browser;
  let pack: Buffer;
  let number: string;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
    ({ pack, number } = await aPack(product.origin));
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const give = (page: Page, name: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/zip', buffer });

  it('in the office, without a network: whole as exported, and the file with a flipped byte is named', async () => {
    const { page, record, close } = await openRecordedPage(browser, product.origin, {
      reducedMotion: 'reduce',
    });
    await page.goto('/');
    await page.getByRole('button', { name: '核验举证包' }).click();
    await page.getByText('把举证包拖到这里').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.context().setOffline(true);

    await give(page, 'pack.zip', pack);
    await page.getByRole('heading', { name: '完整，没有改动' }).waitFor();
    await page.getByText(number, { exact: true }).waitFor();
    expect(await page.getByText('示意数据').count()).toBeGreaterThan(0);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'evidence-whole');

    const flipped = Buffer.from(pack);
    // The report holds the picture too.
    flipped[flipped.lastIndexOf(photo) + 123_456]! ^= 1;
    await give(page, 'pack.zip', flipped);
    await page.getByRole('heading', { name: '有改动', exact: true }).waitFor();
    await page.getByText(/photos\/01_近景_\w+\.jpg 的内容被改动/).waitFor();
    expect(await page.getByRole('list', { name: '发现的问题' }).getByRole('listitem').count()).toBe(1);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'evidence-altered');

    const figure = Buffer.from(pack);
    const at = figure.indexOf('"squareMeters":') + '"squareMeters":'.length;
    figure[at] = figure[at] === 0x31 ? 0x32 : 0x31;
    await give(page, 'pack.zip', figure);
    await page.getByText('evidence.json 中的数据在导出后被改动').waitFor();

    await give(page, 'pack.zip', Buffer.from('not a pack'));
    await page.getByRole('heading', { name: '无法核验' }).waitFor();
    expect(record.consoleErrors).toEqual([]);
    await close();
  });

  it('on a phone that starts without a network, and against the hash on paper', async () => {
    const { page, close } = await openRecordedPage(browser, product.origin, {
      ...{ as: 'demo-field', viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' },
      reducedMotion: 'reduce',
    });
    await page.goto('/field/verify');
    await page.getByText('把举证包拖到这里').waitFor();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText('把举证包拖到这里').waitFor();
    await give(page, 'pack.zip', pack);
    await page.getByRole('heading', { name: '完整，没有改动' }).waitFor();
    const hash = (await page.locator('.evidence-about code').textContent()) ?? '';
    await page.getByLabel('与纸质报告比对（选填）').fill(`gengjie-evidence:1:${hash}`);
    await page.getByText('与纸质报告一致').waitFor();
    await page.getByLabel('与纸质报告比对（选填）').fill('0000000000');
    await page.getByText('与纸质报告不一致').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'phone-evidence');
    await close();
  });
});

/** A pack of a demonstration patch with one photograph, made by people of the cast. */
async function aPack(origin: string): Promise<{ pack: Buffer; number: string }> {
  const cookie = await signInAs(origin, 'demo-inspector');
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(origin + path, { ...init, headers: { cookie, origin, ...init.headers } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const { person } = (await (await ask('/api/session')).json()) as { person: { id: string } };
  const list = (await (await ask('/api/patches?limit=1')).json()) as {
    patches: { uid: string; number: string }[];
  };
  const [patch] = list.patches;
  const id = () => uuidV7(Date.now(), randomBytes(10));
  await ask(`/api/photo-uploads/${sha256}?offset=0&total=${photo.length}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(photo),
  });
  const operation = {
    ...{ form: 1, kind: 'photo', id: id(), patch: patch!.uid, person: person.id, device: id() },
    ...{ madeAt: Date.now(), clockOffset: 0, app: '0.1.0' },
    photo: {
      ...{ sha256, byteCount: photo.length, mediaType: 'image/jpeg', role: 'near', takenAt: Date.now() },
      ...{ fix: null, bearing: null, bearingReference: null, pitch: null, origin: 'camera' },
    },
  };
  await ask('/api/patch-operations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device: operation.device, operations: [operation] }),
  });
  const answer = await ask(`/api/patches/${patch!.uid}/evidence?format=zip`);
  return { pack: Buffer.from(await answer.arrayBuffer()), number: patch!.number };
}
