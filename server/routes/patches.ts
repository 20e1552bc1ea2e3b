import {
  mergePatches as mergeEndpoint,
  previewMerge as previewMergeEndpoint,
  previewSplit as previewSplitEndpoint,
  splitPatch as splitEndpoint,
} from '#core/contract/patch-division.ts';
import {
  exportPatches as exportEndpoint,
  getPatchPieces,
  getPatchStatistics,
} from '#core/contract/patch-statistics.ts';
import {
  getPatch,
  getPatchByFeature,
  getPatches,
  overlayPatch as overlayEndpoint,
  pickPatches,
} from '#core/contract/patches.ts';
import type { AppContext } from '#server/context.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { dossierOfFeature } from '#server/db/tables/patch-dossiers.ts';
import type { Routes } from '#server/http/routes.ts';
import { exportPatches } from '#server/patches/export/export-patches.ts';
import { isPersonalConflict, personalFieldNames } from '#server/patches/office/history.ts';
import { mergePatches, previewMerge } from '#server/patches/office/merge-patches.ts';
import { overlayPatch } from '#server/patches/office/overlay-patch.ts';
import { pickedPatches } from '#server/patches/office/pick.ts';
import { patchNotFound } from '#server/patches/office/problems.ts';
import { previewSplit, splitPatch } from '#server/patches/office/split-patch.ts';
import { patchPieces, patchStatistics } from '#server/patches/office/statistics.ts';
import { listPatches } from '#server/patches/office/summary.ts';
import { patchView } from '#server/patches/patch-view.ts';

/** 图斑台账、复核、统计: what the office asks of patches. Words of an address come before `{uid}`. */
export function patchRoutes(routes: Routes, { config, measurements }: AppContext): void {
  const { vertexLimit } = config;
  routes.on(getPatches, ({ db, query }) => listPatches(db, query, query));
  routes.on(pickPatches, ({ db, body }) => pickedPatches(db, body, vertexLimit), {
    bodyLimit: '20mb',
  });

  routes.on(getPatchStatistics, ({ db, query }) => patchStatistics(db, query));
  routes.on(getPatchPieces, ({ db, query }) => patchPieces(db, query));
  routes.on(exportEndpoint, ({ actor, run, query }) => exportPatches({ actor, run }, query));
  routes.on(
    previewSplitEndpoint,
    ({ db, actor, params, body }) => previewSplit({ tx: db, actor, vertexLimit }, params.uid, body.parts),
    { bodyLimit: '20mb' },
  );
  routes.on(
    splitEndpoint,
    async ({ db, actor, params, body }) => ({
      parts: await splitPatch({ tx: db, actor, vertexLimit }, params.uid, body),
    }),
    { bodyLimit: '20mb' },
  );
  routes.on(previewMergeEndpoint, ({ db, actor, body }) =>
    previewMerge({ tx: db, actor, vertexLimit }, body.parts),
  );
  routes.on(mergeEndpoint, async ({ db, actor, body }) => ({
    uid: await mergePatches({ tx: db, actor, vertexLimit }, body),
  }));
  routes.on(overlayEndpoint, ({ db, actor, params, body }) =>
    overlayPatch({ db, actor, vertexLimit, measurements }, params.uid, body),
  );

  routes.on(getPatchByFeature, async ({ db, params }) => {
    const uid = await dossierOfFeature(db, params.id);
    if (uid === undefined) throw patchNotFound(String(params.id));
    return { uid };
  });

  routes.on(getPatch, async ({ db, actor, params }) => {
    const view = await patchView(db, actor, params.uid);
    // Who settles between two names must see them: read as 个人信息 is, with a line in the log.
    if (!isPersonalConflict(view) || !actor.writes) return view;
    const whole = await patchView(db, actor, params.uid, { personal: true });
    await recordAct(db, {
      action: 'personal.read',
      layer: 'patches',
      subject: view.id,
      regionCode: view.regionCode,
      detail: { fields: [...personalFieldNames] },
    });
    return { ...view, conflictList: whole.conflictList };
  });
}
