import type { Receipt } from '#core/contract/patch-operations.ts';
import { OPERATIONS_AT_ONCE, patchOperationSchema } from '#core/contract/patch-operations.ts';
import type { PatchOperation } from '#core/patches/operation.ts';
import { Problem } from '#core/problem.ts';
import type { Run } from '#server/access/access.ts';
import type { Actor } from '#server/access/actor.ts';
import type { SharedCommits } from '#server/access/shared-commits.ts';
import type { PersonOfTransaction } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { applyOperations, type PersonalGroup, reprojectPatch } from '#server/patches/apply.ts';
import type { Applied } from '#server/patches/change.ts';
import type { Judged } from '#server/patches/judge.ts';
import { hashOfOperation, type Sent } from '#server/patches/operation-hash.ts';
import { unreadableOperation } from '#server/patches/problems.ts';

/** Who sends, and how work is done for them. */
export interface Receiving {
  readonly run: Run;
  readonly actor: Actor;
  /** The same person as the database is told of them. */
  readonly person: PersonOfTransaction;
  /** Where what several people send comes together. */
  readonly commits: SharedCommits<PersonalGroup, Applied>;
  readonly vertexLimit: number;
  /** 代传: made by others. */
  readonly onBehalf: boolean;
  /** Faults of the server: no receipt is given, and the device sends again. */
  readonly report: (error: unknown) => void;
}

/**
 * 接收操作: keeps what is sent, patch by patch, and answers with a receipt for each once it is committed. What is refused alters nothing and does
 * not hold up the rest.
 */
export async function receiveOperations(receiving: Receiving, given: readonly unknown[]): Promise<Receipt[]> {
  const receipts: (Receipt | undefined)[] = given.slice(0, OPERATIONS_AT_ONCE).map(() => undefined);
  const byPatch = new Map<string, { at: number; sent: Sent }[]>();
  for (const [at, raw] of given.slice(0, OPERATIONS_AT_ONCE).entries()) {
    const read = patchOperationSchema.safeParse(raw);
    if (!read.success) {
      receipts[at] = receiptOf(idOf(raw), unreadableOperation(read.error.issues[0]?.path.join('.') || 'id'));
      continue;
    }
    const operation = read.data as PatchOperation;
    const list = byPatch.get(operation.patch) ?? [];
    list.push({
      at,
      sent: { operation, sha256: hashOfOperation(operation) },
    });
    byPatch.set(operation.patch, list);
  }
  // A patch begins with its flag, the first there is, in whatever order they were put into the envelope.
  const isFlag = ({ sent: { operation } }: { sent: Sent }) => operation.kind === 'flag';
  const groups = [...byPatch.values()].map((group) =>
    group.toSorted((one, other) => Number(isFlag(other)) - Number(isFlag(one))),
  );
  // A part is numbered after the patch it came from, which may be on the way in the same envelope.
  const isPart = (group: (typeof groups)[number]) =>
    group.some(
      ({ sent: { operation } }) => operation.kind === 'flag' && (operation.parents ?? []).length > 0,
    );
  const keep = async (group: (typeof groups)[number]) => {
    for (const [at, receipt] of await receiveGroup(receiving, group)) receipts[at] = receipt;
  };
  await Promise.all(groups.filter((group) => !isPart(group)).map(keep));
  for (const part of groups.filter(isPart)) await keep(part);
  return receipts.filter((receipt) => receipt !== undefined);
}

async function receiveGroup(
  receiving: Receiving,
  group: readonly { at: number; sent: Sent }[],
): Promise<(readonly [number, Receipt])[]> {
  const together = await applied(
    receiving,
    group.map(({ sent }) => sent),
  );
  if (!(together instanceof Error)) {
    return group.map(
      ({ at, sent }) => [at, receiptOf(sent.operation.id, together.get(sent.operation.id)!)] as const,
    );
  }
  const receipts: (readonly [number, Receipt])[] = [];
  for (const { at, sent } of group) {
    const { id } = sent.operation;
    const alone = group.length === 1 ? together : await applied(receiving, [sent]);
    if (alone instanceof Problem) receipts.push([at, receiptOf(id, alone)]);
    else if (alone instanceof Error) receiving.report(alone);
    else receipts.push([at, receiptOf(id, alone.get(id)!)]);
  }
  return receipts;
}

/** Applied with what others send at this moment, or alone when that cannot be. */
async function applied(
  receiving: Receiving,
  sent: readonly Sent[],
): Promise<ReadonlyMap<string, Judged> | Error> {
  const { run, actor, person, vertexLimit, onBehalf, commits } = receiving;
  try {
    const shared = await commits.put({ actor, person, sent, onBehalf });
    return await afterwards(
      receiving,
      sent,
      shared ??
        (await run((tx) => applyOperations({ tx, actor, vertexLimit }, sent, { onBehalf }), {
          write: true,
          planOnce: true,
        })),
    );
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What was refused because of who asked leaves a line in the audit log of its own. */
async function afterwards(
  { run }: Receiving,
  sent: readonly Sent[],
  { judged, again }: Applied,
): Promise<ReadonlyMap<string, Judged>> {
  const { patch } = sent[0]!.operation;
  if (again) await run((tx) => reprojectPatch(tx, patch), { write: true });
  const refused = [...judged].filter(([, { problem }]) => problem && problem.status === 403);
  if (refused.length > 0) {
    await run(
      (tx) =>
        recordAct(tx, {
          action: 'patch.operation',
          outcome: 'refused',
          layer: 'patches',
          subject: patch,
          detail: { refused: refused.map(([id, { problem }]) => ({ id, problem: problem!.type })) },
        }),
      { write: true },
    );
  }
  return judged;
}

function receiptOf(id: string | null, result: Judged | Problem): Receipt {
  const judged: Judged =
    result instanceof Problem
      ? { outcome: 'refused', problem: result, conflicts: 0, receivedAt: Date.now() }
      : result;
  return {
    id,
    outcome: judged.outcome,
    conflicts: judged.conflicts,
    receivedAt: judged.receivedAt,
    problem: judged.problem
      ? { ...judged.problem.toJSON('zh'), en: judged.problem.toJSON('en') }
      : (judged.keptProblem ?? null),
  };
}

function idOf(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : null;
  return typeof id === 'string' && id.length <= 100 ? id : null;
}
