import type { MultiPolygon } from 'geojson';
import { layerById } from '#core/catalog/index.ts';
import type { Scenario } from '#core/contract/scenarios.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { Problem } from '#core/problem.ts';
import { covers, scopeOf } from '#core/rights/rights.ts';
import type { Actor } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { batchNumberTaken, unionOf } from '#server/db/tables/scenario-batch.ts';
import {
  insertScenario,
  type ScenarioRow,
  scenarioById,
  updateScenario,
} from '#server/db/tables/scenarios.ts';
import { addFeature, type EditContext } from '#server/operations/edit-feature.ts';
import { requireRight } from '#server/operations/edit-rights.ts';

export async function requireScenario(db: Queryable, id: string): Promise<Scenario> {
  const scenario = await scenarioById(db, id);
  if (!scenario) throw scenarioNotFound(id);
  return scenario;
}

/** 新情景: a document of its maker. @throws Problem 403 when they do not see the region */
export async function addScenario(tx: Queryable, actor: Actor, row: ScenarioRow): Promise<Scenario> {
  if (!covers(scopeOf(actor.grants, 'land_parcels', 'see'), row.region)) throw notAllowed();
  requireDistinct(row);
  const id = await insertScenario(tx, row);
  const scenario = await requireScenario(tx, id);
  await recordSaving(tx, scenario, { items: scenario.items.length, shared: scenario.shared });
  return scenario;
}

export type ScenarioChange = {
  readonly [field in keyof ScenarioRow]?: ScenarioRow[field] | undefined;
} & { readonly archived?: boolean | undefined };

/**
 * 修改情景: what is given changes; only its maker may.
 * @throws Problem 404 when it is not seen, 403 when it is somebody else's, 409 when it is no longer at the version given
 */
export async function changeScenario(
  tx: Queryable,
  id: string,
  ifMatch: number,
  { archived, ...change }: ScenarioChange,
): Promise<Scenario> {
  const before = await requireScenario(tx, id);
  if (!before.mine) throw notAllowed(othersScenario);
  if (before.versionId !== ifMatch) throw staleScenario(before);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const row: ScenarioRow = { ...before, ...given };
  requireDistinct(row);
  // Somebody (another window of the same person) may have been quicker since it was read.
  if (!(await updateScenario(tx, id, ifMatch, row, archived))) {
    throw staleScenario(await requireScenario(tx, id));
  }
  const after = await requireScenario(tx, id);
  await recordSaving(tx, after, {
    fields: Object.keys(given),
    items: after.items.length,
    shared: after.shared,
    ...(archived === undefined ? {} : { archived }),
  });
  return after;
}

/** Which item is meant must be told from its id. */
function requireDistinct({ items }: Pick<ScenarioRow, 'items'>): void {
  const repeated = items.find(({ id }, index) => items.findIndex((other) => other.id === id) < index);
  if (repeated) {
    throw invalidValue('items', { zh: '事项编号重复', en: 'Two items have the same id' }, repeated.id);
  }
}

function recordSaving(tx: Queryable, scenario: Scenario, detail: Record<string, unknown>): Promise<void> {
  return recordAct(tx, {
    action: 'scenario.save',
    subject: scenario.id,
    regionCode: scenario.region,
    detail: { version: scenario.versionId, ...detail },
  });
}

export interface BatchRequest {
  readonly batchNumber: string;
  readonly name: string;
  readonly reason: string;
  readonly document?: string | undefined;
}

/**
 * 转为批次: the conversions of a scenario become a planned batch with its parcels: features like any other, with their versions and audit lines, all in
 * this transaction. The batch's outline is the union of its parcels.
 *
 * @throws Problem 403, 404, 409 `batch-number-taken`, 422 for an outline that cannot be stored or a scenario without conversions
 */
export async function batchFromScenario(
  context: EditContext,
  id: string,
  { batchNumber, name, reason, document }: BatchRequest,
): Promise<{ batch: number; parcels: number[] }> {
  const { tx, actor } = context;
  const [batches, parcels] = [layerById('conversion_batches'), layerById('conversion_parcels')];
  const scenario = await requireScenario(tx, id);
  for (const layer of [batches, parcels]) requireRight(actor, ['add'], layer);
  const conversions = scenario.items.filter(({ kind }) => kind === 'conversion');
  if (conversions.length === 0) {
    throw invalidValue('items', { zh: '情景中没有转用事项', en: 'The scenario has no conversion' });
  }
  const cause = { reason, document };
  const added: number[] = [];
  for (const [index, item] of conversions.entries()) {
    const feature = await addFeature(context, parcels, {
      ...cause,
      geometry: item.geometry,
      properties: {
        parcel_number: `${batchNumber}-${String(index + 1).padStart(2, '0')}`,
        name: item.name,
        batch_number: batchNumber,
        status: 'planned',
        planned_use: item.plannedUse ?? null,
        land_class_after: item.landClassAfter,
      },
    });
    added.push(feature.id);
  }
  // Asked after the first change: nobody else changes anything until this one is done, so no two batches take one number.
  if (await batchNumberTaken(tx, batchNumber)) throw numberTaken(batchNumber);
  const outline: MultiPolygon = await unionOf(tx, added);
  const batch = await addFeature(context, batches, {
    ...cause,
    geometry: outline,
    properties: { batch_number: batchNumber, name, status: 'planned' },
  });
  await recordAct(tx, {
    action: 'scenario.batch',
    layer: batches.id,
    subject: batch.id,
    regionCode: batch.regionCode,
    detail: { scenario: id, version: scenario.versionId, batchNumber, parcels: added },
  });
  return { batch: batch.id, parcels: added };
}

function scenarioNotFound(id: string): Problem {
  return new Problem({
    type: 'scenario-not-found',
    status: 404,
    title: { zh: '没有这个情景', en: 'No such scenario' },
    detail: {
      zh: '该情景不存在，或没有共享给您。',
      en: 'There is no such scenario, or it is not shared with you.',
    },
    next: { zh: '请向保存情景的人索取共享链接。', en: 'Ask whoever saved it to share it.' },
    place: { value: id },
  });
}

function staleScenario({ versionId }: Scenario): Problem {
  return new Problem({
    type: 'stale-write',
    status: 409,
    title: { zh: '情景已在别处保存', en: 'The scenario was saved elsewhere meanwhile' },
    detail: {
      zh: `现行版本是 ${versionId}，不是您所依据的版本，未作任何改动。`,
      en: `Version ${versionId} is in force, not the one you started from; nothing was changed.`,
    },
    next: { zh: '请重新打开情景，或另存为副本。', en: 'Open it again, or save yours as a copy.' },
  });
}

function numberTaken(number: string): Problem {
  return new Problem({
    type: 'batch-number-taken',
    status: 409,
    title: { zh: '批次编号已被使用', en: 'The batch number is taken' },
    detail: {
      zh: `已有编号为“${number}”的批次，未作任何改动。`,
      en: `There is a batch “${number}” already; nothing was changed.`,
    },
    next: { zh: '请换一个批次编号。', en: 'Choose another number.' },
    place: { field: 'batchNumber', value: number },
  });
}

const othersScenario = {
  zh: '这是他人保存的情景，您可以另存为副本。',
  en: 'Somebody else saved this scenario; you can save a copy of your own.',
};
