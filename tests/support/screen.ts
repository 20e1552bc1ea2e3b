import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const imagesFolder = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** Waits until the map has drawn everything it asked for. */
export async function mapIsDrawn(page: Page): Promise<void> {
  await page.locator('canvas.maplibregl-canvas').waitFor();
  await page.locator('.maplibregl-map[aria-busy="false"]').waitFor({ timeout: 90_000 });
}

/** Keeps a picture for the documentation when `GENGJIE_SCREENSHOTS=1`; else does nothing. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.GENGJIE_SCREENSHOTS !== '1') return;
  mkdirSync(imagesFolder, { recursive: true });
  // What a panel lights up or flies to comes a moment after its words.
  await page.waitForTimeout(2500);
  if ((await page.locator('canvas.maplibregl-canvas').count()) > 0) await mapIsDrawn(page);
  await page.screenshot({ path: join(imagesFolder, `${name}.png`) });
}

/** The scale of the map in the address: `#map=zoom/lat/lng`. */
export function placeInAddress(page: Page): { zoom: number; lat: number; lng: number } {
  const [zoom = Number.NaN, lat = Number.NaN, lng = Number.NaN] =
    new URL(page.url()).hash
      .match(/map=([\d.]+)\/([\d.]+)\/([\d.]+)/)
      ?.slice(1)
      .map(Number) ?? [];
  expect(zoom).not.toBeNaN();
  return { zoom, lat, lng };
}

/** Presses the map at a place (EPSG:4490 lon/lat): where a person would point. */
export async function clickPlace(page: Page, place: readonly [number, number]): Promise<void> {
  const { x, y } = await pointOf(page, place);
  await page.mouse.click(x, y);
}

/** Where on the page a place of the map is. */
export async function pointOf(
  page: Page,
  [lng, lat]: readonly [number, number],
): Promise<{ x: number; y: number }> {
  const box = await page.locator('canvas.maplibregl-canvas').boundingBox();
  if (!box) throw new Error('no map');
  const at = placeInAddress(page);
  const world = 512 * 2 ** at.zoom;
  const north = (degrees: number) => Math.asinh(Math.tan((degrees * Math.PI) / 180)) / (2 * Math.PI);
  const x = box.x + box.width / 2 + ((lng - at.lng) / 360) * world;
  const y = box.y + box.height / 2 - (north(lat) - north(at.lat)) * world;
  return { x, y };
}
