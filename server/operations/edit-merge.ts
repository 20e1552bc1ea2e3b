import type { MultiPolygon } from 'geojson';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { differingLandFields, summedValues } from '#core/edits/divided-values.ts';
import { mergeOutlines } from '#core/edits/merge-outlines.ts';
import { checkedOutline } from '#core/edits/outline.ts';
import { invalidValue } from '#core/edits/problems.ts';
import type { StoredValues } from '#core/edits/properties.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { featureById } from '#server/db/tables/features.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import {
  changeInstant,
  closeVersion,
  insertVersion,
  outlineFacts,
  outlineOf,
  type State,
} from '#server/db/tables/versions.ts';
import { type Cause, checkedCause } from '#server/operations/edit-cause.ts';
import { conflictOf } from '#server/operations/edit-conflict.ts';
import {
  type EditContext,
  invalidByDatabase,
  lockOrRefuse,
  regionOf,
  stateToChange,
} from '#server/operations/edit-feature.ts';
import { cannotMerge, fieldsDiffer, notDivisible } from '#server/operations/edit-problems.ts';
import { requireRight, writing } from '#server/operations/edit-rights.ts';
import { beginningOf, endOf } from '#server/operations/edit-times.ts';

const everyEdit = ['edit_attributes', 'edit_geometry'] as const;

export interface Merge extends Cause {
  readonly features: readonly { readonly id: number; readonly versionId: number }[];
  /** Whose fields count. */
  readonly attributesOf?: number | undefined;
}

/**
 * 合并要素: features that share edges become one, in one transaction and at one instant. The first keeps its id; the others end, their history stays.
 * Columns of area are summed exactly. Parcels of land must agree in what tells them apart.
 */
export async function mergeFeatures(
  { tx, actor, vertexLimit }: EditContext,
  layer: LayerDefinition,
  given: Merge,
) {
  if (layer.id === 'regions' || layer.id === 'patches') throw notDivisible(layer);
  refuseDoubled(given.features);
  const states = await statesOf({ tx, actor, vertexLimit }, layer, given.features);
  const cause = checkedCause(given);
  const all = states.map(({ values }) => values);
  const differing = differingLandFields(layer, all);
  if (differing.length > 0) throw fieldsDiffer(layer, differing);
  const chosen = given.features.findIndex(({ id }) => id === (given.attributesOf ?? given.features[0]!.id));
  if (chosen < 0) {
    throw invalidValue(
      'attributesOf',
      { zh: '属性须取自所合并的要素之一', en: 'The fields must be those of one of the features' },
      given.attributesOf,
    );
  }
  const outlines = [];
  for (const { versionId } of states) outlines.push((await outlineOf(tx, layer, versionId)).coordinates);
  const merged = mergeOutlines(outlines);
  if (typeof merged === 'string') throw cannotMerge(layer, merged);
  const geometry = await checkedUnion(tx, layer, { type: 'MultiPolygon', coordinates: merged }, vertexLimit);
  const values = { ...(states[chosen]!.values as StoredValues), ...summedValues(layer, all) };
  const sameRegion = states.every(({ regionCode }) => regionCode === states[0]!.regionCode);
  const regionCode = sameRegion ? states[0]!.regionCode : await regionOf(tx, layer, geometry, values);
  if (!sameRegion && 'class_area' in values) throw fieldsDiffer(layer, ['region_code']);
  requireRight(actor, everyEdit, layer, regionCode);

  const [first, ...others] = given.features;
  const versionId = await writing(layer, async () => {
    const now = await changeInstant(tx);
    for (const feature of given.features) await lockOrRefuse(tx, layer, feature.id, feature.versionId);
    const latest = states
      .map(({ validFrom }) => validFrom)
      .sort()
      .at(-1)!;
    const from = beginningOf(given.trueFrom, { now, earliest: latest });
    for (const [i, { versionId: version }] of others.entries()) {
      const { validFrom } = states[i + 1]!;
      if (from <= validFrom) endOf(given.trueFrom, { now: from, earliest: validFrom });
      await closeVersion(tx, layer, version);
      await insertVersion(tx, layer, version, {
        ...cause,
        reason: `合并：${cause.reason}`.slice(0, 500),
        kind: 'withdraw',
        from: validFrom,
        until: from,
      });
    }
    const kept = states[0]!;
    await closeVersion(tx, layer, first!.versionId);
    const version = { ...cause, kind: 'edit' as const };
    if (from > kept.validFrom) {
      await insertVersion(tx, layer, first!.versionId, { ...version, from: kept.validFrom, until: from });
    }
    return insertVersion(
      tx,
      layer,
      first!.versionId,
      { ...version, from, until: null },
      { values, regionCode, geometry },
    );
  });
  const feature = (await featureById(tx, layer, first!.id))!;
  await recordAct(tx, {
    action: 'feature.merge',
    layer: layer.id,
    subject: first!.id,
    regionCode,
    detail: {
      versionBefore: first!.versionId,
      versionAfter: versionId,
      ended: others.map(({ id }) => id),
      attributesOf: given.features[chosen]!.id,
      areasBefore: states.map(({ areaSquareMeters }) => areaSquareMeters),
      areaAfter: feature.areaSquareMeters,
      reason: cause.reason,
    },
  });
  return feature;
}

/** @throws Problem `invalid-value` when a feature is named twice */
export function refuseDoubled(features: readonly { readonly id: number }[]): void {
  const ids = features.map(({ id }) => id);
  const doubled = ids.find((id, i) => ids.indexOf(id) !== i);
  if (doubled !== undefined) {
    throw invalidValue('features', { zh: '同一要素列了两次', en: 'A feature is named twice' }, doubled);
  }
}

/** The states that an act on several features is made on, each on the version named. */
async function statesOf(
  { tx, actor }: EditContext,
  layer: LayerDefinition,
  features: Merge['features'],
): Promise<State[]> {
  const states: State[] = [];
  for (const { id, versionId } of features) {
    const state = await stateToChange(tx, layer, id, versionId);
    requireRight(actor, everyEdit, layer, state.regionCode);
    if (state.versionId !== versionId) throw await conflictOf(tx, layer, id, versionId);
    states.push(state);
  }
  return states;
}

async function checkedUnion(
  tx: Queryable,
  layer: LayerDefinition,
  union: MultiPolygon,
  vertexLimit: number,
): Promise<MultiPolygon> {
  const { districtBox } = await workspaceSetting(tx);
  const geometry = checkedOutline(union, { districtBox, vertexLimit });
  const { invalid } = await outlineFacts(tx, layer, geometry, null);
  if (invalid !== null) throw invalidByDatabase(invalid);
  return geometry;
}
