import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Version } from '#core/contract/versions.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { changedFields, type StoredValues } from '#core/edits/properties.ts';
import { Problem } from '#core/problem.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { featureById } from '#server/db/tables/features.ts';
import {
  changeInstant,
  closeVersion,
  insertVersion,
  knownUntilOnTheGround,
  newestState,
  stateOfVersion,
  versionById,
} from '#server/db/tables/versions.ts';
import { featureNotFound } from '#server/http/problems.ts';
import { type Cause, checkedCause } from '#server/operations/edit-cause.ts';
import { conflictOf } from '#server/operations/edit-conflict.ts';
import {
  type EditContext,
  isElsewhere,
  lockOrRefuse,
  stateToChange,
} from '#server/operations/edit-feature.ts';
import { requireRight, writing } from '#server/operations/edit-rights.ts';
import { beginningOf, endOf } from '#server/operations/edit-times.ts';
import { noteEdit, refuseCourse } from '#server/patches/note-edit.ts';

const everyEdit = ['edit_attributes', 'edit_geometry'] as const;

/** 注销要素: it ends on the ground; what it was until then stays known. */
export async function withdrawFeature(
  { tx, actor }: EditContext,
  layer: LayerDefinition,
  id: number,
  ifMatch: number,
  given: Cause,
): Promise<Version> {
  const state = await stateToChange(tx, layer, id, ifMatch);
  requireRight(actor, everyEdit, layer, state.regionCode);
  if (state.versionId !== ifMatch) throw await conflictOf(tx, layer, id, ifMatch);
  const cause = checkedCause(given);
  const versionId = await writing(layer, async () => {
    const now = await changeInstant(tx);
    await lockOrRefuse(tx, layer, id, ifMatch);
    const until = endOf(given.trueFrom, { now, earliest: state.validFrom });
    await closeVersion(tx, layer, ifMatch);
    return insertVersion(tx, layer, ifMatch, { ...cause, kind: 'withdraw', from: state.validFrom, until });
  });
  await noteEdit(tx, layer, {
    ...{ id, person: actor.id, reason: cause.reason, regionCode: state.regionCode },
    life: 'withdraw',
  });
  await recordAct(tx, {
    action: 'feature.withdraw',
    layer: layer.id,
    subject: id,
    regionCode: state.regionCode,
    detail: {
      versionBefore: ifMatch,
      versionAfter: versionId,
      fields: [],
      geometryChanged: false,
      areaBefore: state.areaSquareMeters,
      areaAfter: 0,
      reason: cause.reason,
    },
  });
  const { geometry: _, ...version } = (await versionById(tx, layer, id, versionId))!;
  return version;
}

/**
 * 恢复版本: the content of an earlier version becomes a new one, of a feature in force or of one that has ended. If-Match names the version
 * in force, or the last one of a feature that has ended.
 */
export async function restoreVersion(
  { tx, actor }: EditContext,
  layer: LayerDefinition,
  id: number,
  ifMatch: number,
  given: Cause & { readonly versionId: number },
) {
  const state = await newestState(tx, layer, id);
  if (!state) throw featureNotFound(layer.id, id);
  const wanted = await stateOfVersion(tx, layer, id, given.versionId);
  requireRight(actor, everyEdit, layer, state.regionCode);
  if (!wanted) throw versionNotFound(layer, given.versionId);
  requireRight(actor, everyEdit, layer, wanted.regionCode);
  if (state.versionId !== ifMatch) throw await conflictOf(tx, layer, id, ifMatch);
  if (state.inForce && wanted.versionId === state.versionId) throw alreadyInForce(wanted.versionId);
  refuseCourse(layer, wanted.values as StoredValues, state.values as StoredValues);
  const cause = checkedCause(given);
  const versionId = await writing(layer, async () => {
    const now = await changeInstant(tx);
    const version = { ...cause, kind: 'restore' as const };
    const from = state.inForce
      ? beginningOf(given.trueFrom, { now, earliest: state.validFrom })
      : beginningOf(given.trueFrom, { now, earliest: await knownUntilOnTheGround(tx, layer, id) });
    if (!state.inForce) {
      await refuseIfChanged(tx, layer, id, ifMatch);
    } else {
      await lockOrRefuse(tx, layer, id, ifMatch);
      await closeVersion(tx, layer, ifMatch);
      if (from > state.validFrom) {
        await insertVersion(tx, layer, ifMatch, { ...version, from: state.validFrom, until: from });
      }
    }
    return insertVersion(tx, layer, wanted.versionId, { ...version, from, until: null });
  });
  const feature = (await featureById(tx, layer, id))!;
  const before = await versionById(tx, layer, id, ifMatch);
  const shared = { id, person: actor.id, reason: cause.reason, regionCode: feature.regionCode };
  if (!state.inForce) await noteEdit(tx, layer, { ...shared, life: 'restore' });
  await noteEdit(tx, layer, { ...shared, values: wanted.values as StoredValues, geometry: feature.geometry });
  await recordAct(tx, {
    action: 'feature.restore',
    layer: layer.id,
    subject: id,
    regionCode: feature.regionCode,
    detail: {
      versionBefore: ifMatch,
      versionAfter: versionId,
      versionRestored: wanted.versionId,
      fields: changedFields(wanted.values as StoredValues, state.values),
      geometryChanged: JSON.stringify(before?.geometry) !== JSON.stringify(feature.geometry),
      areaBefore: state.inForce ? state.areaSquareMeters : 0,
      areaAfter: feature.areaSquareMeters,
      reason: cause.reason,
    },
  });
  return feature;
}

/** A feature that has ended may have come back since it was read, or lie in a region of others now. */
async function refuseIfChanged(tx: Queryable, layer: LayerDefinition, id: number, ifMatch: number) {
  const newest = await newestState(tx, layer, id);
  if (newest?.versionId !== ifMatch) throw await conflictOf(tx, layer, id, ifMatch);
  if (await isElsewhere(tx, layer, id, ifMatch)) throw notAllowed();
}

export function versionNotFound(layer: LayerDefinition, versionId: number): Problem {
  return new Problem({
    type: 'version-not-found',
    status: 404,
    title: { zh: '没有这个版本', en: 'No such version' },
    detail: {
      zh: `该要素没有编号为 ${versionId} 的版本。`,
      en: `The feature has no version ${versionId}.`,
    },
    next: { zh: '请在变更历史中重新选择。', en: 'Choose one from its history.' },
    place: { layer: layer.id, value: String(versionId) },
  });
}

function alreadyInForce(versionId: number) {
  return invalidValue(
    'versionId',
    { zh: '该版本就是现行版本', en: 'That version is in force already' },
    versionId,
  );
}
