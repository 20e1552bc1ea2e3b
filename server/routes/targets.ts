import {
  addTarget as addEndpoint,
  changeTarget as changeEndpoint,
  getMovement,
  readSentence,
} from '#core/contract/indicators.ts';
import { getTargetRows, getTargets } from '#core/contract/targets.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import type { AppContext } from '#server/context.ts';
import { momentsOf } from '#server/db/tables/as-of.ts';
import { measuredRows } from '#server/db/tables/measurements.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { targetById } from '#server/db/tables/targets.ts';
import type { Routes } from '#server/http/routes.ts';
import { regionNotFound, targetNotFound, targetNotMeasured } from '#server/http/target-problems.ts';
import { measuredTargets, measuredWhole } from '#server/operations/measure-targets.ts';
import { questionOf } from '#server/operations/measurements.ts';
import { movementOf } from '#server/operations/movement.ts';
import { addTarget, changeTarget } from '#server/operations/revise-target.ts';
import { proposalsOf } from '#server/operations/target-proposals.ts';

export function targetRoutes(routes: Routes, { measurements }: AppContext): void {
  routes.on(getTargets, async ({ db, actor, query }) => {
    const moments = await momentsOf(db, query);
    const region = await regionByCode(db, query.region, moments);
    if (!region) throw regionNotFound(query.region);
    const year = query.year ?? null;
    const targets = await measuredTargets(db, actor, { region, year, moments }, measurements);
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
    const total = await measuredWhole(db, actor, target, regionCode, moments, measurements);
    if (!total || !target.formula) throw targetNotMeasured(params.id);
    const page = { after: query.after, limit: query.limit, geometry: query.geometry === 'true' };
    const question = questionOf(target, target.formula, regionCode, moments);
    const { rows, next } = await measuredRows(db, question, page);
    return {
      target: target.id,
      layer: total.layer,
      rule: target.rule,
      total: total.value,
      geometryTotal: total.geometryTotal,
      count: total.rowCount,
      rows,
      next,
    };
  });

  routes.on(addEndpoint, async ({ db, actor, body }) => ({ id: await addTarget(db, actor, body) }));

  routes.on(changeEndpoint, async ({ db, actor, params, body }) => ({
    id: await changeTarget(db, actor, params.id, body),
  }));

  routes.on(readSentence, ({ db, body }) => proposalsOf(db, body.text, body.year));

  routes.on(getMovement, async ({ db, actor, params, query }) => movementOf(db, actor, params.id, query));
}
