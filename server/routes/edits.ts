import { layerById } from '#core/catalog/index.ts';
import {
  addFeature as addEndpoint,
  editFeature as editEndpoint,
  getHistory,
  getPersonalFields,
  getVersion,
  restoreVersion as restoreEndpoint,
  withdrawFeature as withdrawEndpoint,
} from '#core/contract/edits.ts';
import type { AppContext } from '#server/context.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { personalFields } from '#server/db/tables/features.ts';
import { versionById, versionsOf } from '#server/db/tables/versions.ts';
import { featureNotFound } from '#server/http/problems.ts';
import type { Routes } from '#server/http/routes.ts';
import { addFeature, editFeature } from '#server/operations/edit-feature.ts';
import { restoreVersion, versionNotFound, withdrawFeature } from '#server/operations/edit-life.ts';

/** An outline of as many points as are allowed. */
const bodyLimit = '20mb';

/** 编辑与历史: every change of a feature, and what became of it. */
export function editRoutes(routes: Routes, { config: { vertexLimit } }: AppContext): void {
  routes.on(
    addEndpoint,
    ({ db: tx, actor, params, body }) =>
      addFeature({ tx, actor, vertexLimit }, layerById(params.layer), body),
    { bodyLimit },
  );
  routes.on(
    editEndpoint,
    ({ db: tx, actor, params, body, ifMatch }) =>
      editFeature({ tx, actor, vertexLimit }, layerById(params.layer), params.id, ifMatch, body),
    { bodyLimit },
  );
  routes.on(withdrawEndpoint, ({ db: tx, actor, params, body, ifMatch }) =>
    withdrawFeature({ tx, actor, vertexLimit }, layerById(params.layer), params.id, ifMatch, body),
  );
  routes.on(restoreEndpoint, ({ db: tx, actor, params, body, ifMatch }) =>
    restoreVersion({ tx, actor, vertexLimit }, layerById(params.layer), params.id, ifMatch, body),
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
