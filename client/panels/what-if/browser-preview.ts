import type { Bounds } from '#core/contract/shared.ts';
import type { WhatIf } from '#core/contract/what-if.ts';
import { createPreview, type Preview } from '../../scenario/preview.ts';
import { momentText } from '../../state/as-of.ts';
import { dayOf, today } from '../../ui/today.ts';
import { boundsOf } from './content.ts';
import type { Question } from './use-figures.ts';

/** What ground was asked for: the box, and whose targets on which day. */
interface Place {
  readonly key: string;
  readonly bounds: Bounds;
}

/** Air around the items, so that a drag does not leave the ground at once: half their size, at least this many degrees. */
const AIR = 0.004;

/** 底账缓存: keeps the ground around the items with the worker that cuts it; without ground there is no preview. */
export class BrowserPreview {
  readonly #ready: () => void;
  #preview: Preview | null = null;
  /** Ground that is here, and ground that is on its way. */
  #here: Place | null = null;
  #coming: Place | null = null;

  /** @param ready is called when ground has come */
  constructor(ready: () => void) {
    this.#ready = ready;
  }

  /** Fetches the ground of the items unless it is there, or on its way. */
  prepare(question: Question): void {
    const needed = boundsOf(question.items.map(({ geometry }) => geometry));
    if (!needed) return;
    const key = keyOf(question);
    if (holds(this.#here, key, needed) || holds(this.#coming, key, needed)) return;
    const place = { key, bounds: withAir(needed) };
    this.#coming = place;
    this.#preview ??= createPreview();
    const { region, year, asOf, knownAt } = question;
    const moments = { ...(asOf ? { asOf } : {}), ...(knownAt ? { knownAt } : {}) };
    const bbox = place.bounds.map((value) => value.toFixed(6)).join(',');
    void this.#preview.loadGround({ bbox, region, year, ...moments }).then((state) => {
      if (this.#coming !== place) return;
      this.#coming = null;
      if (!state) return;
      this.#here = place;
      if (!state.truncated) this.#ready();
    });
  }

  /** The data have changed. */
  forget(): void {
    this.#here = null;
    this.#coming = null;
  }

  /** null: the ground is not there or too large to send, or newer items came. */
  compute(question: Question): Promise<WhatIf | null> {
    const needed = boundsOf(question.items.map(({ geometry }) => geometry));
    if (!this.#preview || !needed || !holds(this.#here, keyOf(question), needed))
      return Promise.resolve(null);
    const { items, region, asOf } = question;
    return this.#preview.compute(items, { region, date: asOf ? dayOfMoment(asOf) : today() });
  }
}

function keyOf({ region, year, asOf, knownAt }: Question): string {
  return [region, year, asOf, knownAt].join(' ');
}

function dayOfMoment(moment: string): string {
  return moment.includes('T') ? dayOf(moment) : momentText(moment);
}

function holds(place: Place | null, key: string, [west, south, east, north]: Bounds): boolean {
  if (place?.key !== key) return false;
  const { bounds } = place;
  return west >= bounds[0] && south >= bounds[1] && east <= bounds[2] && north <= bounds[3];
}

function withAir([west, south, east, north]: Bounds): Bounds {
  const [x, y] = [Math.max((east - west) / 2, AIR), Math.max((north - south) / 2, AIR)];
  return [
    Math.max(-180, west - x),
    Math.max(-90, south - y),
    Math.min(180, east + x),
    Math.min(90, north + y),
  ];
}
