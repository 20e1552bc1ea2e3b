import type { LayerId } from '#core/catalog/types.ts';
import { type Feature, wkbOf } from './feature.ts';
import { controlDrafts } from './overlays/control.ts';
import type { Draft } from './overlays/draft.ts';
import { findingDrafts } from './overlays/findings.ts';
import { landDrafts } from './overlays/land.ts';
import { workDrafts } from './overlays/works.ts';
import { boxOf } from './plane/ring.ts';
import { readWorkspace } from './seed-files.ts';
import { buildTown, type Town } from './town/town.ts';

/** 示意数据: every feature of the demonstration area, numbered from `firstId`, by layer; `idOf` finds a feature by its key. */
export interface Demonstration {
  readonly town: Town;
  readonly layers: ReadonlyMap<LayerId, readonly Feature[]>;
  readonly count: number;
  readonly bounds: [number, number, number, number];
  idOf(key: string): number;
}

const surveyed = new Set<LayerId>(['land_parcels', 'permanent_farmland', 'farmland_protection']);

export function generateDemonstration(firstId = 1): Demonstration {
  const town = buildTown();
  const { surveyDate, planDate } = readWorkspace();
  const drafts: Draft[] = [
    ...landDrafts(town),
    ...workDrafts(town),
    ...controlDrafts(town),
    ...findingDrafts(town),
  ];
  const layers = new Map<LayerId, Feature[]>();
  const ids = new Map<string, number>();
  drafts.forEach((draft, i) => {
    if (draft.ground.length === 0) throw new Error(`${draft.layer} ${draft.key ?? i} has no ground`);
    const id = firstId + i;
    if (draft.key) ids.set(draft.key, id);
    const feature: Feature = {
      id,
      regionCode: draft.regionCode,
      geometry: wkbOf(draft.ground, town.ground),
      validFrom: surveyed.has(draft.layer) ? surveyDate : planDate,
      columns: draft.columns,
    };
    const list = layers.get(draft.layer);
    if (list) list.push(feature);
    else layers.set(draft.layer, [feature]);
  });
  return {
    town,
    layers,
    count: drafts.length,
    bounds: boundsOf(town),
    idOf: (key) => {
      const id = ids.get(key);
      if (id === undefined) throw new Error(`no feature ${key}`);
      return id;
    },
  };
}

/** West, south, east, north of the town in degrees, outward to 1e-4. */
function boundsOf(town: Town): [number, number, number, number] {
  const [west, south, east, north] = boxOf(town.outline);
  const corners = (
    [
      [west, south],
      [west, north],
      [east, south],
      [east, north],
    ] as const
  ).map((point) => town.ground.lonLat(point));
  const lons = corners.map(([lon]) => lon);
  const lats = corners.map(([, lat]) => lat);
  return [
    Math.floor(Math.min(...lons) * 1e4) / 1e4,
    Math.floor(Math.min(...lats) * 1e4) / 1e4,
    Math.ceil(Math.max(...lons) * 1e4) / 1e4,
    Math.ceil(Math.max(...lats) * 1e4) / 1e4,
  ];
}
