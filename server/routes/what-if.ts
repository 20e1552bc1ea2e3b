import type { Bounds } from '#core/contract/shared.ts';
import { computeWhatIf, getGround } from '#core/contract/what-if.ts';
import type { AppContext } from '#server/context.ts';
import { resolvedMoments } from '#server/db/tables/as-of.ts';
import { overlaidLayers } from '#server/db/tables/cuts.ts';
import { groundFeatures, isTooMuchGround, landLayer } from '#server/db/tables/ground.ts';
import { namesOfRegions, regionByCode } from '#server/db/tables/regions.ts';
import { invalidRequest } from '#server/http/problems.ts';
import type { Routes } from '#server/http/routes.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import { targetEffectsBefore } from '#server/operations/target-effects.ts';
import { computeScenario } from '#server/operations/what-if.ts';

/** 试算与底账: figures of a scenario that nobody saved, and the ground under it for a browser to cut. */
export function whatIfRoutes(routes: Routes, { config, measurements }: AppContext): void {
  const { vertexLimit } = config;
  routes.on(
    computeWhatIf,
    ({ db, actor, body }) => computeScenario({ db, actor, vertexLimit, measurements }, body),
    { bodyLimit: '20mb', planOnce: true },
  );

  routes.on(getGround, async ({ db, actor, query }) => {
    const bounds = boundsOf(query.bbox);
    const moments = await resolvedMoments(db, query);
    const past = query.asOf === undefined && query.knownAt === undefined ? null : moments;
    const region = await regionByCode(db, query.region, past);
    if (!region) throw regionNotFound(query.region);
    const layers = [landLayer, ...overlaidLayers];
    const truncated = await isTooMuchGround(db, layers, bounds, groundLimits, past);
    // A part of the ground would give wrong figures: rather none.
    const features = truncated ? [] : await groundFeatures(db, layers, bounds, past);
    const about = { region: region.code, year: query.year, moments: past };
    const names = await namesOfRegions(db, [...new Set(features.map(({ regionCode }) => regionCode))], past);
    return {
      bounds,
      moments,
      features,
      truncated,
      targets: await targetEffectsBefore(db, actor, about, measurements),
      regions: [...names].map(([code, name]) => ({ code, name })),
    };
  });
}

const groundLimits = { features: 6000, vertices: 400_000 };

function boundsOf(text: string): Bounds {
  const [west, south, east, north] = text.split(',').map(Number) as Bounds;
  if (west < east && south < north && west >= -180 && east <= 180 && south >= -90 && north <= 90) {
    return [west, south, east, north];
  }
  throw invalidRequest(
    'bbox',
    { zh: '须为 西,南,东,北（度），且西小于东、南小于北', en: 'it must be west,south,east,north in degrees' },
    text,
  );
}
