import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * A Chromium to test with: CHROMIUM_PATH, else the usual places, else one that Playwright has installed.
 * Throws when CHROMIUM_PATH names a file that is not there; undefined when none is found.
 */
export function findChromium(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const named = environment.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH: there is no ${named}`);
    return named;
  }
  return [...USUAL_PLACES, ...playwrightPlaces()].find((path) => existsSync(path));
}

function playwrightPlaces(): string[] {
  const caches = ['.cache/ms-playwright', 'Library/Caches/ms-playwright', 'AppData/Local/ms-playwright'];
  return caches
    .map((cache) => join(homedir(), cache))
    .filter((cache) => existsSync(cache))
    .flatMap((cache) =>
      readdirSync(cache)
        .filter((name) => /^chromium-\d+$/.test(name))
        .toSorted()
        .reverse()
        .flatMap((name) => [
          join(cache, name, 'chrome-linux/chrome'),
          join(cache, name, 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'),
          join(cache, name, 'chrome-win/chrome.exe'),
        ]),
    );
}
