import type { PatchState } from '#core/patches/reduce.ts';
import type { Queryable } from '#server/db/database.ts';
import { dossierOf } from '#server/db/tables/patch-dossiers.ts';
import { operationsOf } from '#server/db/tables/patch-operations.ts';
import { type PatchRow, patchRow } from '#server/db/tables/patches/patch-list.ts';
import { patchNotFound } from '#server/patches/office/problems.ts';
import { reduceLog } from '#server/patches/reduce-log.ts';

/** A patch as the office works on it: its row, what its operations come to, and their ids. */
export interface PatchAtHand {
  readonly uid: string;
  readonly row: PatchRow & { readonly geometry: string };
  readonly reduced: PatchState;
  readonly operations: readonly string[];
}

/** @throws Problem `patch-not-found` when the person does not see it */
export async function patchAtHand(tx: Queryable, uid: string): Promise<PatchAtHand> {
  const row = await patchRow(tx, uid);
  const dossier = row && (await dossierOf(tx, uid));
  if (!row || !dossier) throw patchNotFound(uid);
  const log = await operationsOf(tx, uid);
  const operations = log.filter(({ status }) => status === 'applied').map(({ content }) => content.id);
  return { uid, row, reduced: reduceLog(dossier, log), operations };
}
