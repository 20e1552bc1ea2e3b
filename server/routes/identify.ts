import { catalog } from '#core/catalog/index.ts';
import { identify } from '#core/contract/identify.ts';
import { momentsOf } from '#server/db/tables/as-of.ts';
import { featuresAt } from '#server/db/tables/features.ts';
import { regionsAt } from '#server/db/tables/regions.ts';
import type { Routes } from '#server/http/routes.ts';
import { layersNamed } from '#server/routes/layers.ts';

export function identifyRoutes(routes: Routes): void {
  routes.on(
    identify,
    async ({ query, db }) => {
      const lonLat: [number, number] = [query.lng, query.lat];
      const layers = query.layers === undefined ? catalog : layersNamed(query.layers);
      const moments = await momentsOf(db, query);
      const hits = await featuresAt(db, layers, lonLat, moments);
      const regions = await regionsAt(db, lonLat, moments);
      return { lonLat, regions, hits, moments };
    },
    { planOnce: true },
  );
}
