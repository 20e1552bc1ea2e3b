import { patches } from '#core/catalog/patches.ts';
import type { FlagOperation, PatchOperation } from '#core/patches/operation.ts';
import { type PatchState, reducePatch } from '#core/patches/reduce.ts';
import { Problem } from '#core/problem.ts';
import { type Actor, may } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { together } from '#server/db/session.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { grantsOf } from '#server/db/tables/grants.ts';
import { keepReduced, numberOfDossier } from '#server/db/tables/patch-dossiers.ts';
import {
  announcePhoto,
  appendOperations,
  judgeWaiting,
  type KeptOperation,
  type KnownPatch,
  markPhotoRemoved,
} from '#server/db/tables/patch-operations.ts';
import { writing } from '#server/operations/edit-rights.ts';
import { checkRights } from '#server/patches/check-operation.ts';
import type { Judged, SentGroup, Verdict } from '#server/patches/judge.ts';
import { hangPhotos } from '#server/patches/photos/hang-photos.ts';
import { operationNotYours } from '#server/patches/problems.ts';
import { projectChange, projectFlag } from '#server/patches/project.ts';
import { baseOf } from '#server/patches/reduce-log.ts';

export interface Applied {
  readonly judged: ReadonlyMap<string, Judged>;
  /** The patch must be projected once more, by `reprojectPatch` in a transaction of its own. */
  readonly again: boolean;
}

/** How a transaction changes between a person and its owner. */
export interface Roles {
  person(): Promise<void>;
  owner(): Promise<void>;
}

/** What a group changes; `reduced` undefined: nothing. */
export interface Change extends Verdict {
  readonly group: SentGroup;
  readonly uid: string;
  readonly known: KnownPatch;
  readonly flag: FlagOperation | undefined;
  readonly parentNumber: string | null;
  /** Operations that waited for this flag, and why they do not count. */
  readonly late: readonly { readonly content: PatchOperation; readonly problem: Problem | undefined }[];
  readonly operations: readonly PatchOperation[];
  readonly reduced: PatchState | undefined;
  readonly instant: string;
}

/** As owner, after the instant of the change was taken. */
export async function changeOf(
  tx: Queryable,
  group: SentGroup,
  known: KnownPatch,
  verdict: Verdict,
  instant: string,
): Promise<Change> {
  const { accepted, regionCode } = verdict;
  const flag = accepted.find(({ operation }) => operation.kind === 'flag')?.operation as
    | FlagOperation
    | undefined;
  const [parent] = flag?.parents ?? [];
  const parentNumber = parent === undefined ? null : await numberOfDossier(tx, parent);
  const late = flag ? await judgeLog(tx, known.log, regionCode!, flag.person) : [];
  const operations = [
    ...known.log.filter(({ status }) => status === 'applied').map(({ content }) => content),
    ...late.filter(({ problem }) => !problem).map(({ content }) => content),
    ...accepted.map(({ operation }) => operation),
  ];
  const reduced =
    accepted.length === 0
      ? undefined
      : reducePatch(flag ? { state: 'to-dispatch', values: {} } : baseOf(known.dossier!), operations);
  const uid = group.sent[0]!.operation.patch;
  return { ...verdict, group, uid, known, flag, parentNumber, late, operations, reduced, instant };
}

/** 写入: from the owner's role back to it. A new patch needs no answer on the way, so that many can be sent at once. */
export async function write(tx: Queryable, roles: Roles, change: Change): Promise<void> {
  const { waiting, accepted, reduced, flag, parentNumber, known, operations, instant } = change;
  // The log says who sent each: whoever the transaction was last made.
  const noteWaiting = waiting.length > 0 ? [() => appendOperations(tx, waiting, 'waiting', '')] : [];
  if (!reduced) return together(tx, waiting.length > 0 ? [roles.person, roles.owner, ...noteWaiting] : []);
  const reason = reasonOf(accepted.map(({ operation }) => operation));
  if (flag) {
    const begun = { regionCode: change.regionCode!, parentNumber, reason, from: instant };
    return together(tx, [
      roles.person,
      () => writing(patches, () => projectFlag(tx, flag, { ...reduced, withdrawn: null }, begun)),
      roles.owner,
      ...noteWaiting,
      ...keeping(tx, change, reduced, change.regionCode!),
    ]);
  }
  const { patchId, regionCode } = known.dossier!;
  await roles.person();
  const region = await writing(patches, () =>
    projectChange(tx, patchId!, reduced, { reason, restores: restores(operations) }),
  );
  await together(tx, [roles.owner, ...noteWaiting, ...keeping(tx, change, reduced, region ?? regionCode)]);
}

/** The log, the dossier, the photographs and the audit log follow; none needs another's answer. */
function keeping(tx: Queryable, change: Change, reduced: PatchState, region: string) {
  const { uid, accepted, late, known, flag, group } = change;
  const patchId = flag ? null : known.dossier!.patchId;
  return [
    () => appendOperations(tx, accepted, 'applied', region),
    () => keepReduced(tx, { patchId, uid, flag }, region, reduced),
    ...late.map(
      ({ content, problem }) =>
        () =>
          judgeWaiting(tx, content.id, region, problem),
    ),
    ...newOf(change).flatMap((operation) => {
      if (operation.kind === 'photo') return [() => announcePhoto(tx, operation, region)];
      return operation.kind === 'remove-photo' ? [() => markPhotoRemoved(tx, operation.photo)] : [];
    }),
    () =>
      recordAct(tx, {
        action: 'patch.operation',
        layer: 'patches',
        subject: uid,
        regionCode: region,
        detail: {
          operations: accepted.map(({ operation }) => ({
            id: operation.id,
            kind: operation.kind,
            ...(operation.kind === 'step' ? { step: operation.step } : {}),
            ...(operation.person === group.actor.id ? {} : { madeBy: operation.person }),
          })),
          state: reduced.state,
          conflicts: reduced.conflicts.length,
        },
      }),
  ];
}

/** Operations that count from now on. */
function newOf({ known, operations }: Change): PatchOperation[] {
  const counted = new Set(
    known.log.filter(({ status }) => status === 'applied').map(({ content }) => content.id),
  );
  return operations.filter(({ id }) => !counted.has(id));
}

/** From the owner's role back to it, after {@link write}: the bytes of photographs may have come before them. */
export async function finish(tx: Queryable, roles: Roles, change: Change): Promise<void> {
  if (!change.reduced || !newOf(change).some(({ kind }) => kind === 'photo')) return;
  // Hung by who announced them.
  await together(tx, [roles.person, roles.owner]);
  await hangPhotos(tx, change.uid);
}

export function appliedOf({ judged, accepted, reduced, flag, instant }: Change): Applied {
  if (!reduced) return { judged, again: false };
  const receivedAt = Date.parse(instant);
  for (const { operation } of accepted) {
    judged.set(operation.id, { outcome: 'applied', conflicts: reduced.conflicts.length, receivedAt });
  }
  return { judged, again: flag !== undefined && reduced.withdrawn !== null };
}

/** As owner: operations that waited for this flag; each counts if who sent it may do that to a patch of this region. */
async function judgeLog(
  tx: Queryable,
  log: readonly KeptOperation[],
  regionCode: string,
  flaggedBy: string,
): Promise<{ content: PatchOperation; problem: Problem | undefined }[]> {
  const verdicts = [];
  for (const { content, status, sentBy } of log) {
    if (status !== 'waiting') continue;
    const sender = { writes: true, grants: await grantsOf(tx, sentBy) } as unknown as Actor;
    let problem: Problem | undefined;
    try {
      if (content.person !== sentBy && !may(sender, 'review', 'patches', regionCode))
        throw operationNotYours();
      checkRights(sender, content, regionCode, flaggedBy === content.person);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problem = error;
    }
    verdicts.push({ content, problem });
  }
  return verdicts;
}

function restores(operations: readonly PatchOperation[]): boolean {
  return operations.some(({ kind }) => kind === 'restore');
}

/** 变更原因 of the versions that operations make. */
export function reasonOf(operations: readonly PatchOperation[]): string {
  const reasons = operations.flatMap((each) => ('reason' in each && each.reason ? [each.reason] : []));
  return reasons[0] ?? '外业与办理记录';
}
