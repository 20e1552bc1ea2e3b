import { patrolSchema, type Receipt } from '#core/contract/patch-operations.ts';
import { Problem } from '#core/problem.ts';
import type { Run } from '#server/access/access.ts';
import type { Actor } from '#server/access/actor.ts';
import { type KeptPatrol, recordPatrol } from '#server/patches/patrols.ts';
import { unreadableOperation } from '#server/patches/problems.ts';

/** Who sends, and how work is done for them. */
export interface ReceivingPatrols {
  readonly run: Run;
  readonly actor: Actor;
  /** 代传: made by others. */
  readonly onBehalf: boolean;
  /** Faults of the server: no receipt is given, and the device sends again. */
  readonly report: (error: unknown) => void;
}

/** 接收巡查: each is kept, or refused, by itself and answered with a receipt once that is committed. */
export async function receivePatrols(
  { run, actor, onBehalf, report }: ReceivingPatrols,
  given: readonly unknown[],
): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const raw of given) {
    const read = patrolSchema.safeParse(raw);
    const id = idOf(raw);
    try {
      if (!read.success) throw unreadableOperation(read.error.issues[0]?.path.join('.') || 'id');
      receipts.push(
        kept(id, await run((tx) => recordPatrol({ tx, actor }, read.data, { onBehalf }), { write: true })),
      );
    } catch (error) {
      if (error instanceof Problem) receipts.push(refused(id, error));
      else report(error);
    }
  }
  return receipts;
}

function kept(id: string | null, { outcome, receivedAt }: KeptPatrol): Receipt {
  return { id, outcome, conflicts: 0, receivedAt, problem: null };
}

function refused(id: string | null, problem: Problem): Receipt {
  return {
    id,
    outcome: 'refused',
    conflicts: 0,
    receivedAt: Date.now(),
    problem: { ...problem.toJSON('zh'), en: problem.toJSON('en') },
  };
}

function idOf(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : null;
  return typeof id === 'string' && id.length <= 100 ? id : null;
}
