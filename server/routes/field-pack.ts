import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import { getFieldFence, getFieldPack, PACK_TILES_LIMIT } from '#core/contract/field-pack.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { FENCE_LAYERS, PACK_LAYERS, planLayer } from '#core/field/pack-plan.ts';
import { PACK_MAX_ZOOM, PACK_MIN_ZOOM, rangesOver, tilesIn } from '#core/field/pack-tiles.ts';
import { Problem } from '#core/problem.ts';
import { type Actor, scopeKey } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { fenceZones, packContent, packRegion } from '#server/db/tables/field-pack.ts';
import { layerVersions } from '#server/db/tables/layer-versions.ts';
import { invalidRequest } from '#server/http/problems.ts';
import type { Routes } from '#server/http/routes.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import { tileVersion } from '#server/tiles/tile-version.ts';

/** 离线包: the plan of an area and its fence; the tiles themselves come from `/tiles/`. */
export function fieldPackRoutes(routes: Routes): void {
  routes.on(getFieldPack, async ({ db, actor, query }) => {
    const { name, bounds } = await areaOf(db, query);
    mayBeHeld(bounds);
    const content = await packContent(
      db,
      PACK_LAYERS.map((id) => layerById(id)),
      bounds,
    );
    const versions = await versionsOf(db, actor, PACK_LAYERS);
    const layers = PACK_LAYERS.map((id) => {
      const known = content.get(id) ?? { features: 0, points: 0 };
      return {
        layer: id,
        version: versions.get(id) ?? '',
        features: known.features,
        ...planLayer(layerById(id), bounds, known),
      };
    });
    const sum = (read: (layer: (typeof layers)[number]) => number) =>
      layers.reduce((total, layer) => total + read(layer), 0);
    return {
      name,
      bounds,
      layers,
      tiles: sum(({ tiles }) => tiles),
      estimatedBytes: sum(({ estimatedBytes }) => estimatedBytes),
    };
  });

  routes.on(getFieldFence, async ({ db, actor, query }) => {
    const bounds = boxOf(query.bbox);
    const found = await fenceZones(
      db,
      FENCE_LAYERS.map((id) => layerById(id)),
      bounds,
    );
    const versions = await versionsOf(db, actor, FENCE_LAYERS);
    return { ...found, versions: [...versions].map(([layer, version]) => ({ layer, version })) };
  });
}

async function areaOf(
  db: Queryable,
  { region, bbox }: { region?: string | undefined; bbox?: string | undefined },
): Promise<{ name: string | null; bounds: Bounds }> {
  if ((region === undefined) === (bbox === undefined)) {
    throw invalidRequest('bbox', { zh: '须给出 region 或 bbox 之一', en: 'give either a region or a bbox' });
  }
  if (bbox !== undefined) return { name: null, bounds: boxOf(bbox) };
  const found = await packRegion(db, region!);
  if (!found) throw regionNotFound(region!);
  return found;
}

/** @throws Problem `invalid-request` for a box that is none of this earth */
function boxOf(text: string): Bounds {
  const bounds = text.split(',').map(Number) as Bounds;
  const [west, south, east, north] = bounds;
  if (west < east && south < north && west >= -180 && east <= 180 && south >= -85 && north <= 85)
    return bounds;
  throw invalidRequest(
    'bbox',
    {
      zh: '应为 西,南,东,北（度），西小于东，南小于北',
      en: 'must be west,south,east,north in degrees, west below east and south below north',
    },
    text,
  );
}

function mayBeHeld(bounds: Bounds): void {
  const ranges = rangesOver(bounds, PACK_MIN_ZOOM, PACK_MAX_ZOOM);
  const tiles = ranges.reduce((sum, range) => sum + tilesIn(range), 0) * PACK_LAYERS.length;
  if (tiles <= PACK_TILES_LIMIT) return;
  throw new Problem({
    type: 'area-too-large',
    status: 413,
    title: { zh: '区域太大', en: 'The area is too large' },
    detail: {
      zh: `该区域有 ${tiles} 块瓦片，一次最多下载 ${PACK_TILES_LIMIT} 块。`,
      en: `The area has ${tiles} tiles; at most ${PACK_TILES_LIMIT} are downloaded at once.`,
    },
    next: {
      zh: '请放大地图，或按村分几次下载。',
      en: 'Zoom in, or download it village by village.',
    },
  });
}

async function versionsOf(
  db: Queryable,
  actor: Actor,
  layers: readonly LayerId[],
): Promise<Map<LayerId, string>> {
  const versions = await layerVersions(db);
  return new Map(layers.map((id) => [id, tileVersion(versions.get(id) ?? 1, scopeKey(actor, id))]));
}
