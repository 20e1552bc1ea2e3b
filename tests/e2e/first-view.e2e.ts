import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../scripts/bench/server-process.ts';
import { FIRST_VIEW_LIMIT } from '../../scripts/build/bundle-report.ts';
import { DESKTOP, launchBrowser, openRecordedPage, PHONE } from '../support/browser.ts';
import { coloursIn } from '../support/colours.ts';

let home: string;
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gengjie-e2e-'));
  [server, browser] = await Promise.all([
    startServer({ GENGJIE_HOME: home, DATABASE_URL: '' }),
    launchBrowser(),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(home, { recursive: true, force: true });
});

describe.each([
  ['a desk', DESKTOP],
  ['a phone', PHONE],
])('the first view on %s', (_name, viewport) => {
  it('shows the map of the demonstration area, marked so, with no error and no request to another host', async () => {
    const { page, record, close } = await openRecordedPage(browser, server.origin, { viewport });
    const parcels = page.waitForResponse(
      (response) => /\/tiles\/land_parcels\/.+\.mvt/.test(response.url()) && response.status() === 200,
    );
    await page.goto('/');
    await page.getByText('示意数据').first().waitFor();
    await page.locator('canvas.maplibregl-canvas').waitFor();
    await parcels;
    await page.waitForLoadState('networkidle');
    await expect.poll(() => coloursOnMap(page), { timeout: 30_000 }).toBeGreaterThan(8);
    expect(record).toEqual({ consoleErrors: [], failedRequests: [], foreignRequests: [] });
    await close();
  });
});

/** How many clearly different colours the map shows; a blank one has one or two. */
async function coloursOnMap(page: Page): Promise<number> {
  return coloursIn(browser, await page.locator('canvas.maplibregl-canvas').screenshot());
}

describe('the script of the first view', () => {
  it('is at most 450 KB as it travels, the worker of the map apart', async () => {
    const { page, close } = await openRecordedPage(browser, server.origin);
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script' && !request.url().includes('worker')) {
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      }
    });
    await page.goto('/');
    await page.locator('canvas.maplibregl-canvas').waitFor();
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(FIRST_VIEW_LIMIT);
    await close();
  });
});
