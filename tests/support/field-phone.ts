import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/test/find-chromium.ts';
import { PHONE } from './browser.ts';
import { signInAs } from './sign-in-as.ts';

/** A Chromium whose camera shows a generated picture and asks nobody. */
export async function launchPhoneBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found: install one or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-background-networking',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
}

export interface Phone {
  readonly context: BrowserContext;
  /** A page of a program that was not running. */
  start(path?: string): Promise<Page>;
  /** 走到: the receiver's next fix, and the following ones until the next call. */
  stand(lonLat: readonly [number, number], accuracy?: number): Promise<void>;
  /** Turns the camera to a true bearing, and holds it there; needs a page that is open. */
  look(page: Page, trueBearing: number): Promise<void>;
}

/** Magnetic north lies this far west of true north here, degrees. */
const DECLINATION = -7.5;

/** A receiver that stands still goes on telling: a fix that is older than half a minute is not where one is. */
const FIX_AGAIN_MS = 8000;

/** A phone on which a demonstration person signed in. */
export async function phoneOf(
  browser: Browser,
  origin: string,
  person: string,
  theme: 'light' | 'dark' | 'sun' = 'light',
): Promise<Phone> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: PHONE,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    hasTouch: true,
    isMobile: true,
    permissions: ['geolocation', 'camera'],
  });
  const [name = '', value = ''] = (await signInAs(origin, person)).split('=');
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
  await context.addInitScript((theme) => {
    const key = 'gengjie.field.preferences';
    if (localStorage.getItem(key)) return;
    const layers = ['land_parcels', 'permanent_farmland', 'ecological_redlines'];
    localStorage.setItem(key, JSON.stringify({ state: { theme, language: 'zh', layers }, version: 0 }));
  }, theme);
  let standing: ReturnType<typeof setInterval> | undefined;
  context.on('close', () => clearInterval(standing));
  return {
    context,
    async start(path = '/field') {
      const page = await context.newPage();
      await page.goto(path);
      await page.locator('canvas.maplibregl-canvas').waitFor();
      return page;
    },
    async stand([longitude, latitude], accuracy = 6) {
      clearInterval(standing);
      let fixes = 0;
      const fix = () =>
        // A receiver never repeats itself to the last digit: two millimetres.
        context.setGeolocation({ longitude, latitude: latitude + (fixes++ % 2) * 2e-8, accuracy });
      await fix();
      standing = setInterval(() => void fix().catch(() => clearInterval(standing)), FIX_AGAIN_MS);
    },
    async look(page, trueBearing) {
      const alpha = (((360 - (trueBearing - DECLINATION)) % 360) + 360) % 360;
      // Upright in the hand, as one photographs: the compass of a phone sends such an event many times a second.
      await page.evaluate((alpha) => {
        const compass = window as { compass?: ReturnType<typeof setInterval> };
        const angles = { absolute: true, alpha, beta: 90, gamma: 0 };
        const send = () =>
          window.dispatchEvent(new DeviceOrientationEvent('deviceorientationabsolute', angles));
        clearInterval(compass.compass);
        compass.compass = setInterval(send, 100);
        send();
      }, alpha);
    },
  };
}

const imagesFolder = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** Keeps a picture for the documentation when `GENGJIE_SCREENSHOTS=1`. Without a signal a map never ends asking, so it is not waited for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.GENGJIE_SCREENSHOTS !== '1') return;
  mkdirSync(imagesFolder, { recursive: true });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(imagesFolder, `${name}.png`) });
}

/** Presses a button by the words on it. */
export const tap = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first().tap();

/** Waits until the phone says that the office has everything. */
export const nothingUnsent = (page: Page) => page.getByText('没有待传').waitFor({ timeout: 90_000 });
