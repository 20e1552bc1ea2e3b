import type { MultiPolygon, Position } from 'geojson';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { dividedValues, suffixed } from '#core/edits/divided-values.ts';
import { checkedOutline } from '#core/edits/outline.ts';
import type { Properties, StoredValues } from '#core/edits/properties.ts';
import { splitOutline } from '#core/edits/split-outline.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { featureById } from '#server/db/tables/features.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { labelsWith } from '#server/db/tables/topology.ts';
import {
  changeInstant,
  closeVersion,
  insertFeature,
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
import { notDivisible, nothingSplit } from '#server/operations/edit-problems.ts';
import { requireRight, writing } from '#server/operations/edit-rights.ts';
import { beginningOf } from '#server/operations/edit-times.ts';

const everyEdit = ['add', 'edit_attributes', 'edit_geometry'] as const;

export interface Split extends Cause {
  readonly line: { readonly coordinates: readonly Position[] };
  /** Which piece keeps the id, largest first. */
  readonly keep: number;
}

/**
 * 分割要素: along a line, in one transaction and at one instant. One piece keeps id and number, the others become new features with the same fields and
 * a number of their own; columns of area are divided so that their sums stay as they were.
 */
export async function splitFeature(
  { tx, actor, vertexLimit }: EditContext,
  layer: LayerDefinition,
  id: number,
  ifMatch: number,
  given: Split,
) {
  if (layer.id === 'regions' || layer.id === 'patches') throw notDivisible(layer);
  const state = await stateToChange(tx, layer, id, ifMatch);
  requireRight(actor, everyEdit, layer, state.regionCode);
  if (state.versionId !== ifMatch) throw await conflictOf(tx, layer, id, ifMatch);
  const cause = checkedCause(given);
  const before = await outlineOf(tx, layer, ifMatch);
  const pieces = splitOutline(before.coordinates, given.line.coordinates);
  if (pieces.length < 2) throw nothingSplit(layer);
  const first = Math.min(given.keep, pieces.length - 1);
  const order = [pieces[first]!, ...pieces.toSpliced(first, 1)];
  const outlines = order.map(({ coordinates }): MultiPolygon => ({ type: 'MultiPolygon', coordinates }));
  await refuseInvalid(tx, layer, outlines, vertexLimit);
  const areas = dividedValues(
    layer,
    state.values,
    order.map(({ areaSquareMeters }) => areaSquareMeters),
  );
  const regions: string[] = [];
  for (const geometry of outlines) {
    const regionCode = await regionOf(tx, layer, geometry, state.values as StoredValues);
    requireRight(actor, everyEdit, layer, regionCode);
    regions.push(regionCode);
  }

  const { kept, added } = await writing(layer, async () => {
    const now = await changeInstant(tx);
    await lockOrRefuse(tx, layer, id, ifMatch);
    const from = beginningOf(given.trueFrom, { now, earliest: state.validFrom });
    const labels = await newLabels(tx, layer, state, regions.slice(1));
    await closeVersion(tx, layer, ifMatch);
    const version = { ...cause, kind: 'edit' as const };
    if (from > state.validFrom) {
      await insertVersion(tx, layer, ifMatch, { ...version, from: state.validFrom, until: from });
    }
    const keptVersion = await insertVersion(
      tx,
      layer,
      ifMatch,
      { ...version, from, until: null },
      { values: areas[0]!, regionCode: regions[0], geometry: outlines[0] },
    );
    const others = [];
    for (let i = 1; i < outlines.length; i += 1) {
      others.push(
        await insertFeature(
          tx,
          layer,
          { ...cause, kind: 'add', from, until: null },
          {
            values: { ...(state.values as StoredValues), ...areas[i], ...labels[i - 1] },
            regionCode: regions[i]!,
            geometry: outlines[i]!,
          },
        ),
      );
    }
    return { kept: keptVersion, added: others };
  });
  const whole = (await featureById(tx, layer, id))!;
  const rest = [];
  for (const feature of added) rest.push((await featureById(tx, layer, feature.id))!);
  await recordAct(tx, {
    action: 'feature.split',
    layer: layer.id,
    subject: id,
    regionCode: whole.regionCode,
    detail: {
      versionBefore: ifMatch,
      versionAfter: kept,
      added: added.map((feature) => feature.id),
      areaBefore: state.areaSquareMeters,
      areaAfter: whole.areaSquareMeters,
      areasAdded: rest.map(({ areaSquareMeters }) => areaSquareMeters),
      reason: cause.reason,
    },
  });
  return { kept: whole, added: rest };
}

async function refuseInvalid(
  tx: Queryable,
  layer: LayerDefinition,
  outlines: readonly MultiPolygon[],
  vertexLimit: number,
): Promise<void> {
  const { districtBox } = await workspaceSetting(tx);
  for (const geometry of outlines) {
    checkedOutline(geometry, { districtBox, vertexLimit });
    const { invalid } = await outlineFacts(tx, layer, geometry, null);
    if (invalid !== null) throw invalidByDatabase(invalid);
  }
}

/** The number of the whole with a suffix that is free; also the number of the parcel where that is another field. */
async function newLabels(
  tx: Queryable,
  layer: LayerDefinition,
  state: State,
  regions: readonly string[],
): Promise<Record<string, string>[]> {
  const label = labelOf(layer, state.values);
  const length = layer.fields.find(({ name }) => name === layer.labelField)?.length;
  const given = new Set<string>();
  const labels: Record<string, string>[] = [];
  for (const regionCode of regions) {
    const taken = await labelsWith(tx, layer, regionCode, label.slice(0, 20));
    const number = suffixed(label, new Set([...taken, ...given]), length);
    given.add(number);
    labels.push({ [layer.labelField]: number });
  }
  return labels;
}

function labelOf(layer: LayerDefinition, values: Properties): string {
  return String(values[layer.labelField] ?? '');
}
