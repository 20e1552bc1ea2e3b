import { getIndicators } from '#core/contract/indicators.ts';
import { allIndicators } from '#server/db/tables/indicators.ts';
import type { Routes } from '#server/http/routes.ts';

export function indicatorRoutes(routes: Routes): void {
  routes.on(getIndicators, async ({ db }) => ({ indicators: await allIndicators(db) }));
}
