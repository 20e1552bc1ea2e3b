import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import { type Box, outlineOf } from '#core/overlay/cut.ts';
import { indexGround, ScenarioCutter } from '#core/scenario/cut-scenario.ts';
import { evaluateScenario } from '#core/scenario/evaluate.ts';
import type { ResponseOf } from '../api/endpoints.ts';

export type Ground = ResponseOf<'GET /api/ground'>;

export interface PreviewOptions {
  readonly region: string;
  /** Day (`2023-12-31`, Beijing) whose rules and land groups hold. */
  readonly date: string;
}

/** What came of a request for ground. */
export interface GroundState {
  readonly bounds: Ground['bounds'];
  /** More lies there than is sent: nothing can be computed with it. */
  readonly truncated: boolean;
}

/** An outline goes over to the worker once; later questions name it by its number. */
export interface PreviewQuestion extends PreviewOptions {
  readonly items: readonly (Omit<ScenarioItem, 'geometry'> & { readonly shape: number })[];
  readonly newShapes: readonly (readonly [number, ScenarioItem['geometry']])[];
}

/** 试算台: the worker's side. Holds the ground and the outlines, so that an outline which has not moved is not cut again. */
export class PreviewDesk {
  #ground: Ground | null = null;
  #cutter: ScenarioCutter | null = null;
  #shapes = new Map<number, ScenarioItem['geometry']>();

  take(ground: Ground): GroundState {
    this.#ground = ground;
    this.#cutter = ground.truncated ? null : new ScenarioCutter(indexGround(ground.features));
    return { bounds: ground.bounds, truncated: ground.truncated };
  }

  /** @returns null when an item reaches beyond the ground that is here: what lies there is not known */
  compute({ items: asked, newShapes, region, date }: PreviewQuestion): WhatIf | null {
    const known = new Map([...this.#shapes, ...newShapes]);
    this.#shapes = new Map(asked.map(({ shape }) => [shape, known.get(shape)!]));
    const ground = this.#ground;
    if (!ground || !this.#cutter) return null;
    const items = asked.map(({ shape, ...item }): ScenarioItem => ({ ...item, geometry: known.get(shape)! }));
    if (!items.every(({ geometry }) => holds(ground.bounds, boxOf(geometry)))) return null;
    return evaluateScenario({
      items,
      cuts: this.#cutter.cut(items),
      moments: ground.moments,
      date,
      regionCode: region,
      targets: ground.targets,
      regionNames: new Map(ground.regions.map(({ code, name }) => [code, name])),
    });
  }
}

function boxOf({ type, coordinates }: ScenarioItem['geometry']): Box {
  return outlineOf({ coordinates: type === 'Polygon' ? [coordinates] : coordinates }).box;
}

function holds(bounds: Ground['bounds'], [west, south, east, north]: Box): boolean {
  return west >= bounds[0] && south >= bounds[1] && east <= bounds[2] && north <= bounds[3];
}
