import express, { type Router } from 'express';
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
import type { AppContext } from '#server/context.ts';
import { allBatches } from '#server/db/tables/import-batches.ts';
import { implement } from '#server/http/implement.ts';
import { parseRequest } from '#server/http/parse.ts';
import { ImportStore } from '#server/imports/import-store.ts';
import { discardUpload, receiveUpload } from '#server/imports/upload.ts';
import { undoImportBatch } from '#server/operations/undo-import-batch.ts';

/** 导入: upload → preview → commit, and the batches that came of it. */
export function importRoutes(router: Router, context: AppContext): { close(): Promise<void> } {
  const store = new ImportStore(context);
  router.use('/api/imports', express.json({ limit: '1mb' }));

  implement(router, createImport, async ({ request }) => {
    await store.ready();
    const { home, uploadLimitBytes } = context.config;
    const upload = await receiveUpload(request, home, uploadLimitBytes);
    try {
      return store.create(upload, settingsOf(upload.fields.settings));
    } catch (error) {
      await discardUpload(upload);
      throw error;
    }
  });
  implement(router, getImport, async ({ params }) => store.get(params.id));
  implement(router, changeImport, async ({ params, body }) => store.change(params.id, body));
  implement(router, commitImport, async ({ params, body }) => store.commit(params.id, body.name));
  implement(router, cancelImport, ({ params }) => store.cancel(params.id));
  implement(router, getImportBatches, async () => ({ batches: await allBatches(context.db) }));
  implement(router, undoEndpoint, ({ params }) => undoImportBatch(context.db, params.id));
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
