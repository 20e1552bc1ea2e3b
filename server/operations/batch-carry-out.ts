import { farmlandOf } from '#core/batches/areas.ts';
import { derivedNumbers } from '#core/batches/derived-numbers.ts';
import { layerById } from '#core/catalog/index.ts';
import type { BatchSummary } from '#core/contract/batches.ts';
import { type Actor, may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Queryable } from '#server/db/database.ts';
import { balanceEntry, insertEntry } from '#server/db/tables/balance.ts';
import {
  addConverted,
  closeVersions,
  continueVersions,
  cutLand,
  endVersions,
  type LedgerCause,
  type LockedRow,
  landAfterPieces,
  lockRows,
  numbersTaken,
} from '#server/db/tables/batch-ledger.ts';
import type { PieceRow } from '#server/db/tables/batches.ts';
import { cutPermanent } from '#server/operations/batch-permanent.ts';
import { accountStale } from '#server/operations/batch-problems.ts';
import { endOf } from '#server/operations/edit-times.ts';

const land = layerById('land_parcels');
const permanent = layerById('permanent_farmland');

/** What carrying out made, for the undo: versions before and after of each feature that was cut, and the new features. */
export interface CarriedOut {
  readonly from: string;
  readonly pieces: number;
  readonly land: readonly Change[];
  readonly permanent: readonly Change[];
  readonly created: readonly { readonly id: number; readonly version: number }[];
  /** Entry of the balance ledger; null when no farmland was taken. */
  readonly occupied: number | null;
  readonly farmlandSquareMeters: number;
}

export interface Change {
  readonly id: number;
  readonly before: number;
  /** null: nothing was left. */
  readonly after: number | null;
}

/** What carrying out and undoing are told of their step. */
export interface LedgerStep {
  readonly tx: Queryable;
  readonly actor: Actor;
  readonly batch: BatchSummary;
  readonly happenedOn: string;
  readonly reason: string;
  readonly document: string | null;
  /** The instant of the transaction. */
  readonly now: string;
}

/**
 * 实施: changes the land ledger by exactly the stored pieces, all from one instant on. A parcel keeps its id with what is left of it, or ends when nothing is;
 * each piece becomes a new parcel of the class it is converted to.
 *
 * @param event the one with which the pieces were stored
 */
export async function carryOut(
  step: LedgerStep,
  event: number,
  pieces: readonly PieceRow[],
): Promise<CarriedOut> {
  const { tx, batch } = step;
  const locked = await lockLand(step, [...new Set(pieces.map(({ parcel }) => parcel))]);
  const from = beginning(step, locked);
  const cause: LedgerCause = { reason: step.reason, document: step.document, from, cause: 'converted' };
  const left = new Set((await landAfterPieces(tx, event)).filter((one) => one.left > 0).map(({ id }) => id));
  const versionsOf = (rows: readonly LockedRow[]) => rows.map(({ versionId }) => versionId);
  const shrinking = locked.filter(({ id }) => left.has(id));
  const ending = locked.filter(({ id }) => !left.has(id));
  await close(step, land, locked);
  await endVersions(tx, land, versionsOf(shrinking), 'edit', cause);
  await endVersions(tx, land, versionsOf(ending), 'withdraw', cause);
  const remainders = await cutLand(tx, versionsOf(shrinking), event, cause);
  const created = await addPieces(step, locked, event, pieces, cause);
  const permanentChanges = pieces.some((piece) => piece.permanentSquareMeters > 0)
    ? await cutPermanent(step, event, cause)
    : [];
  const farmlandSquareMeters = farmlandOf(pieces);
  const occupied =
    farmlandSquareMeters === 0
      ? null
      : await insertEntry(tx, {
          regionCode: batch.regionCode,
          entry: 'occupied',
          areaSquareMeters: farmlandSquareMeters,
          batch: batch.id,
          land: null,
          projectNumber: null,
          acceptedOn: step.happenedOn,
          document: step.document,
          note: null,
          reverses: null,
        });
  return {
    from,
    pieces: event,
    land: locked.map(({ id, versionId }) => ({
      id,
      before: versionId,
      after: remainders.find((remainder) => remainder.id === id)?.versionId ?? null,
    })),
    permanent: permanentChanges,
    created: created.map(({ id, versionId }) => ({ id, version: versionId })),
    occupied,
    farmlandSquareMeters,
  };
}

/** 撤销实施: what was cut is whole again and the pieces end, by new versions; refused when anything of it was changed since. */
export async function undoCarryOut(step: LedgerStep, done: CarriedOut): Promise<{ from: string }> {
  const { tx, batch } = step;
  const standing = [
    ...done.land.flatMap(({ id, after }) => (after === null ? [] : [{ id, version: after }])),
    ...done.created,
  ];
  const locked = await lockRows(
    tx,
    land,
    [...done.land, ...done.created].map(({ id }) => id),
  );
  refuseIfChanged(standing, locked);
  const from = endOf(step.happenedOn, { now: step.now, earliest: done.from });
  const cause: LedgerCause = { reason: step.reason, document: step.document, from, cause: 'converted' };
  requireLandRights(step.actor, locked);
  await close(step, land, locked);
  const created = new Set(done.created.map(({ id }) => id));
  const versionsOf = (rows: readonly LockedRow[]) => rows.map(({ versionId }) => versionId);
  const remainders = locked.filter(({ id }) => !created.has(id));
  await endVersions(tx, land, versionsOf(locked.filter(({ id }) => created.has(id))), 'withdraw', cause);
  await endVersions(tx, land, versionsOf(remainders), 'restore', cause);
  await restore(tx, land, done.land, cause);
  if (done.permanent.length > 0) await restorePermanent(step, done.permanent, cause);
  if (done.occupied !== null) {
    const entry = (await balanceEntry(tx, done.occupied))!;
    await insertEntry(tx, {
      regionCode: entry.regionCode,
      entry: 'occupied',
      areaSquareMeters: entry.areaSquareMeters,
      batch: batch.id,
      land: null,
      projectNumber: null,
      acceptedOn: step.happenedOn,
      document: step.document,
      note: null,
      reverses: entry.id,
    });
  }
  return { from };
}

async function restorePermanent(step: LedgerStep, changes: readonly Change[], cause: LedgerCause) {
  const { tx } = step;
  const locked = await lockRows(
    tx,
    permanent,
    changes.map(({ id }) => id),
  );
  refuseIfChanged(
    changes.flatMap(({ id, after }) => (after === null ? [] : [{ id, version: after }])),
    locked,
  );
  await close(step, permanent, locked);
  await endVersions(
    tx,
    permanent,
    locked.map(({ versionId }) => versionId),
    'restore',
    cause,
  );
  await restore(tx, permanent, changes, cause);
}

async function restore(
  tx: Queryable,
  layer: typeof land,
  changes: readonly Change[],
  cause: LedgerCause,
): Promise<void> {
  await continueVersions(
    tx,
    layer,
    changes.map(({ before }) => before),
    { ...cause, kind: 'restore' },
  );
}

/** The land in force, locked; who may not change all of it changes none. */
async function lockLand({ tx, actor }: LedgerStep, ids: readonly number[]): Promise<LockedRow[]> {
  const locked = await lockRows(tx, land, ids);
  if (locked.length !== ids.length) throw accountStale('carried-out');
  requireLandRights(actor, locked);
  return locked;
}

function requireLandRights(actor: Actor, rows: readonly LockedRow[]): void {
  const actions = ['add', 'edit_attributes', 'edit_geometry'] as const;
  const allowed = rows.every(({ regionCode }) =>
    actions.every((action) => may(actor, action, land.id, regionCode)),
  );
  if (!allowed) throw notAllowed();
}

/** Since when the ground is converted: the day of the step, after everything that it is cut from began. */
function beginning({ happenedOn, now }: LedgerStep, rows: readonly LockedRow[]): string {
  const began = rows.map(({ validFrom }) => validFrom).sort();
  return endOf(happenedOn, { now, earliest: began.at(-1)! });
}

/** Nobody else may have changed what is being changed: the row locks say so, this proves it. */
async function close({ tx }: LedgerStep, layer: typeof land, rows: readonly LockedRow[]): Promise<void> {
  const versions = rows.map(({ versionId }) => versionId);
  const closed = await closeVersions(tx, layer, versions);
  if (closed !== rows.length) throw notAllowed();
}

function refuseIfChanged(
  standing: readonly { readonly id: number; readonly version: number }[],
  locked: readonly LockedRow[],
): void {
  const now = new Map(locked.map((row) => [row.id, row]));
  const missing = standing.some(({ id, version }) => now.get(id)?.versionId !== version);
  const back = locked.find(({ id }) => !standing.some((one) => one.id === id));
  const changed = locked.find(
    ({ id, versionId }) => !standing.some((one) => one.id === id && one.version === versionId),
  );
  if (missing || back) throw accountStale('undone', (changed ?? back)?.label);
}

async function addPieces(
  { tx }: LedgerStep,
  locked: readonly LockedRow[],
  event: number,
  pieces: readonly PieceRow[],
  cause: LedgerCause,
) {
  const origins = pieces.map(({ parcel }) => {
    const { label, regionCode } = locked.find(({ id }) => id === parcel)!;
    return { number: label, regionCode };
  });
  const numbers = derivedNumbers(origins, await numbersTaken(tx, origins));
  return addConverted(
    tx,
    locked.map(({ versionId }) => versionId),
    event,
    pieces.map(({ conversion, parcel }, i) => ({ conversion, land: parcel, number: numbers[i]! })),
    cause,
  );
}
