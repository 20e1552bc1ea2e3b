import { catalog } from '#core/catalog/index.ts';
import {
  cancelImport,
  changeImport,
  commitImport,
  createImport,
  getImport,
  getImportBatches,
  type ImportSettings,
  importSettingsSchema,
  undoImportBatch as undoEndpoint,
} from '#core/contract/imports.ts';
import { may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { AppContext } from '#server/context.ts';
import { allBatches } from '#server/db/tables/import-batches.ts';
import { parseRequest } from '#server/http/parse.ts';
import type { Routes } from '#server/http/routes.ts';
import { ImportStore } from '#server/imports/import-store.ts';
import { discardUpload, receiveUpload } from '#server/imports/upload.ts';
import { undoImportBatch } from '#server/operations/undo-import-batch.ts';

/** 导入: upload → preview → commit, and the batches that came of it. */
export function importRoutes(routes: Routes, context: AppContext): { close(): Promise<void> } {
  const store = new ImportStore(context);

  routes.on(createImport, async ({ request, actor, run }) => {
    if (!catalog.some(({ id }) => may(actor, 'add', id))) throw notAllowed();
    await store.ready();
    const { home, uploadLimitBytes } = context.config;
    const upload = await receiveUpload(request, home, uploadLimitBytes);
    try {
      return store.create({ id: actor.id, run }, upload, settingsOf(upload.fields.settings));
    } catch (error) {
      await discardUpload(upload);
      throw error;
    }
  });
  routes.on(getImport, async ({ actor, run, params }) => store.get({ id: actor.id, run }, params.id));
  routes.on(changeImport, async ({ actor, run, params, body }) =>
    store.change({ id: actor.id, run }, params.id, body),
  );
  routes.on(commitImport, async ({ actor, run, params, body }) =>
    store.commit({ id: actor.id, run }, params.id, body.name),
  );
  routes.on(cancelImport, ({ actor, run, params }) => store.cancel({ id: actor.id, run }, params.id));
  routes.on(getImportBatches, async ({ db }) => ({ batches: await allBatches(db) }));
  routes.on(undoEndpoint, ({ run, params }) => undoImportBatch(run, params.id));
  return { close: () => store.close() };
}

function settingsOf(text: string | undefined): ImportSettings {
  return parseRequest(importSettingsSchema, jsonOf(text), 'settings');
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return undefined;
  }
}
