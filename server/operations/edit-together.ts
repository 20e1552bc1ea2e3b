import type { z } from 'zod';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { findingSchema } from '#core/contract/imports.ts';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import { changedFields, type Properties } from '#core/edits/properties.ts';
import type { Finding } from '#core/finding.ts';
import { findingMessage } from '#core/imports/messages.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { featureById } from '#server/db/tables/features.ts';
import { type ChangedOutline, coverageFindings } from '#server/db/tables/topology.ts';
import { changeInstant, closeVersion, insertVersion, type State } from '#server/db/tables/versions.ts';
import { type Cause, checkedCause } from '#server/operations/edit-cause.ts';
import { conflictOf } from '#server/operations/edit-conflict.ts';
import { contentOf, type EditContext, lockOrRefuse, stateToChange } from '#server/operations/edit-feature.ts';
import { refuseDoubled } from '#server/operations/edit-merge.ts';
import { coverageBroken } from '#server/operations/edit-problems.ts';
import { requireRight, writing } from '#server/operations/edit-rights.ts';
import { beginningOf } from '#server/operations/edit-times.ts';

export interface Reshape extends Cause {
  readonly features: readonly {
    readonly id: number;
    readonly versionId: number;
    readonly geometry: PolygonalGeometry;
    readonly properties?: Properties | undefined;
  }[];
}

/** Layers whose features cover the ground once, so that neighbours share edges. */
const coverages: readonly LayerDefinition['id'][] = ['land_parcels'];

/** 保存时的提示: {@link coverageFaults} of one outline that has been stored, with their sentences. */
export async function toldFaults(
  tx: Queryable,
  layer: LayerDefinition,
  changed: ChangedOutline,
): Promise<z.input<typeof findingSchema>[]> {
  const findings = await coverageFaults(tx, layer, [changed]);
  return findings.map(({ lonLat, ...finding }) => ({
    ...finding,
    ...(lonLat ? { lonLat: [...lonLat] } : {}),
    message: findingMessage(finding),
  }));
}

/** 覆盖面: the overlaps and gaps that changed outlines would make; none to look for in layers that are no coverage. */
export function coverageFaults(
  tx: Queryable,
  layer: LayerDefinition,
  changed: readonly ChangedOutline[],
): Promise<Finding[]> {
  return coverages.includes(layer.id) && changed.length > 0
    ? coverageFindings(tx, layer, changed)
    : Promise.resolve([]);
}

interface Work {
  readonly id: number;
  readonly versionId: number;
  readonly state: State;
  readonly content: Awaited<ReturnType<typeof contentOf>>;
}

/**
 * 联动修改: several outlines at once, as moving what they share needs it; one transaction, one instant, every version named. In a coverage no gap and
 * no overlap may arise between them and their neighbours.
 */
export async function reshapeFeatures(context: EditContext, layer: LayerDefinition, given: Reshape) {
  const { tx, actor } = context;
  refuseDoubled(given.features);
  const cause = checkedCause(given);
  const work: Work[] = [];
  for (const { id, versionId, geometry, properties } of given.features) {
    const state = await stateToChange(tx, layer, id, versionId);
    if (properties) requireRight(actor, ['edit_attributes'], layer, state.regionCode);
    requireRight(actor, ['edit_geometry'], layer, state.regionCode);
    if (state.versionId !== versionId) throw await conflictOf(tx, layer, id, versionId);
    const content = await contentOf(
      tx,
      layer,
      state,
      { ...given, geometry, properties },
      context.vertexLimit,
    );
    requireRight(actor, ['edit_geometry'], layer, content.regionCode);
    // What is named and stays as it is gets no new version.
    if (content.geometry || changedFields(content.values, state.values).length > 0) {
      work.push({ id, versionId, state, content });
    }
  }
  const faults = await coverageFaults(
    tx,
    layer,
    work.flatMap(({ id, versionId, content: { geometry } }) =>
      geometry ? [{ id, versionId, geometry }] : [],
    ),
  );
  if (faults.length > 0) throw coverageBroken(layer, faults);

  await writing(layer, async () => {
    const now = await changeInstant(tx);
    for (const { id, versionId, state, content } of work) {
      await lockOrRefuse(tx, layer, id, versionId);
      const from = beginningOf(given.trueFrom, { now, earliest: state.validFrom });
      await closeVersion(tx, layer, versionId);
      const version = { ...cause, kind: 'edit' as const };
      if (from > state.validFrom) {
        await insertVersion(tx, layer, versionId, { ...version, from: state.validFrom, until: from });
      }
      await insertVersion(tx, layer, versionId, { ...version, from, until: null }, content);
    }
  });
  const features: NonNullable<Awaited<ReturnType<typeof featureById>>>[] = [];
  for (const { id } of given.features) features.push((await featureById(tx, layer, id))!);
  if (work.length > 0) {
    await recordAct(tx, {
      action: 'feature.reshape',
      layer: layer.id,
      subject: given.features[0]!.id,
      regionCode: features[0]!.regionCode,
      detail: {
        features: work.map(({ id, versionId, state }) => {
          const after = features.find((feature) => feature.id === id)!;
          return {
            id,
            versionBefore: versionId,
            versionAfter: after.versionId,
            areaBefore: state.areaSquareMeters,
            areaAfter: after.areaSquareMeters,
          };
        }),
        reason: cause.reason,
      },
    });
  }
  return { features };
}
