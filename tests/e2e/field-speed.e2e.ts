import { randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PulledPatch } from '../../core/contract/field-patches.ts';
import { uuidV7 } from '../../core/patches/operation.ts';
import { squareAt } from '../support/field-person.ts';
import { launchPhoneBrowser, phoneOf } from '../support/field-phone.ts';
import { phoneRows } from '../support/phone-rows.ts';
import { type Product, startProduct } from '../support/product.ts';

const PATCHES = 10_000;
/** Chromium's throttle for a phone of the middle class. */
const THROTTLE = 4;

let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchPhoneBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

function pulled(index: number): PulledPatch {
  const at: [number, number] = [117.0 + (index % 100) * 0.001, 39.1 + Math.floor(index / 100) * 0.001];
  const uid = uuidV7(1_760_000_000_000 + index, randomBytes(10));
  const light = (['red', 'yellow', 'green'] as const)[index % 3]!;
  return {
    uid,
    id: index,
    number: `120111WP2026${String(index).padStart(6, '0')}`,
    register: 'image-enforcement',
    regionCode: '120111001001',
    regionName: '小稍直口社区',
    areaSquareMeters: 1600,
    base: {
      state: 'dispatched',
      values: { outline: squareAt(at, 40), patch_class: 'industry-commerce', location: `测试路 ${index} 号` },
    },
    operations: [],
    names: {},
    mine: index % 2 === 0,
    deadline: {
      light,
      dueOn: `2026-12-${String(1 + (index % 28)).padStart(2, '0')}`,
      daysLeft: (index % 9) - 3,
      paused: false,
      provisional: false,
    },
  };
}

async function throttled(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** The times are printed, not judged: they are the machine's too (docs/benchmarks.md). */
describe('ten thousand patches on a phone', () => {
  it('are listed and on the map from a cold start without a signal, and open at a press', async () => {
    const phone = await phoneOf(browser, product.origin, 'demo-field');
    await phone.stand([117.05, 39.15]);
    const visit = await phone.start();
    await visit.evaluate(async () => void (await navigator.serviceWorker.ready));
    const person = await visit.evaluate(async () => {
      const session = (await (await fetch('/api/session')).json()) as { person: { id: string } };
      return session.person.id;
    });
    await visit.waitForTimeout(3000);
    await phone.context.setOffline(true);
    const rows = await phoneRows(
      person,
      Array.from({ length: PATCHES }, (_, i) => pulled(i)),
    );
    await visit.evaluate(async (json) => {
      const rows = JSON.parse(json) as Record<string, unknown[]>;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('gengjie-field');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      await new Promise((resolve, reject) => {
        const tx = database.transaction(Object.keys(rows), 'readwrite');
        for (const [store, values] of Object.entries(rows))
          for (const value of values) tx.objectStore(store).put(value);
        tx.oncomplete = () => resolve(null);
        tx.onerror = () => reject(tx.error);
      });
      database.close();
    }, JSON.stringify(rows));
    await visit.close();

    for (const rate of [1, THROTTLE]) {
      const page = await phone.context.newPage();
      await throttled(page, rate);
      await page.addInitScript(() => {
        const look = () => {
          if (document.querySelector('.task-card')) performance.mark('listed');
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      await page.goto('/field/tasks', { waitUntil: 'commit' });
      const [listed, pictured, mapped] = await page.evaluate(
        async (names) => {
          const at = (name: string) =>
            new Promise<number>((resolve) => {
              const look = () => {
                const [mark] = performance.getEntriesByName(name);
                if (mark) resolve(Math.round(mark.startTime));
                else setTimeout(look, 250);
              };
              look();
            });
          return Promise.all(names.map(at));
        },
        ['listed', 'field-first-picture', 'field-patches-drawn'],
      );
      expect(await page.locator('.task-card').count()).toBeLessThan(40);
      // The picture before the map, and only before it.
      expect(pictured).toBeLessThan(mapped!);
      await page.locator('.map-first').waitFor({ state: 'detached' });

      await page.waitForTimeout(4000);
      // From the press to the painted form.
      const opened = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const start = performance.now();
            document.querySelector<HTMLElement>('.task-card')!.click();
            const look = () => {
              if (document.querySelector('.patch-form')) resolve(performance.now() - start);
              else requestAnimationFrame(look);
            };
            look();
          }),
      );
      console.log(
        `${PATCHES} patches, processor × 1/${rate}: list ${listed} ms, first picture of the map ${pictured} ms, the map ${mapped} ms, form ${Math.round(opened)} ms after the press`,
      );
      await page.locator('.patch-form').waitFor();
      expect(await page.locator('.patch-form').count()).toBe(1);
      await page.close();
    }
    await phone.context.close();
  }, 240_000);
});
