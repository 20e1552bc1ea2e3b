import { getTargetRows, getTargets } from '#core/contract/targets.ts';
import { squareMeters } from '#core/geometry/units.ts';
import { Problem } from '#core/problem.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import { evaluateTarget } from '#core/targets/evaluate.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { measure, measuredRows, targetById, targetsOf } from '#server/db/tables/targets.ts';
import type { Routes } from '#server/http/routes.ts';

export function targetRoutes(routes: Routes): void {
  routes.on(getTargets, async ({ db, query }) => {
    const region = await regionByCode(db, query.region);
    if (!region) throw regionNotFound(query.region);
    const records = await targetsOf(db, query.region, query.year ?? null);
    const targets = await Promise.all(
      records.map(async (record) => {
        const measurement = await measure(db, record.indicator, regionPrefix(record.regionCode), record.year);
        const { state, margin } = evaluateTarget(measurement?.value ?? null, {
          comparator: record.comparator,
          value: squareMeters(record.value),
        });
        return {
          ...record,
          regionName: region.name,
          state,
          measured:
            measurement && margin !== null
              ? {
                  value: measurement.value,
                  margin,
                  rowCount: measurement.rowCount,
                  layer: measurement.layer,
                  dataDate: measurement.dataDate,
                }
              : null,
          byVillage: measurement?.byVillage ?? [],
        };
      }),
    );
    return { region: region.code, year: query.year ?? null, targets, moments: null };
  });

  routes.on(getTargetRows, async ({ db, params, query }) => {
    const target = await targetById(db, params.id);
    if (!target) throw targetNotFound(params.id);
    const prefix = regionPrefix(query.region ?? target.regionCode);
    // A narrower region opens a part of the figure; a region outside the target's own would open another figure.
    if (!prefix.startsWith(regionPrefix(target.regionCode))) throw regionNotFound(prefix);
    const total = await measure(db, target.indicator, prefix, target.year);
    if (!total) throw targetNotMeasured(params.id);
    const rows = await measuredRows(db, target.indicator, prefix, target.year, {
      after: query.after,
      limit: query.limit,
      geometry: query.geometry === 'true',
    });
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

function regionNotFound(code: string): Problem {
  return new Problem({
    type: 'region-not-found',
    status: 404,
    title: { zh: '没有这个区域', en: 'No such region' },
    detail: {
      zh: `区划代码 ${code} 不在本系统的行政区划中。`,
      en: `Region code ${code} is not among the regions here.`,
    },
    next: {
      zh: '请从区域选择框选取，或在 /api/workspace 查看代码。',
      en: 'Pick it from the region picker, or see /api/workspace.',
    },
    place: { field: 'region', value: code },
  });
}

function targetNotFound(id: number): Problem {
  return new Problem({
    type: 'target-not-found',
    status: 404,
    title: { zh: '没有这个指标', en: 'No such target' },
    detail: { zh: `没有编号为 ${id} 的现行控制指标。`, en: `There is no current target ${id}.` },
    next: { zh: '请从耕地保护面板重新打开。', en: 'Open it again from the farmland panel.' },
    place: { value: String(id) },
  });
}

function targetNotMeasured(id: number): Problem {
  return new Problem({
    type: 'target-not-measured',
    status: 404,
    title: { zh: '该指标尚无量算口径', en: 'This target is not measured' },
    detail: { zh: `指标 ${id} 没有对应的图层可以量算。`, en: `No layer measures target ${id} yet.` },
    next: { zh: '它不会显示为达标；请人工核对。', en: 'It is never shown as held; check it by hand.' },
    place: { value: String(id) },
  });
}
