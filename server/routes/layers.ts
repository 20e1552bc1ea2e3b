import { catalog, layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { getFeature, getFeatureOverlay, getLayers, getLayerView } from '#core/contract/layers.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { scopeKey } from '#server/access/actor.ts';
import { momentsOf } from '#server/db/tables/as-of.ts';
import { featureById, featuresInView, overlayPieces } from '#server/db/tables/features.ts';
import { layerVersions, rememberedStatistics } from '#server/db/tables/layer-versions.ts';
import { featureNotFound, unknownLayer } from '#server/http/problems.ts';
import type { Routes } from '#server/http/routes.ts';
import { sharesOf } from '#server/operations/overlay-shares.ts';
import { tileVersion } from '#server/tiles/tile-version.ts';

export function layerRoutes(routes: Routes): void {
  const statisticsOf = rememberedStatistics();

  routes.on(getLayers, async ({ db, actor }) => {
    const versions = await layerVersions(db);
    const layers = [];
    // One after the other: a transaction has one connection.
    for (const layer of catalog) {
      const version = versions.get(layer.id) ?? 1;
      const scope = scopeKey(actor, layer.id);
      layers.push({
        id: layer.id,
        title: layer.title,
        description: layer.description,
        group: layer.group,
        version: tileVersion(version, scope),
        tiles: `/tiles/${layer.id}.json`,
        minzoom: layer.zoom.min,
        maxzoom: layer.zoom.max,
        ...(await statisticsOf(db, layer, version, scope)),
      });
    }
    return { layers };
  });

  routes.on(getLayerView, async ({ db, actor, query }) => {
    const layers = layersNamed(query.layers);
    const view = query.bbox.split(',').map(Number) as Bounds;
    const versions = await layerVersions(db);
    // A layer that lies wholly inside the view is its remembered total; only the others are counted.
    const whole = new Map<string, { count: number; areaSquareMeters: number }>();
    for (const layer of layers) {
      const statistics = await statisticsOf(
        db,
        layer,
        versions.get(layer.id) ?? 1,
        scopeKey(actor, layer.id),
      );
      if (!statistics.bounds || holds(view, statistics.bounds)) whole.set(layer.id, statistics);
    }
    const counted = await featuresInView(
      db,
      layers.filter((layer) => !whole.has(layer.id)),
      view,
    );
    const byId = new Map([...counted.map((row) => [row.id, row] as const), ...whole]);
    return {
      layers: layers.map((layer) => ({
        id: layer.id,
        count: byId.get(layer.id)?.count ?? 0,
        areaSquareMeters: byId.get(layer.id)?.areaSquareMeters ?? 0,
      })),
    };
  });

  routes.on(getFeature, async ({ db, params, query }) => {
    const moments = await momentsOf(db, query);
    const feature = await featureById(db, layerById(params.layer), params.id, moments);
    if (!feature) throw featureNotFound(params.layer, params.id);
    return feature;
  });

  routes.on(getFeatureOverlay, async ({ db, params }) => {
    const layer = layerById(params.layer);
    const feature = await featureById(db, layer, params.id);
    if (!feature) throw featureNotFound(params.layer, params.id);
    return sharesOf(feature.geometryAreaSquareMeters, await overlayPieces(db, layer, params.id));
  });
}

/** Layers of a comma-separated list; throws 404 for a name the catalogue lacks. */
export function layersNamed(names: string): LayerDefinition[] {
  return names
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const layer = layerById(name);
      if (!layer) throw unknownLayer(name);
      return layer;
    });
}

function holds(outer: Bounds, inner: Bounds): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}
