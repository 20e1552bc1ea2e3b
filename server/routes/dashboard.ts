import { getDashboard } from '#core/contract/indicators.ts';
import type { AppContext } from '#server/context.ts';
import { momentsOf } from '#server/db/tables/as-of.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import type { Routes } from '#server/http/routes.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import { dashboardOf } from '#server/operations/dashboard.ts';

export function dashboardRoutes(routes: Routes, { measurements }: AppContext): void {
  routes.on(getDashboard, async ({ db, actor, query }) => {
    const moments = await momentsOf(db, query);
    const region = await regionByCode(db, query.region, moments);
    if (!region) throw regionNotFound(query.region);
    return dashboardOf(db, actor, { region, year: query.year, moments }, measurements);
  });
}
