import type { Target } from '#core/contract/targets.ts';
import { type Evaluation, evaluateTarget } from '#core/targets/evaluate.ts';
import { reportedTolerance } from '#core/targets/reported.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import type { Measurement } from '#server/db/tables/measurements.ts';
import { type TargetRecord, targetsOf } from '#server/db/tables/targets.ts';
import { type Measurable, Measurements } from '#server/operations/measurements.ts';

/** Which targets, and as of when (null: now). */
export interface TargetQuestion {
  readonly region: { readonly code: string; readonly name: string };
  readonly year: number | null;
  readonly moments: Moments | null;
}

/** 对照: the targets of a region with what was measured. */
export async function measuredTargets(
  db: Queryable,
  actor: Actor,
  { region, year, moments }: TargetQuestion,
  measurements = new Measurements(),
): Promise<Target[]> {
  const records = await targetsOf(db, region.code, year, moments);
  const measurer = await measurements.begin(db, actor, moments);
  const targets: Target[] = [];
  for (const record of records) {
    const { measurement, reason } = await measurer.measure(record, record.regionCode);
    const { state, margin } = stateOf(record, measurement?.value ?? null);
    const { formula: _formula, warningRatio: _ratio, ...shown } = record;
    targets.push({
      ...shown,
      regionName: region.name,
      state,
      reason,
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
      byVillage: [...(measurement?.byVillage ?? [])],
    });
  }
  return targets;
}

/** State and margin of a target against a figure, with the warning band of its indicator and the digits its document prints. */
export function stateOf(record: TargetRecord, measured: number | null): Evaluation {
  return evaluateTarget(measured, record, {
    warningRatio: record.warningRatio,
    tolerance: reportedTolerance(record),
  });
}

/**
 * What an indicator comes to in a region. A person who does not see all of it gets no figure: a part of a sum is not the sum.
 * @returns null when nothing measures it, or not for this person
 */
export async function measuredWhole(
  db: Queryable,
  actor: Actor,
  target: Measurable,
  regionCode: string,
  moments: Moments | null,
  measurements = new Measurements(),
): Promise<Measurement | null> {
  const measurer = await measurements.begin(db, actor, moments);
  return (await measurer.measure(target, regionCode)).measurement;
}
