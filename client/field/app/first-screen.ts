/*
 * 首屏: opened at the list, the app paints the list before it makes a map, which takes a phone longer than all the rest; opened anywhere else, the
 * map belongs to the first picture.
 */

import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { afterPaint } from '../../ui/after-paint.ts';

type MapMaker = typeof import('../../map/field/make-field-map.ts');

/** However long the list takes, the map comes. */
const PATIENCE_MS = 4000;

let maker: MapMaker | undefined;
let painted = () => {};
let firstBox: LonLatBox | null = null;
let mapsTurn: Promise<void> = Promise.resolve();

/** Call once, before the first screen; resolves when that may be drawn. */
export async function prepareFirstScreen(panel: string | undefined): Promise<void> {
  if (panel !== 'tasks') {
    await loadMapMaker().catch(() => undefined);
    return;
  }
  mapsTurn = new Promise((resolve) => {
    painted = resolve;
    setTimeout(resolve, PATIENCE_MS);
  });
}

/** The list is in the page; once it is on the screen the map may begin, where the list does. */
export function listPainted(box: LonLatBox | null): void {
  firstBox ??= box;
  afterPaint(() => painted());
}

/** Where the list begins; null: nothing is listed, or it was not the first screen. */
export function firstBoxOfList(): LonLatBox | null {
  return firstBox;
}

/** The list is on the screen, or was not the first to come. */
export function mapsTurnCome(): Promise<void> {
  return mapsTurn;
}

/** What makes the map, when it is here already. */
export function mapMakerNow(): MapMaker | undefined {
  return maker;
}

/** What makes the map, when it is the map's turn. */
export async function mapMakerInTurn(): Promise<MapMaker> {
  await mapsTurn;
  // The picture of the map has been drawn by now; it is shown before the map keeps the phone busy.
  await new Promise<void>((resolve) => afterPaint(resolve));
  return loadMapMaker();
}

async function loadMapMaker(): Promise<MapMaker> {
  maker ??= await import('../../map/field/make-field-map.ts');
  return maker;
}
