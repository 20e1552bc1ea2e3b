import { layerById } from '#core/catalog/index.ts';
import {
  mergeFeatures as mergeEndpoint,
  reshapeFeatures as reshapeEndpoint,
  splitFeature as splitEndpoint,
} from '#core/contract/edit-together.ts';
import {
  addFeature as addEndpoint,
  editFeature as editEndpoint,
  getHistory,
  getPersonalFields,
  getVersion,
  restoreVersion as restoreEndpoint,
  withdrawFeature as withdrawEndpoint,
} from '#core/contract/edits.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { checkOutline, getOutlines } from '#core/contract/topology.ts';
import type { AppContext } from '#server/context.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { personalFields } from '#server/db/tables/features.ts';
import { featureOfVersion, outlinesIn } from '#server/db/tables/topology.ts';
import { versionById, versionsOf } from '#server/db/tables/versions.ts';
import { featureNotFound } from '#server/http/problems.ts';
import type { Routes } from '#server/http/routes.ts';
import { addFeature, editFeature, outline } from '#server/operations/edit-feature.ts';
import { restoreVersion, versionNotFound, withdrawFeature } from '#server/operations/edit-life.ts';
import { mergeFeatures } from '#server/operations/edit-merge.ts';
import { splitFeature } from '#server/operations/edit-split.ts';
import { reshapeFeatures, toldFaults } from '#server/operations/edit-together.ts';
import { layersNamed } from '#server/routes/layers.ts';

/** An outline of as many points as are allowed. */
const bodyLimit = '20mb';

/** 编辑与历史: every change of a feature, and what became of it. */
export function editRoutes(routes: Routes, { config: { vertexLimit } }: AppContext): void {
  routes.on(
    addEndpoint,
    async ({ db: tx, actor, params, body }) => {
      const layer = layerById(params.layer);
      const feature = await addFeature({ tx, actor, vertexLimit }, layer, body);
      const { id, geometry } = feature;
      return { ...feature, findings: await toldFaults(tx, layer, { id, versionId: null, geometry }) };
    },
    { bodyLimit },
  );
  routes.on(
    editEndpoint,
    async ({ db: tx, actor, params, body, ifMatch }) => {
      const layer = layerById(params.layer);
      const feature = await editFeature({ tx, actor, vertexLimit }, layer, params.id, ifMatch, body);
      if (!body.geometry) return { ...feature, findings: [] };
      const { id, geometry } = feature;
      return { ...feature, findings: await toldFaults(tx, layer, { id, versionId: ifMatch, geometry }) };
    },
    { bodyLimit },
  );
  routes.on(withdrawEndpoint, ({ db: tx, actor, params, body, ifMatch }) =>
    withdrawFeature({ tx, actor, vertexLimit }, layerById(params.layer), params.id, ifMatch, body),
  );
  routes.on(restoreEndpoint, ({ db: tx, actor, params, body, ifMatch }) =>
    restoreVersion({ tx, actor, vertexLimit }, layerById(params.layer), params.id, ifMatch, body),
  );

  routes.on(splitEndpoint, ({ db: tx, actor, params, body, ifMatch }) =>
    splitFeature({ tx, actor, vertexLimit }, layerById(params.layer), params.id, ifMatch, body),
  );
  routes.on(mergeEndpoint, ({ db: tx, actor, params, body }) =>
    mergeFeatures({ tx, actor, vertexLimit }, layerById(params.layer), body),
  );
  routes.on(
    reshapeEndpoint,
    ({ db: tx, actor, params, body }) =>
      reshapeFeatures({ tx, actor, vertexLimit }, layerById(params.layer), body),
    { bodyLimit },
  );
  routes.on(
    checkOutline,
    async ({ db: tx, params, body: { geometry, versionId } }) => {
      const layer = layerById(params.layer);
      const checked = await outline(tx, geometry, vertexLimit);
      const id = versionId === undefined ? null : await featureOfVersion(tx, layer, versionId);
      const changed = { id: id ?? 0, versionId: id === null ? null : versionId!, geometry: checked };
      return { findings: await toldFaults(tx, layer, changed) };
    },
    { bodyLimit },
  );
  routes.on(getOutlines, ({ db, query }) =>
    outlinesIn(db, layersNamed(query.layers), query.bbox.split(',').map(Number) as Bounds),
  );

  routes.on(getHistory, async ({ db, params }) => {
    const versions = await versionsOf(db, layerById(params.layer), params.id);
    if (versions.length === 0) throw featureNotFound(params.layer, params.id);
    return {
      versions: versions.map(({ inForce: _, ...version }) => version),
      current: versions.find(({ inForce }) => inForce)?.versionId ?? null,
    };
  });

  routes.on(getVersion, async ({ db, params }) => {
    const layer = layerById(params.layer);
    const version = await versionById(db, layer, params.id, params.versionId);
    if (version) return version;
    const others = await versionsOf(db, layer, params.id);
    throw others.length > 0
      ? versionNotFound(layer, params.versionId)
      : featureNotFound(params.layer, params.id);
  });

  routes.on(getPersonalFields, async ({ db, params }) => {
    const layer = layerById(params.layer);
    const personal = await personalFields(db, layer, params.id);
    if (!personal) throw featureNotFound(params.layer, params.id);
    const fields = Object.keys(personal.properties);
    if (fields.length > 0) {
      await recordAct(db, {
        action: 'personal.read',
        layer: layer.id,
        subject: params.id,
        regionCode: personal.regionCode,
        detail: { fields },
      });
    }
    return { properties: personal.properties };
  });
}
