import { blockingChecks } from '#core/batches/checks.ts';
import { courseRules, isNext, type RecordedStep } from '#core/batches/course.ts';
import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Batch, BatchStatus } from '#core/contract/batches.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { checkedText } from '#core/edits/properties.ts';
import { asOwner } from '#server/access/access.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Queryable } from '#server/db/database.ts';
import { dayOf, instantOf } from '#server/db/moments.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import {
  type Changed,
  closeVersions,
  continueVersions,
  endVersions,
  type LedgerCause,
  lockRows,
} from '#server/db/tables/batch-ledger.ts';
import {
  hiddenParcels,
  insertEvent,
  type NewEvent,
  newestAccount,
  storePieces,
} from '#server/db/tables/batches.ts';
import { changeInstant } from '#server/db/tables/versions.ts';
import {
  type CarriedOut,
  carryOut,
  type LedgerStep,
  undoCarryOut,
} from '#server/operations/batch-carry-out.ts';
import { accountStale, blocked, outOfOrder, stepTitles } from '#server/operations/batch-problems.ts';
import {
  hasAccount,
  mayRecord,
  needsAccount,
  type Standing,
  standingOf,
  viewOfBatch,
} from '#server/operations/batch-view.ts';
import { conflictOf } from '#server/operations/edit-conflict.ts';
import { writing } from '#server/operations/edit-rights.ts';
import { Measurements } from '#server/operations/measurements.ts';
import type { WhatIfContext } from '#server/operations/what-if.ts';

export interface StepWish {
  readonly step: RecordedStep;
  readonly happenedOn: string;
  readonly document?: string | undefined;
  readonly note?: string | undefined;
}

const batches = layerById('conversion_batches');
const parcelsLayer = layerById('conversion_parcels');
const land = layerById('land_parcels');

/**
 * 办理一步: records the next step of a batch, all or nothing. Assembling stores the pieces; carrying out changes the land ledger by exactly these.
 *
 * @param ifMatch version of the batch the person looked at
 * @throws Problem `batch-not-found`, `not-allowed`, `stale-write`, `batch-out-of-order`, `account-stale`, `batch-blocked`, `invalid-value`
 */
export async function recordStep(
  { db: tx, actor, vertexLimit }: WhatIfContext,
  id: number,
  ifMatch: number,
  wish: StepWish,
): Promise<Batch> {
  // What is measured of a transaction that may yet be rolled back is remembered for nobody else.
  const fresh = () => ({ db: tx, actor, vertexLimit, measurements: new Measurements() });
  // From here on nobody else changes anything, so what is read below is what is changed.
  const now = await changeInstant(tx);
  const standing = await standingOf(fresh(), id);
  const { batch, events } = standing;
  const { step } = wish;
  if (!mayRecord(standing, actor, step)) throw notAllowed();
  if (batch.versionId !== ifMatch) throw await conflictOf(tx, batches, id, ifMatch);
  if (await asOwner(tx, () => hiddenParcels(tx, id, standing.parcels.length))) throw notAllowed(hidden);
  const document = documentOf(wish, events);
  const note = wish.note ? checkedText('note', wish.note) : null;
  checkDay(wish.happenedOn, now, events.at(-1)?.happenedOn);
  requireNext(standing, step);

  const event = { batch: id, regionCode: batch.regionCode, ...wish, document, note };
  const reason = `${batch.number} ${stepTitles[step].zh}${note ? `：${note}` : ''}`;
  const ledger: LedgerStep = { tx, actor, batch, happenedOn: wish.happenedOn, reason, document, now };
  const detail = await writing(land, () => enter(standing, event, ledger));
  const versionAfter = await writing(batches, () => moveTo(standing, step, ledger));
  await recordAct(tx, {
    action: 'batch.step',
    layer: batches.id,
    subject: id,
    regionCode: batch.regionCode,
    detail: {
      ...{ step, happenedOn: wish.happenedOn, document, from: batch.status, to: courseRules[step].to },
      ...{ versionBefore: ifMatch, versionAfter, ...detail },
    },
  });
  return viewOfBatch(fresh(), id);
}

type Entry = Omit<NewEvent, 'account'>;

/** Does what the step does beside changing the stage, and enters it; returns what the audit log is told of it. */
async function enter(standing: Standing, event: Entry, ledger: LedgerStep): Promise<object> {
  const { tx, batch } = ledger;
  const { areas, checks } = standing.account;
  if (event.step === 'assembled') {
    await assemble(tx, standing, event);
    return { areaSquareMeters: areas.totalSquareMeters, farmlandSquareMeters: areas.farmlandSquareMeters };
  }
  if (event.step === 'carried-out') {
    const stored = standing.stored?.event ?? (await assemble(tx, standing, { ...event, step: 'assembled' }));
    const done = await carryOut(ledger, stored, standing.pieces);
    await insertEvent(tx, { ...event, account: done });
    return {
      farmlandSquareMeters: done.farmlandSquareMeters,
      landParcels: done.land.map(({ id }) => id),
      newLandParcels: done.created.map(({ id }) => id),
    };
  }
  if (event.step === 'undone') {
    const done = (await newestAccount<CarriedOut>(tx, batch.id, ['carried-out']))!.account;
    const undone = await undoCarryOut(ledger, done);
    await insertEvent(tx, { ...event, account: undone });
    return { farmlandSquareMeters: done.farmlandSquareMeters };
  }
  // What was found when it was passed on.
  await insertEvent(tx, {
    ...event,
    account: courseRules[event.step as RecordedStep].checked ? { checks } : null,
  });
  return {};
}

/** Stores the account and its pieces with the event of assembling. */
async function assemble(tx: Queryable, { batch, account, pieces }: Standing, event: Entry): Promise<number> {
  const id = await insertEvent(tx, { ...event, account });
  const stored = await storePieces(tx, batch, id, pieces);
  if (stored !== pieces.length) throw new Error(`${stored} of ${pieces.length} pieces were stored`);
  return id;
}

/** @throws Problem when the step is not next, builds on an account that no longer holds, or is blocked */
function requireNext(standing: Standing, step: RecordedStep): void {
  const { batch, account, stale } = standing;
  const renew = needsAccount(standing);
  if (!isNext(step, batch.status, renew)) throw outOfOrder(step, batch.status, renew);
  if (!hasAccount(standing, step)) {
    throw stale ? accountStale(step) : outOfOrder(step, batch.status, renew);
  }
  const blocking = courseRules[step].checked ? blockingChecks(account.checks) : [];
  if (blocking.length > 0) throw blocked(step, blocking);
}

/** 阶段: new versions of the batch and of its parcels; returns that of the batch. */
async function moveTo(
  { batch, parcels }: Standing,
  step: RecordedStep,
  { tx, happenedOn, now, reason, document }: LedgerStep,
): Promise<number> {
  const { to, right } = courseRules[step];
  const move = async () => {
    const rows = [
      [batches, await lockRows(tx, batches, [batch.id])],
      [
        parcelsLayer,
        await lockRows(
          tx,
          parcelsLayer,
          parcels.map(({ id }) => id),
        ),
      ],
    ] as const;
    // What the register knew only later than the day of the step changes from when it began.
    const began = rows.flatMap(([, locked]) => locked.map(({ validFrom }) => validFrom));
    const from = [instantOf(happenedOn, 'start'), ...began].sort().at(-1)!;
    const cause: LedgerCause = { reason, document, from: from < now ? from : now, cause: null };
    let version = batch.versionId;
    for (const [layer, locked] of rows) {
      const versions = locked.map(({ versionId }) => versionId);
      if ((await closeVersions(tx, layer, versions)) !== versions.length) throw notAllowed();
      await endVersions(tx, layer, versions, 'edit', cause);
      const moved = await continueVersions(
        tx,
        layer,
        versions,
        { ...cause, kind: 'edit' },
        stageOf(layer, to, step, happenedOn),
      );
      version = moved.find(({ id }) => id === batch.id)?.versionId ?? version;
    }
    return version;
  };
  // The leader decides without editing the layers: the right to the step was asked for the batch and every parcel of it.
  return right === 'approve' ? asOwner(tx, move) : move();
}

function stageOf(layer: LayerDefinition, to: BatchStatus, step: RecordedStep, happenedOn: string): Changed {
  return layer.id === 'conversion_batches' && step === 'submitted'
    ? { columns: { status: '$7::text', submitted_on: '$8::date' }, values: [to, happenedOn] }
    : { columns: { status: '$7::text' }, values: [to] };
}

/** By which document; the ground is converted by that of the approval unless another is named. */
function documentOf({ step, document }: StepWish, events: Standing['events']): string | null {
  if (document) return checkedText('document', document);
  const approval = events.filter((event) => event.step === 'approved').at(-1)?.document ?? null;
  const found = step === 'carried-out' ? approval : null;
  if (found === null && (step === 'approved' || step === 'carried-out')) {
    throw invalidValue('document', {
      zh: '须填写批准文件的文号',
      en: 'The document of the approval is needed',
    });
  }
  return found;
}

/** A step is dated, not in the future, and not before the one it follows. */
function checkDay(day: string, now: string, previous: string | undefined): void {
  if (day > dayOf(now)) {
    throw invalidValue('happenedOn', { zh: '办理日期晚于今天', en: 'The day lies in the future' }, day);
  }
  if (previous !== undefined && day < previous) {
    throw invalidValue(
      'happenedOn',
      { zh: `办理日期早于上一步的 ${previous}`, en: `The step before was on ${previous}` },
      day,
    );
  }
}

const hidden = {
  zh: '批次有地块在您的权限范围之外，须由能看到全部地块的人办理；未作任何改动。',
  en: 'Parcels of the batch lie outside your rights; somebody who sees all of them must record it. Nothing was changed.',
};
