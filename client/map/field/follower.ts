import type { LonLat } from '#core/geometry/lon-lat.ts';
import { FIT } from './fit.ts';
import type { PositionFix } from './position-picture.ts';

/** What following needs of the map. Pixels from the upper left. */
export interface FollowedMap {
  pixelOf(place: LonLat): { readonly x: number; readonly y: number };
  /** The part that no panel covers. */
  freeBox(): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  /** A hand or a flight moves it, or the cross asks it to stand still. */
  busy(): boolean;
  centreOn(place: LonLat): void;
}

/** Pixels from the edge that are too near: less than the air of a fitted view, at whose edge the person may stand. */
const RIM = FIT.padding - 4;

/**
 * 跟随: keeps a walking person in sight. The map stands still while they are well inside, so that it can be read; it ends when a hand moves them out of
 * sight or the map is sent elsewhere.
 */
export class Follower {
  readonly #map: FollowedMap;
  #on = false;
  #fix: PositionFix | null = null;
  readonly #listeners = new Set<(on: boolean) => void>();

  constructor(map: FollowedMap) {
    this.#map = map;
  }

  /** Begins, and brings the person into sight at once; or ends. */
  want(on: boolean): void {
    if (on !== this.#on) {
      this.#on = on;
      for (const tell of this.#listeners) tell(on);
    }
    if (on) this.#keep();
  }

  /** Calls at once with what holds; the returned function stops. */
  onChange(listener: (on: boolean) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#on);
    return () => void this.#listeners.delete(listener);
  }

  take(fix: PositionFix | null): void {
    this.#fix = fix;
    if (this.#on) this.#keep();
  }

  /** A hand has moved the map. */
  movedByHand(): void {
    if (this.#on && this.#fix && !this.#sees(this.#fix.lonLat, 0)) this.want(false);
  }

  #keep(): void {
    const fix = this.#fix;
    // A kilometre away, give or take as much, is nowhere to go.
    if (!fix || fix.poor || this.#map.busy() || this.#sees(fix.lonLat, RIM)) return;
    this.#map.centreOn(fix.lonLat);
  }

  #sees(place: LonLat, rim: number): boolean {
    const { x, y } = this.#map.pixelOf(place);
    const { left, top, right, bottom } = this.#map.freeBox();
    return x >= left + rim && x <= right - rim && y >= top + rim && y <= bottom - rim;
  }
}
