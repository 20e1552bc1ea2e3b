import { create } from 'zustand';
import type { FieldPackPlan } from '#core/contract/field-pack.ts';
import { holdsTile, rangesOver } from '#core/field/pack-tiles.ts';
import { call } from '../../api/call.ts';
import { currentFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import { useFieldSession } from '../app/session.ts';
import { type PackArea, packDatabase } from './pack-db.ts';
import { tilesOfArea } from './pack-tile-list.ts';

/** 离线区域 of the person who works here, newest first. */
export const usePackAreas = create<{ readonly areas: readonly PackArea[]; readonly opened: boolean }>()(
  () => ({ areas: [], opened: false }),
);

/** Tiles deleted in one transaction. */
const DELETED_AT_ONCE = 500;

/** Reads the areas from the phone and hatches them on the map. */
export async function openAreas(): Promise<void> {
  const owner = useFieldSession.getState().person?.id;
  const all = await (await packDatabase()).getAll('areas');
  const areas = all.filter((area) => area.owner === owner).sort((a, b) => b.addedAt - a.addedAt);
  usePackAreas.setState({ areas, opened: true });
  (await whenFieldMap()).showCoverage(covered(areas).map(({ bounds }) => bounds));
}

/** Areas that were complete once: what they hold is on this phone, also while it is brought up to date. */
function covered(areas: readonly PackArea[]): PackArea[] {
  return areas.filter(({ completedAt }) => completedAt !== null);
}

/** Shows an area as it is stored now. */
export function followArea(area: PackArea): void {
  const { areas } = usePackAreas.getState();
  const before = areas.find(({ id }) => id === area.id);
  const next = before ? areas.map((each) => (each.id === area.id ? area : each)) : [area, ...areas];
  usePackAreas.setState({ areas: next });
  if (before?.completedAt === area.completedAt) return;
  currentFieldMap()?.showCoverage(covered(next).map(({ bounds }) => bounds));
  currentFieldMap()?.refreshTiles();
}

/** 下载方案 of a region or a box; asks the server. @throws ApiProblem `area-too-large` and others */
export function planArea(place: { region: string } | { bbox: string }): Promise<FieldPackPlan> {
  return call('GET /api/field/pack', { query: place });
}

/** Writes an area down as wanted; the queue takes it from there. */
export async function addArea(plan: FieldPackPlan, name: string): Promise<PackArea> {
  const owner = useFieldSession.getState().person?.id;
  if (!owner) throw new Error('nobody has signed in');
  const area: PackArea = {
    id: crypto.randomUUID(),
    owner,
    name,
    bounds: plan.bounds,
    ...planned(plan),
    status: 'queued',
    done: 0,
    bytes: 0,
    addedAt: Date.now(),
    completedAt: null,
    stale: [],
    problem: null,
  };
  await (await packDatabase()).put('areas', area);
  followArea(area);
  return area;
}

function planned(plan: FieldPackPlan): Pick<PackArea, 'layers' | 'tiles' | 'estimatedBytes'> {
  const { tiles, estimatedBytes } = plan;
  const layers = plan.layers.map(({ layer, version, minZoom, maxZoom }) => ({
    layer,
    version,
    minZoom,
    maxZoom,
  }));
  return { layers, tiles, estimatedBytes };
}

/** Changes what is stored of an area; undefined when it is not there any more. */
export async function changeArea(
  id: string,
  change: (area: PackArea) => PackArea,
): Promise<PackArea | undefined> {
  const transaction = (await packDatabase()).transaction('areas', 'readwrite');
  const area = await transaction.store.get(id);
  const next = area && change(area);
  if (next) void transaction.store.put(next);
  await transaction.done;
  if (next) followArea(next);
  return next;
}

/** 更新: plans the area anew; what has not changed is not loaded again. What is here stays in use meanwhile. */
export async function replanArea(id: string): Promise<void> {
  const { areas } = usePackAreas.getState();
  const area = areas.find((each) => each.id === id);
  if (!area) return;
  const plan = await planArea({ bbox: area.bounds.join(',') });
  await changeArea(id, (known) => ({
    ...known,
    ...planned(plan),
    status: 'queued',
    done: 0,
    bytes: 0,
    problem: null,
  }));
}

/** Looks whether the server has newer data than the complete areas hold. */
export async function lookForNewer(): Promise<void> {
  for (const area of usePackAreas.getState().areas) {
    if (area.status !== 'complete') continue;
    const { layers } = await planArea({ bbox: area.bounds.join(',') });
    const stale = layers
      .filter(({ layer, version }) =>
        area.layers.some((known) => known.layer === layer && known.version !== version),
      )
      .map(({ layer }) => layer);
    await changeArea(area.id, (known) => ({ ...known, stale }));
  }
}

/**
 * 删除区域: its tiles but for those that another area of the person holds too. It stops being complete first and is forgotten last, so that a deletion which is
 * interrupted can be begun again.
 */
export async function deleteArea(id: string): Promise<void> {
  const area = await changeArea(id, (known) => ({
    ...known,
    status: 'paused',
    completedAt: null,
    done: 0,
    bytes: 0,
  }));
  if (!area) return;
  const database = await packDatabase();
  const others = usePackAreas.getState().areas.filter((other) => other.id !== id);
  const held = others.flatMap(({ bounds, layers }) =>
    layers.map(({ layer, minZoom, maxZoom }) => ({ layer, ranges: rangesOver(bounds, minZoom, maxZoom) })),
  );
  const free = [...tilesOfArea(area)].filter(
    ({ key: [, layer], ...tile }) =>
      !held.some((other) => other.layer === layer && other.ranges.some((range) => holdsTile(range, tile))),
  );
  for (let at = 0; at < free.length; at += DELETED_AT_ONCE) {
    const transaction = database.transaction('tiles', 'readwrite');
    for (const { key } of free.slice(at, at + DELETED_AT_ONCE)) void transaction.store.delete(key);
    await transaction.done;
  }
  const transaction = database.transaction(['areas', 'fences'], 'readwrite');
  void transaction.objectStore('areas').delete(id);
  void transaction.objectStore('fences').delete(id);
  await transaction.done;
  usePackAreas.setState(({ areas }) => ({ areas: areas.filter((each) => each.id !== id) }));
  currentFieldMap()?.showCoverage(covered(others).map(({ bounds }) => bounds));
  currentFieldMap()?.refreshTiles();
}
