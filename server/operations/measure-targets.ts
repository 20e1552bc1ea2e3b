import type { LayerId } from '#core/catalog/types.ts';
import type { Target } from '#core/contract/targets.ts';
import { squareMeters } from '#core/geometry/units.ts';
import { covers, regionPrefix, scopeOf } from '#core/rights/rights.ts';
import { evaluateTarget } from '#core/targets/evaluate.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import {
  type Measurement,
  measure,
  measuringLayer,
  type TargetRecord,
  targetsOf,
} from '#server/db/tables/targets.ts';

/** Which targets, and who asks, as of when (null: now). */
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
): Promise<Target[]> {
  const targets: Target[] = [];
  for (const record of await targetsOf(db, region.code, year, moments)) {
    const measurement = await measuredWhole(db, actor, record, record.regionCode, moments);
    const { state, margin } = evaluateTarget(measurement?.value ?? null, {
      comparator: record.comparator,
      value: squareMeters(record.value),
    });
    targets.push({
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
    });
  }
  return targets;
}

/**
 * What an indicator comes to in a region. A person who does not see all of it gets no figure: a part of a sum is not the sum.
 * @returns null when nothing measures it, or not for this person
 */
export async function measuredWhole(
  db: Queryable,
  actor: Actor,
  target: Pick<TargetRecord, 'indicator' | 'year'>,
  regionCode: string,
  moments: Moments | null,
): Promise<Measurement | null> {
  const layer = measuringLayer(target.indicator);
  if (!layer || !seesWhole(actor, layer, regionCode)) return null;
  return measure(db, target.indicator, regionPrefix(regionCode), target.year, moments);
}

function seesWhole(actor: Actor, layer: LayerId, regionCode: string): boolean {
  return [layer, 'regions' as const].every((subject) =>
    covers(scopeOf(actor.grants, subject, 'see'), regionCode),
  );
}
