import type { MapMouseEvent } from 'maplibre-gl';

type Taker = (event: MapMouseEvent) => boolean;

let taker: Taker | null = null;

/** Gives clicks on the map to somebody before they identify; who answers true has taken the click. The returned function gives it back. */
export function takeClicks(take: Taker): () => void {
  taker = take;
  return () => {
    if (taker === take) taker = null;
  };
}

/** Whether somebody else has taken the click. */
export function isTaken(event: MapMouseEvent): boolean {
  return taker?.(event) ?? false;
}
