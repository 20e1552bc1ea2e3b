import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildClient } from './build/build-client.ts';
import { readEngineReport } from './test/engine-report.ts';
import { findChromium } from './test/find-chromium.ts';
import { runVitest, type TestCounts } from './test/run-vitest.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const help = `npm test                     unit and integration tests on every engine there is, then the browser
npm test -- tests/core       only what matches (unit and integration)
npm test -- --browser        only the browser
npm test -- --no-browser     without the browser
With CI=true or GENGJIE_REQUIRE_ALL=1 a missing engine or browser is a failure.`;

const NOTHING: TestCounts = { passed: 0, failed: 0, failures: [], skipped: [], files: [] };

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  const filters = args.filter((argument) => !argument.endsWith('browser'));
  const wantsBrowser = args.includes('--browser') || (filters.length === 0 && !args.includes('--no-browser'));
  const wantsRest = !args.includes('--browser');
  const strict = process.env.CI === 'true' || process.env.GENGJIE_REQUIRE_ALL === '1';
  const folder = mkdtempSync(join(tmpdir(), 'gengjie-test-'));
  const missing: string[] = [];
  const ran: string[] = [];
  try {
    const enginesPath = join(folder, 'engines.json');
    const rest = wantsRest
      ? await runVitest(root, filters, join(folder, 'rest.json'), { GENGJIE_TEST_REPORT: enginesPath })
      : NOTHING;
    if (wantsRest) describeEngines(enginesPath, ran, missing);
    const browser = wantsBrowser ? await browserTests(join(folder, 'browser.json'), ran, missing) : NOTHING;
    const skipped = [...rest.skipped, ...browser.skipped];
    console.log('\n── summary');
    for (const line of ran) console.log(`  ran      ${line}`);
    for (const line of missing) console.log(`  NOT RUN  ${line}`);
    for (const name of [...rest.failures, ...browser.failures])
      console.log(`  FAILED   ${name.replace(`${root}/`, '')}`);
    for (const name of skipped) console.log(`  skipped  ${name}`);
    const partial = filters.length > 0 || !wantsBrowser || !wantsRest;
    const lacking = strict && !partial ? missing.length : 0;
    if (lacking > 0)
      console.log('  Nothing may be missing here (CI or GENGJIE_REQUIRE_ALL): each counts as failed.');
    const passed = rest.passed + browser.passed;
    const failed = rest.failed + browser.failed + lacking;
    console.log(
      `\n${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
    );
    return failed > 0 || passed === 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describeEngines(path: string, ran: string[], missing: string[]): void {
  const report = readEngineReport(path);
  for (const { engine, detail } of report?.engines ?? []) ran.push(`engine ${engine}: ${detail}`);
  for (const { engine, reason } of report?.missing ?? []) missing.push(`engine ${engine}: ${reason}`);
  for (const engine of ['embedded', 'postgis']) {
    const known = [...(report?.engines ?? []), ...(report?.missing ?? [])].some(
      (one) => one.engine === engine,
    );
    if (!known) missing.push(`engine ${engine}: the tests that ran did not report it`);
  }
}

async function browserTests(reportPath: string, ran: string[], missing: string[]): Promise<TestCounts> {
  const executable = findChromium();
  if (!executable) {
    missing.push('browser: no Chromium found; install one or set CHROMIUM_PATH');
    return NOTHING;
  }
  const folder = join(root, 'tests/e2e');
  if (!existsSync(folder) || !readdirSync(folder).some((name) => name.endsWith('.e2e.ts'))) {
    missing.push('browser: there are no tests in tests/e2e');
    return NOTHING;
  }
  console.log('\n── building the client for the browser tests');
  try {
    await buildClient();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    missing.push('browser: the client could not be built');
    return { ...NOTHING, failed: 1, failures: ['the client could not be built'] };
  }
  const counts = await runVitest(root, ['--config', 'vitest.e2e.config.ts'], reportPath, {
    CHROMIUM_PATH: executable,
  });
  if (counts.files.length > 0)
    ran.push(`browser: ${browserVersion(executable)}, ${counts.files.length} files`);
  else missing.push('browser: no test in tests/e2e ran');
  return counts;
}

function browserVersion(executable: string): string {
  try {
    return execFileSync(executable, ['--version', '--no-sandbox'], { encoding: 'utf8' }).trim();
  } catch {
    return executable;
  }
}

process.exitCode = await main(process.argv.slice(2));
