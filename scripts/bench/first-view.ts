// Bytes of script, time to a drawn map and longest main-thread tasks of the first view: `npx tsx scripts/bench/first-view.ts`.
// Chromium draws in software here; a task that compiles shaders takes far less on a machine with a GPU.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../test/find-chromium.ts';
import { startServer } from './server-process.ts';
import { table } from './statistics.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-bench-'));
const server = await startServer({ GENGJIE_HOME: home, DATABASE_URL: '' });
const browser = await chromium.launch({
  executablePath: findChromium() ?? '',
  args: [
    '--no-sandbox',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--disable-background-networking',
  ],
});
const rows: (string | number)[][] = [];
try {
  await visit('a first visit to warm the server');
  for (let round = 1; round <= 3; round += 1) rows.push(await visit(`visit ${round}, empty cache`));
} finally {
  await browser.close();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
console.log(
  table(
    [
      '',
      'main-thread script KB (gzip)',
      'worker KB (gzip)',
      'map drawn ms',
      'longest task ms',
      'tasks > 200 ms',
      'tasks',
    ],
    rows,
  ),
);

async function visit(name: string): Promise<(string | number)[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  // What a person sees who is signed in, as one is all day.
  await context.request.post(`${server.origin}/api/session/demonstration`, {
    data: { username: 'demo-planner' },
    headers: { origin: server.origin },
  });
  const page = await context.newPage();
  await page.addInitScript({
    content: `globalThis.longTasks = [];
      new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask', buffered: true });`,
  });
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (!/\.m?js(\?|$)/.test(request.url()) || request.url().includes('worker')) return;
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  const asked = performance.now();
  await page.goto(server.origin);
  await page.locator('.maplibregl-map[aria-busy="false"]').waitFor({ timeout: 120_000 });
  const drawn = performance.now() - asked;
  const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return [
    name,
    (bytes / 1024).toFixed(0),
    drawn.toFixed(0),
    Math.max(0, ...tasks).toFixed(0),
    tasks.filter((task) => task > 200).length,
    tasks.length,
  ];
}
