import { getTargetRows, getTargets } from '#core/contract/targets.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import { momentsOf } from '#server/db/tables/as-of.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { measuredRows, targetById } from '#server/db/tables/targets.ts';
import type { Routes } from '#server/http/routes.ts';
import { regionNotFound, targetNotFound, targetNotMeasured } from '#server/http/target-problems.ts';
import { measuredTargets, measuredWhole } from '#server/operations/measure-targets.ts';

export function targetRoutes(routes: Routes): void {
  routes.on(getTargets, async ({ db, actor, query }) => {
    const moments = await momentsOf(db, query);
    const region = await regionByCode(db, query.region, moments);
    if (!region) throw regionNotFound(query.region);
    const year = query.year ?? null;
    const targets = await measuredTargets(db, actor, { region, year, moments });
    return { region: region.code, year, targets, moments };
  });

  routes.on(getTargetRows, async ({ db, actor, params, query }) => {
    const moments = await momentsOf(db, query);
    const target = await targetById(db, params.id, moments);
    if (!target) throw targetNotFound(params.id);
    const regionCode = query.region ?? target.regionCode;
    const prefix = regionPrefix(regionCode);
    // A narrower region opens a part of the figure; a region outside the target's own would open another figure.
    if (!prefix.startsWith(regionPrefix(target.regionCode))) throw regionNotFound(prefix);
    const total = await measuredWhole(db, actor, target, regionCode, moments);
    if (!total) throw targetNotMeasured(params.id);
    const page = { after: query.after, limit: query.limit, geometry: query.geometry === 'true' };
    const rows = await measuredRows(db, target.indicator, prefix, target.year, page, moments);
    return {
      target: target.id,
      layer: total.layer,
      rule: target.rule,
      total: total.value,
      geometryTotal: total.geometryTotal,
      count: total.rowCount,
      rows,
      next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
    };
  });
}
