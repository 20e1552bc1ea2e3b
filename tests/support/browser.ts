import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/test/find-chromium.ts';
import { signInAs } from './sign-in-as.ts';

const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
];

/** Starts the Chromium of this machine with software WebGL; throws when there is none. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found: install one or set CHROMIUM_PATH.');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** What a page did that it should not have; every list is empty on a good day. */
export interface PageRecord {
  /** console.error, uncaught errors and unhandled rejections. */
  readonly consoleErrors: string[];
  /** Requests without an answer (unless the page itself took them back) and answers of 400 and above. */
  readonly failedRequests: string[];
  /** Requests to another host than the one the page came from; data: and blob: are no hosts. */
  readonly foreignRequests: string[];
}

export interface RecordedPage {
  readonly page: Page;
  readonly record: PageRecord;
  /** Closes the page with its context. */
  close(): Promise<void>;
}

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export interface PageOptions extends BrowserContextOptions {
  /** 示例人物 who is signed in before the page opens, `demo-planner` unless told; null for a stranger. */
  readonly as?: string | null;
}

/**
 * A page in a context of its own that writes down everything that goes wrong.
 *
 * @param origin the server's origin, e.g. `http://127.0.0.1:8123`; relative addresses start there
 */
export async function openRecordedPage(
  browser: Browser,
  origin: string,
  { as = 'demo-planner', ...options }: PageOptions = {},
): Promise<RecordedPage> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: DESKTOP,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...options,
  });
  if (as !== null) {
    const [name = '', value = ''] = (await signInAs(origin, as)).split('=');
    await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
  }
  const page = await context.newPage();
  const record: PageRecord = { consoleErrors: [], failedRequests: [], foreignRequests: [] };
  page.on('console', (message) => {
    if (message.type() === 'error')
      record.consoleErrors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => record.consoleErrors.push(error.stack ?? error.message));
  // Context, not page: requests of workers count too.
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== origin) record.foreignRequests.push(url.href);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'unknown';
    // Tiles of a view that has moved on are cancelled by the page itself.
    if (reason !== 'net::ERR_ABORTED') record.failedRequests.push(`${request.url()}: ${reason}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) record.failedRequests.push(`${response.url()}: ${response.status()}`);
  });
  return { page, record, close: () => context.close() };
}
