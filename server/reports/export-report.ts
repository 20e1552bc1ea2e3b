import { indicatorByCode } from '#core/indicators/catalog.ts';
import { covers, scopeOf } from '#core/rights/rights.ts';
import { farmlandClasses } from '#core/targets/farmland.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Queryable } from '#server/db/database.ts';
import { dayOf, type Moments } from '#server/db/moments.ts';
import { type MomentQuery, resolvedMoments } from '#server/db/tables/as-of.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { allIndicators } from '#server/db/tables/indicators.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import { dashboardOf } from '#server/operations/dashboard.ts';
import type { Exporter } from '#server/operations/export-data.ts';
import { measuredTargets } from '#server/operations/measure-targets.ts';
import type { Measurements, Measurer } from '#server/operations/measurements.ts';
import { requireScenario } from '#server/operations/scenarios.ts';
import { computeScenario } from '#server/operations/what-if.ts';
import { composeReport, type PartArea, type ReportData } from '#server/reports/compose.ts';
import { scenarioSection } from '#server/reports/scenario-section.ts';
import { type ReportFormat, writtenInThread } from '#server/reports/writing-thread.ts';

export interface ReportWish extends MomentQuery {
  readonly region: string;
  readonly year?: number | undefined;
  readonly scenario?: string | undefined;
  readonly format: ReportFormat;
}

const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const;

/**
 * 导出指标报告: one composition, three writers; as of one moment always the same bytes. The file is written after the transaction.
 * @throws Problem `not-allowed`, `region-not-found`, `scenario-not-found`
 */
export async function exportReport(
  { actor, run }: Exporter,
  wish: ReportWish,
  options: { readonly measurements: Measurements; readonly vertexLimit: number },
): Promise<FileAnswer> {
  const data = await run(
    async (tx) => {
      const moments = await resolvedMoments(tx, wish);
      const region = await regionByCode(tx, wish.region, moments);
      if (!region) throw regionNotFound(wish.region);
      if (!covers(scopeOf(actor.grants, 'targets', 'export'), region.code)) throw notAllowed();
      const data = await reportData(tx, { actor, region, moments, wish, ...options });
      await recordAct(tx, {
        action: 'export.report',
        layer: 'targets',
        regionCode: region.code,
        detail: {
          format: wish.format,
          year: data.year,
          targets: data.targets.length,
          scenario: wish.scenario ?? null,
          moments,
        },
      });
      return data;
    },
    { write: true },
  );
  const report = composeReport(data);
  const bytes = await writtenInThread(report, wish.format);
  const name = [report.mark, `控制指标报告_${data.year}年`, data.region.name, dayOf(data.moments.asOf)]
    .filter((part) => part !== null)
    .join('_');
  return new FileAnswer(`${name}.${wish.format}`, mediaTypes[wish.format], [bytes], {
    byteCount: bytes.byteLength,
  });
}

interface Asked {
  readonly actor: Exporter['actor'];
  readonly region: { readonly code: string; readonly name: string };
  readonly moments: Moments;
  readonly wish: ReportWish;
  readonly measurements: Measurements;
  readonly vertexLimit: number;
}

async function reportData(tx: Queryable, asked: Asked): Promise<ReportData> {
  const { actor, region, moments, wish, measurements } = asked;
  const dashboard = await dashboardOf(tx, actor, { region, year: wish.year, moments }, measurements);
  const { year, dataDate, room, trend, forecast } = dashboard;
  const measurer = await measurements.begin(tx, actor, moments);
  const { demonstration } = await workspaceSetting(tx);
  const section = wish.scenario === undefined ? undefined : await scenarioOf(tx, asked, wish.scenario);
  return {
    region: { code: region.code, name: region.name },
    year,
    moments,
    demonstration,
    targets: await measuredTargets(tx, actor, { region, year, moments }, measurements),
    indicators: await allIndicators(tx),
    farmland: await farmlandOf(measurer, region.code, year),
    permanentByVillage: await villagesOf(measurer, 'permanent_farmland', region.code, year),
    dataDate,
    room,
    trend,
    forecast,
    ...(section ? { scenario: section } : {}),
  };
}

async function scenarioOf(tx: Queryable, asked: Asked, id: string) {
  const { actor, measurements, vertexLimit, moments, region } = asked;
  const scenario = await requireScenario(tx, id);
  const result = await computeScenario(
    { db: tx, actor, vertexLimit, measurements },
    {
      region: scenario.region.startsWith(region.code) ? scenario.region : region.code,
      year: scenario.year,
      items: scenario.items,
      asOf: scenario.surveyDate ?? moments.asOf,
      knownAt: moments.knownAt,
    },
  );
  return scenarioSection(scenario, result);
}

async function villagesOf(measurer: Measurer, code: string, regionCode: string, year: number) {
  const formula = indicatorByCode(code)?.formula ?? null;
  const { measurement } = await measurer.measure({ indicator: code, formula, year, place: null }, regionCode);
  return measurement?.byVillage ?? null;
}

/** 耕地 by village and by class; each class is the farmland formula narrowed to it, so that they sum to the figure. */
async function farmlandOf(
  measurer: Measurer,
  regionCode: string,
  year: number,
): Promise<ReportData['farmland']> {
  const indicator = 'farmland_retention';
  const formula = indicatorByCode(indicator)?.formula;
  const byVillage = await villagesOf(measurer, indicator, regionCode, year);
  if (!formula || !byVillage) return null;
  const byClass: PartArea[] = [];
  for (const { code, name } of farmlandClasses) {
    const narrowed = {
      ...formula,
      filters: formula.filters.map((filter) =>
        filter.field === 'land_class' ? { field: filter.field, in: [code] } : filter,
      ),
    };
    const { measurement } = await measurer.measure(
      { indicator, formula: narrowed, year, place: null },
      regionCode,
    );
    if (!measurement) continue;
    byClass.push({ code, name: name.zh, value: measurement.value, rowCount: measurement.rowCount });
  }
  return { byVillage, byClass };
}
