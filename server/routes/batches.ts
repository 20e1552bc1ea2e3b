import {
  addBalanceEntry,
  exportBatch as exportEndpoint,
  getBalance,
  getBatch,
  getBatches,
  recordBatchStep,
} from '#core/contract/batches.ts';
import type { AppContext } from '#server/context.ts';
import { balanceEntries, balanceTotals } from '#server/db/tables/balance.ts';
import { batchesIn } from '#server/db/tables/batches.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import type { Routes } from '#server/http/routes.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import { addToBalance } from '#server/operations/batch-balance.ts';
import { exportBatch } from '#server/operations/batch-export.ts';
import { recordStep } from '#server/operations/batch-step.ts';
import { viewOfBatch } from '#server/operations/batch-view.ts';

export function batchRoutes(routes: Routes, { config: { vertexLimit }, measurements }: AppContext): void {
  routes.on(getBatches, async ({ db, query }) => ({ batches: await batchesIn(db, query.region) }));
  routes.on(getBatch, ({ db, actor, params }) =>
    viewOfBatch({ db, actor, vertexLimit, measurements }, params.id),
  );
  routes.on(recordBatchStep, ({ db, actor, params, body, ifMatch }) =>
    recordStep({ db, actor, vertexLimit, measurements }, params.id, ifMatch, body),
  );
  routes.on(exportEndpoint, ({ actor, run, params, query }) =>
    exportBatch({ actor, run, vertexLimit, measurements }, params.id, query),
  );
  routes.on(getBalance, async ({ db, query }) => {
    const region = await regionByCode(db, query.region);
    if (!region) throw regionNotFound(query.region);
    return {
      entries: await balanceEntries(db, region.code),
      ...(await balanceTotals(db, region.code)),
    };
  });
  routes.on(addBalanceEntry, ({ db, actor, body }) => addToBalance(db, actor, body));
}
