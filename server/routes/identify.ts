import type { Router } from 'express';
import { catalog } from '#core/catalog/index.ts';
import { identify } from '#core/contract/identify.ts';
import type { AppContext } from '#server/context.ts';
import { featuresAt } from '#server/db/tables/features.ts';
import { regionsAt } from '#server/db/tables/regions.ts';
import { implement } from '#server/http/implement.ts';
import { layersNamed } from '#server/routes/layers.ts';

export function identifyRoutes(router: Router, { db }: AppContext): void {
  implement(router, identify, async ({ query }) => {
    const lonLat: [number, number] = [query.lng, query.lat];
    const layers = query.layers === undefined ? catalog : layersNamed(query.layers);
    const [hits, regions] = await Promise.all([featuresAt(db, layers, lonLat), regionsAt(db, lonLat)]);
    return { lonLat, regions, hits };
  });
}
