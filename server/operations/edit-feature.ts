import type { MultiPolygon } from 'geojson';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import { followingAreas } from '#core/edits/areas.ts';
import { checkedOutline } from '#core/edits/outline.ts';
import { invalidOutline, invalidValue, outsideRegions } from '#core/edits/problems.ts';
import {
  changedFields,
  checkedProperties,
  type Properties,
  type StoredValues,
} from '#core/edits/properties.ts';
import { interiorPoint } from '#core/imports/interior-point.ts';
import { asOwner } from '#server/access/access.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { featureById } from '#server/db/tables/features.ts';
import { regionsAt } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import {
  changeInstant,
  closeVersion,
  insertFeature,
  insertVersion,
  lockInForce,
  newestState,
  newestVersionId,
  outlineFacts,
  outlineOf,
  type State,
} from '#server/db/tables/versions.ts';
import { featureNotFound } from '#server/http/problems.ts';
import { type Cause, checkedCause } from '#server/operations/edit-cause.ts';
import { conflictOf } from '#server/operations/edit-conflict.ts';
import { requireRight, writing } from '#server/operations/edit-rights.ts';
import { beginningOf } from '#server/operations/edit-times.ts';
import { begins, noteEdit, refuseCourse } from '#server/patches/note-edit.ts';

/** Whom an edit is made for, in which transaction, and within which limits. */
export interface EditContext {
  readonly tx: Queryable;
  readonly actor: Actor;
  readonly vertexLimit: number;
}

export interface FeatureEdit extends Cause {
  readonly properties?: Properties | undefined;
  readonly geometry?: PolygonalGeometry | undefined;
}

/** 新增要素: a new feature with its first version. */
export async function addFeature(
  { tx, actor, vertexLimit }: EditContext,
  layer: LayerDefinition,
  edit: FeatureEdit & { readonly properties: Properties; readonly geometry: PolygonalGeometry },
) {
  requireRight(actor, ['add'], layer);
  const cause = checkedCause(edit);
  const geometry = await outline(tx, edit.geometry, vertexLimit);
  const { invalid } = await outlineFacts(tx, layer, geometry, null);
  if (invalid !== null) throw invalidByDatabase(invalid);
  const values = checkedProperties(layer, { ...begins[layer.id], ...edit.properties }, null);
  refuseCourse(layer, values, null);
  const areas = followingAreas(layer, values, null, geometry, true);
  const regionCode = await regionOf(tx, layer, geometry, values);
  requireRight(actor, ['add'], layer, regionCode);
  const added = await writing(layer, async () => {
    const now = await changeInstant(tx);
    const from = beginningOf(edit.trueFrom, { now, earliest: null });
    return insertFeature(
      tx,
      layer,
      { ...cause, kind: 'add', from, until: null },
      { values: { ...values, ...areas }, regionCode, geometry },
    );
  });
  const feature = (await featureById(tx, layer, added.id))!;
  await recordAct(tx, {
    action: 'feature.add',
    layer: layer.id,
    subject: added.id,
    regionCode,
    detail: {
      versionAfter: added.versionId,
      fields: Object.keys(values),
      geometryChanged: true,
      areaAfter: feature.areaSquareMeters,
      reason: cause.reason,
    },
  });
  return feature;
}

/** 修改要素: fields and outline that are given change; the version before stays in the history. */
export async function editFeature(
  { tx, actor, vertexLimit }: EditContext,
  layer: LayerDefinition,
  id: number,
  ifMatch: number,
  edit: FeatureEdit,
) {
  const state = await stateToChange(tx, layer, id, ifMatch);
  if (edit.properties) requireRight(actor, ['edit_attributes'], layer, state.regionCode);
  if (edit.geometry) requireRight(actor, ['edit_geometry'], layer, state.regionCode);
  if (state.versionId !== ifMatch) throw await conflictOf(tx, layer, id, ifMatch);
  const cause = checkedCause(edit);
  const content = await contentOf(tx, layer, state, edit, vertexLimit);
  if (content.geometry) requireRight(actor, ['edit_geometry'], layer, content.regionCode);
  const fields = changedFields(content.values, state.values);
  refuseCourse(layer, content.values, state.values as StoredValues);
  if (fields.length === 0 && !content.geometry) throw nothingChanged();

  const versionId = await writing(layer, async () => {
    const now = await changeInstant(tx);
    await lockOrRefuse(tx, layer, id, ifMatch);
    const from = beginningOf(edit.trueFrom, { now, earliest: state.validFrom });
    await closeVersion(tx, layer, ifMatch);
    const version = { ...cause, kind: 'edit' as const };
    if (from > state.validFrom) {
      await insertVersion(tx, layer, ifMatch, { ...version, from: state.validFrom, until: from });
    }
    return insertVersion(tx, layer, ifMatch, { ...version, from, until: null }, content);
  });
  const feature = (await featureById(tx, layer, id))!;
  await noteEdit(tx, layer, {
    ...{ id, person: actor.id, reason: cause.reason, regionCode: feature.regionCode },
    values: Object.fromEntries(fields.map((field) => [field, content.values[field] ?? null])),
    geometry: content.geometry,
  });
  await recordAct(tx, {
    action: 'feature.edit',
    layer: layer.id,
    subject: id,
    regionCode: feature.regionCode,
    detail: {
      versionBefore: ifMatch,
      versionAfter: versionId,
      fields,
      geometryChanged: content.geometry !== undefined,
      areaBefore: state.areaSquareMeters,
      areaAfter: feature.areaSquareMeters,
      reason: cause.reason,
    },
  });
  return feature;
}

/** The state in force. @throws Problem 404 when the person sees no such feature, 409 when it has ended */
export async function stateToChange(
  tx: Queryable,
  layer: LayerDefinition,
  id: number,
  ifMatch: number,
): Promise<State> {
  const state = await newestState(tx, layer, id);
  if (!state) throw featureNotFound(layer.id, id);
  if (!state.inForce) throw await conflictOf(tx, layer, id, ifMatch);
  return state;
}

/** After {@link changeInstant}: nobody else changes anything until this transaction ends. */
export async function lockOrRefuse(
  tx: Queryable,
  layer: LayerDefinition,
  id: number,
  ifMatch: number,
): Promise<void> {
  const versionId = await lockInForce(tx, layer, id);
  if (versionId !== ifMatch) throw await conflictOf(tx, layer, id, ifMatch);
}

/** Whether a feature has a newer version than those the person sees: it went to a region of others. */
export async function isElsewhere(
  tx: Queryable,
  layer: LayerDefinition,
  id: number,
  newestSeen: number,
): Promise<boolean> {
  const newest = await asOwner(tx, () => newestVersionId(tx, layer, id));
  return newest !== null && newest > newestSeen;
}

/** What an edit makes of a feature: checked values, the outline when it is another, and the region. */
export async function contentOf(
  tx: Queryable,
  layer: LayerDefinition,
  state: State,
  edit: FeatureEdit,
  vertexLimit: number,
) {
  const given = edit.geometry && (await outline(tx, edit.geometry, vertexLimit));
  const facts = given && (await outlineFacts(tx, layer, given, state.versionId));
  if (facts && facts.invalid !== null) throw invalidByDatabase(facts.invalid);
  const geometry = facts?.same ? undefined : given;
  const properties = checkedProperties(layer, edit.properties ?? {}, state.values);
  const areas = followingAreas(
    layer,
    properties,
    state.values,
    geometry ?? (await outlineOf(tx, layer, state.versionId)),
    geometry !== undefined,
  );
  const values = { ...properties, ...areas };
  const code = layer.id === 'regions' && 'code' in values;
  return {
    values,
    geometry,
    regionCode:
      geometry || code
        ? await regionOf(tx, layer, geometry, { ...state.values, ...values } as StoredValues)
        : state.regionCode,
  };
}

export async function outline(
  tx: Queryable,
  given: PolygonalGeometry,
  vertexLimit: number,
): Promise<MultiPolygon> {
  const { districtBox } = await workspaceSetting(tx);
  return checkedOutline(given, { districtBox, vertexLimit });
}

/** The village (or what there is) around the inside of an outline. A region belongs to itself. */
export async function regionOf(
  tx: Queryable,
  layer: LayerDefinition,
  geometry: MultiPolygon | undefined,
  values: StoredValues,
): Promise<string> {
  if (layer.id === 'regions') return String(values.code);
  const point = geometry && interiorPoint(geometry.coordinates.flat());
  const [region] = point ? await regionsAt(tx, point) : [];
  if (region) return region.code;
  throw outsideRegions({
    zh: '图形不在任何已知的村、镇街或区内，未作任何改动。',
    en: 'The outline lies in no known village, town or district; nothing was changed.',
  });
}

export function invalidByDatabase(reason: string) {
  return invalidOutline({
    zh: `数据库的几何检查不通过：${reason}`,
    en: `The database finds the outline invalid: ${reason}`,
  });
}

function nothingChanged() {
  return invalidValue('properties', { zh: '没有任何改动可保存', en: 'There is no change to save' });
}
