import type { TargetEffect } from '#core/contract/what-if.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { type TargetRecord, targetsOf } from '#server/db/tables/targets.ts';
import { stateOf } from '#server/operations/measure-targets.ts';
import { Measurements } from '#server/operations/measurements.ts';

export interface EffectQuestion {
  /** Code of the region that a scenario is about; the targets of the regions around it count too. */
  readonly region: string;
  /** undefined: of each indicator and place the latest year. */
  readonly year: number | undefined;
  readonly moments: Moments | null;
}

/**
 * 试算之前的指标: the area targets that a scenario of a region is held against, measured as they are now (`after` = `before`): those of the region
 * itself and of the regions above it. A target above that a person does not see whole is not measured, and says so.
 */
export async function targetEffectsBefore(
  db: Queryable,
  actor: Actor,
  { region, year, moments }: EffectQuestion,
  measurements = new Measurements(),
): Promise<TargetEffect[]> {
  const measurer = await measurements.begin(db, actor, moments);
  const effects: TargetEffect[] = [];
  for (const code of withThoseAbove(region)) {
    // What is cut with another layer costs seconds in a county and is no figure of the scenario's own ground.
    const records = (await targetsOf(db, code, year ?? null, moments)).filter(
      ({ unit, formula }) => unit === 'area' && !formula?.overlay,
    );
    if (records.length === 0) continue;
    const regionName = (await regionByCode(db, code, moments))?.name ?? code;
    for (const record of year === undefined ? latestOf(records) : records) {
      const { measurement, reason } = await measurer.measure(record, record.regionCode);
      const { state, margin } = stateOf(record, measurement?.value ?? null);
      effects.push({
        target: record.id,
        indicator: record.indicator,
        title: record.title,
        regionCode: record.regionCode,
        regionName,
        year: record.year,
        place: record.place,
        comparator: record.comparator,
        valueSquareMeters: record.value,
        beforeSquareMeters: measurement?.value ?? null,
        afterSquareMeters: measurement?.value ?? null,
        marginBeforeSquareMeters: margin,
        marginAfterSquareMeters: margin,
        stateBefore: state,
        stateAfter: state,
        reason,
        warningRatio: record.warningRatio,
      });
    }
  }
  return effects;
}

/** A region's code and those of its town and district, most local first. */
export function withThoseAbove(code: string): string[] {
  const prefix = regionPrefix(code);
  return [12, 9, 6]
    .filter((length) => length <= prefix.length)
    .map((length) => (length === 6 ? prefix.slice(0, 6) : prefix.slice(0, length).padEnd(12, '0')));
}

/** Of each indicator and place the target of the latest year. */
function latestOf(records: readonly TargetRecord[]): TargetRecord[] {
  const latest = new Map<string, TargetRecord>();
  for (const record of records) {
    const key = `${record.indicator}/${record.place ?? ''}`;
    if ((latest.get(key)?.year ?? Number.NEGATIVE_INFINITY) < record.year) latest.set(key, record);
  }
  return [...latest.values()];
}
