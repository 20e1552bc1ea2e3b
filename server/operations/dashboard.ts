import type { Dashboard } from '#core/contract/indicators.ts';
import { indicatorByCode } from '#core/indicators/catalog.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import { type TargetState, worstState } from '#core/targets/evaluate.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { instantOf, type Moments } from '#server/db/moments.ts';
import { resolvedMoments } from '#server/db/tables/as-of.ts';
import { plannedLosses, regionsBelow, surveyYears } from '#server/db/tables/dashboard.ts';
import { type Measurement, totalOf } from '#server/db/tables/measurements.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { type TargetRecord, targetsBelow } from '#server/db/tables/targets.ts';
import { stateOf } from '#server/operations/measure-targets.ts';
import { type Measurable, Measurements, type Measurer } from '#server/operations/measurements.ts';

export interface DashboardQuestion {
  readonly region: { readonly code: string; readonly name: string };
  /** undefined: that of the workspace, else the latest of the region's targets. */
  readonly year: number | undefined;
  readonly moments: Moments | null;
}

/** 指标看板: the figures of a region and of those below it. Whatever is not measured is null with its reason, never zero. */
export async function dashboardOf(
  db: Queryable,
  actor: Actor,
  { region, year: wanted, moments }: DashboardQuestion,
  measurements = new Measurements(),
): Promise<Dashboard> {
  const measurer = await measurements.begin(db, actor, moments);
  const all = await targetsBelow(db, regionPrefix(region.code), moments);
  const own = all.filter((record) => sameRegion(record.regionCode, region.code));
  const years = [...new Set(own.map(({ year }) => year))].sort((a, b) => a - b);
  const year = wanted ?? (await usualYear(db, years));
  const farmland = await measurer.measure(measurable('farmland_retention', year), region.code);
  const targets = await targetsOfYear(measurer, own, year);
  return {
    region: { code: region.code, name: region.name },
    year,
    years,
    dataDate: farmland.measurement?.dataDate ?? null,
    targets,
    parts: await partsOf(db, measurer, region.code, year, all),
    trend: await trendOf(db, measurer, region.code, farmland.measurement, year),
    forecast: await forecastOf(db, measurer, region.code, year, farmland.measurement),
    room: roomOf(targets),
  };
}

async function usualYear(db: Queryable, years: readonly number[]): Promise<number> {
  const { year } = await workspaceSetting(db);
  return years.includes(year) ? year : (years.at(-1) ?? year);
}

function measurable(code: string, year: number): Measurable {
  return { indicator: code, formula: indicatorByCode(code)?.formula ?? null, year, place: null };
}

function sameRegion(a: string, b: string): boolean {
  return a.padEnd(12, '0') === b.padEnd(12, '0');
}

async function targetsOfYear(measurer: Measurer, own: readonly TargetRecord[], year: number) {
  const targets: Dashboard['targets'] = [];
  for (const record of own.filter((one) => one.year === year)) {
    const { measurement, reason } = await measurer.measure(record, record.regionCode);
    const measured = measurement?.value ?? null;
    targets.push({
      target: record.id,
      indicator: record.indicator,
      title: record.title,
      unit: record.unit,
      place: record.place,
      year: record.year,
      comparator: record.comparator,
      value: record.value,
      reportedText: record.reportedText,
      reportedUnit: record.reportedUnit,
      measured,
      ...stateOf(record, measured),
      reason,
      sourceDocument: record.sourceDocument,
      sourceClause: record.sourceClause,
    });
  }
  return targets;
}

/** 各下级地区: measured once for the whole region, then added up by the code of each part. */
async function partsOf(
  db: Queryable,
  measurer: Measurer,
  regionCode: string,
  year: number,
  all: readonly TargetRecord[],
): Promise<Dashboard['parts']> {
  const children = await regionsBelow(db, regionCode, measurer.moments);
  if (children.length === 0) return [];
  const farmland = await measurer.measure(measurable('farmland_retention', year), regionCode);
  const permanent = await measurer.measure(measurable('permanent_farmland', year), regionCode);
  const farmlandOf = byPart(farmland.measurement);
  const permanentOf = byPart(permanent.measurement);
  const targets = new Map<string, TargetRecord[]>();
  for (const record of all.filter((one) => one.year === year)) {
    const code = record.regionCode.padEnd(12, '0');
    targets.set(code, [...(targets.get(code) ?? []), record]);
  }
  const parts: Dashboard['parts'] = [];
  for (const { code, name } of children) {
    const prefix = regionPrefix(code);
    const states: TargetState[] = [];
    for (const record of targets.get(code.padEnd(12, '0')) ?? []) {
      const whole = await measurer.measure(record, regionCode);
      const own = byPart(whole.measurement)(prefix);
      // No row of it here: only its own measurement tells an empty layer from a figure of zero.
      const value = own
        ? totalOf(record.formula?.aggregate ?? 'sum', own)
        : (await measurer.measure(record, code)).measurement?.value;
      states.push(stateOf(record, value ?? null).state);
    }
    const fields = farmlandOf(prefix);
    const kept = permanentOf(prefix);
    parts.push({
      code,
      name,
      farmlandSquareMeters: fields ? totalOf('sum', fields) : null,
      permanentSquareMeters: kept ? totalOf('sum', kept) : null,
      farmlandRows: (fields ?? []).reduce((sum, { rowCount }) => sum + rowCount, 0),
      worst: worstState(states) ?? null,
    });
  }
  return parts;
}

type Parts = Measurement['byVillage'][number][];

/** The parts of a measurement that lie under a prefix of 9 or 12 digits; undefined when there are none. */
function byPart(measurement: Measurement | null): (prefix: string) => Parts | undefined {
  if (!measurement) return () => undefined;
  let groups = grouped.get(measurement);
  if (!groups) {
    groups = new Map();
    for (const part of measurement.byVillage) {
      for (const prefix of new Set([part.code.slice(0, 9), part.code])) {
        const group = groups.get(prefix);
        if (group) group.push(part);
        else groups.set(prefix, [part]);
      }
    }
    grouped.set(measurement, groups);
  }
  return (prefix) => groups.get(prefix);
}

/** A measurement that is remembered is grouped once. */
const grouped = new WeakMap<Measurement, Map<string, Parts>>();

/** 趋势: what is known now of the end of each year, and the figure of the question itself at last. */
async function trendOf(
  db: Queryable,
  measurer: Measurer,
  regionCode: string,
  now: Measurement | null,
  year: number,
): Promise<Dashboard['trend']> {
  if (!now) return [];
  const { asOf, knownAt } = measurer.moments ?? (await resolvedMoments(db, {}));
  const prefix = regionPrefix(regionCode);
  const years = await measurer.remember({ surveyYears: prefix }, ['land_parcels'], () =>
    surveyYears(db, prefix),
  );
  const trend: Dashboard['trend'] = [];
  for (const end of years.map((one) => `${one}-12-31`)) {
    const moments = { asOf: instantOf(end, 'end'), knownAt };
    if (moments.asOf >= asOf) continue;
    const what = measurable('farmland_retention', year);
    const { measurement } = await measurer.measure(what, regionCode, moments);
    if (measurement) trend.push({ moment: end, farmlandSquareMeters: measurement.value });
  }
  return [...trend, { moment: asOf, farmlandSquareMeters: now.value }];
}

/** 预测: from the farmland of now, what the plans of each year take; empty when nothing is planned or the plans are not all seen. */
async function forecastOf(
  db: Queryable,
  measurer: Measurer,
  regionCode: string,
  year: number,
  now: Measurement | null,
): Promise<Dashboard['forecast']> {
  const layers = ['land_parcels', 'conversion_parcels', 'conversion_batches', 'green_plans'] as const;
  if (!now || !measurer.seesWhole(layers, regionCode)) return [];
  const prefix = regionPrefix(regionCode);
  const { moments } = measurer;
  const losses = await measurer.remember({ plannedLosses: prefix, year, moments }, layers, () =>
    plannedLosses(db, prefix, year, moments),
  );
  const years = [...new Set(losses.map((loss) => loss.year))].sort((a, b) => a - b);
  let cents = Math.round(now.value * 100);
  return years.map((one) => {
    const lost = (kind: string) => losses.find((loss) => loss.year === one && loss.kind === kind)?.lost ?? 0;
    const [conversion, green] = [lost('conversion'), lost('green')];
    cents -= Math.round(conversion * 100) + Math.round(green * 100);
    return {
      year: one,
      farmlandSquareMeters: cents / 100,
      conversionSquareMeters: conversion,
      greenSquareMeters: green,
    };
  });
}

/** 还可征转: what is left of each quota; beside it what the floor on farmland leaves. */
function roomOf(targets: Dashboard['targets']): Dashboard['room'] {
  const floor = targets.find(
    ({ indicator, comparator, place }) =>
      indicator === 'farmland_retention' && comparator === '>=' && place === null,
  );
  return targets
    .filter(({ indicator, comparator }) => indicator === 'conversion_area' && comparator === '<=')
    .flatMap(({ target, place, year, value, measured }) =>
      measured === null
        ? []
        : [
            {
              target,
              place,
              year,
              quotaSquareMeters: value,
              usedSquareMeters: measured,
              leftSquareMeters: (Math.round(value * 100) - Math.round(measured * 100)) / 100,
              floorMarginSquareMeters: floor?.margin ?? null,
            },
          ],
    );
}
