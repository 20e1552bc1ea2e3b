import { blockingChecks } from '#core/batches/checks.ts';
import { courseRules, isNext, openStages, type RecordedStep, recordedSteps } from '#core/batches/course.ts';
import { layerById } from '#core/catalog/index.ts';
import type { Batch, BatchEvent, BatchSummary } from '#core/contract/batches.ts';
import { type Actor, may } from '#server/access/actor.ts';
import {
  batchById,
  eventsOf,
  newestAccount,
  type ParcelRow,
  type PieceRow,
  parcelsOfBatch,
  storedPieces,
} from '#server/db/tables/batches.ts';
import { type BatchAccount, computeAccount, withAreas } from '#server/operations/batch-account.ts';
import { batchNotFound } from '#server/operations/batch-problems.ts';
import type { WhatIfContext } from '#server/operations/what-if.ts';

const batches = layerById('conversion_batches');
const parcelsLayer = layerById('conversion_parcels');

/** Where a batch stands, as the asker sees it. */
export interface Standing {
  readonly batch: BatchSummary;
  readonly parcels: readonly ParcelRow[];
  readonly events: readonly BatchEvent[];
  /** On the ground as it is now; of a batch that is carried out, as it was then. */
  readonly account: BatchAccount;
  readonly pieces: readonly PieceRow[];
  /** What is stored, and the event with which it was. */
  readonly stored: { readonly event: number; readonly pieces: readonly PieceRow[] } | null;
  readonly stale: boolean;
}

/** @throws Problem `batch-not-found` */
export async function standingOf(context: WhatIfContext, id: number): Promise<Standing> {
  const { db: tx } = context;
  const batch = await batchById(tx, id);
  if (!batch) throw batchNotFound(id);
  const parcels = await parcelsOfBatch(tx, id);
  const events = await eventsOf(tx, id);
  const kept =
    batch.status === 'planned' ? undefined : await newestAccount<BatchAccount>(tx, id, ['assembled']);
  const stored = kept && { event: kept.id, pieces: await storedPieces(tx, kept.id) };
  if (batch.status === 'carried-out' && kept && stored) {
    return { batch, parcels, events, account: kept.account, pieces: stored.pieces, stored, stale: false };
  }
  const approvedElsewhere = kept?.account.approvedElsewhere ?? batch.status === 'approved';
  const { account, pieces } = await computeAccount(context, batch, parcels, approvedElsewhere);
  const stale = kept !== undefined && !isSameAccount(kept.account, account, stored!.pieces, pieces);
  return {
    ...{ batch, parcels, events, account, stale },
    pieces: stored && !stale ? stored.pieces : pieces,
    stored: stored ?? null,
  };
}

/** 一个批次, as the interface answers it. */
export async function viewOfBatch(context: WhatIfContext, id: number): Promise<Batch> {
  const standing = await standingOf(context, id);
  const { batch, parcels, events, account, stored, stale } = standing;
  const { areas, checks, authority, balance } = account;
  return {
    ...batch,
    parcels: withAreas(parcels, account),
    ...{ areas, checks, authority, balance, events: [...events], stale },
    nextSteps: nextSteps(standing, context.actor),
    pieces: standing.pieces.map(
      ({ conversion: _conversion, permanentSquareMeters: _permanent, ...piece }) => piece,
    ),
    piecesStored: stored !== null && !stale,
  };
}

/** Steps that this person may record now; what a check blocks is left out. */
function nextSteps(standing: Standing, actor: Actor): RecordedStep[] {
  const blocked = blockingChecks(standing.account.checks).length > 0;
  return recordedSteps.filter(
    (step) =>
      isNext(step, standing.batch.status, needsAccount(standing)) &&
      mayRecord(standing, actor, step) &&
      !(courseRules[step].checked && blocked) &&
      hasAccount(standing, step),
  );
}

/** Whether pieces must be stored (anew) before the batch can go on. */
export function needsAccount({ batch, stored, stale }: Standing): boolean {
  return openStages.includes(batch.status) && (stale || stored === null);
}

/** Whether there is what a step builds on: an account that still holds, or one that is made with the step. */
export function hasAccount(standing: Standing, step: RecordedStep): boolean {
  const { account, stored, events, stale } = standing;
  if (step === 'undone') return events.some((event) => event.step === 'carried-out');
  if (step === 'assembled' || !courseRules[step].checked) return true;
  return stored ? !stale : step === 'carried-out' && account.approvedElsewhere;
}

/** The right to the step, in the region of the batch and of every parcel of it. */
export function mayRecord({ batch, parcels }: Standing, actor: Actor, step: RecordedStep): boolean {
  const { right } = courseRules[step];
  return (
    may(actor, right, batches.id, batch.regionCode) &&
    parcels.every(({ regionCode }) => may(actor, right, parcelsLayer.id, regionCode))
  );
}

/** The same ground and the same figures, whatever the numbers of versions: so an undo brings the account back. */
function isSameAccount(
  kept: BatchAccount,
  now: BatchAccount,
  keptPieces: readonly PieceRow[],
  pieces: readonly PieceRow[],
): boolean {
  const figures = (rows: readonly PieceRow[]) =>
    rows
      .map((row) =>
        [
          ...[row.conversion, row.parcel, row.landClass, row.parcelSquareMeters],
          ...[row.deductedSquareMeters, row.classSquareMeters],
        ].join(':'),
      )
      .sort()
      .join();
  return kept.digest === now.digest && figures(keptPieces) === figures(pieces);
}
