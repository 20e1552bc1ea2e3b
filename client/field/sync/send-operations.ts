import type { Receipt } from '#core/contract/patch-operations.ts';
import type { Uuid } from '#core/patches/operation.ts';
import type { Settlement } from '../store/outbox.ts';
import type { SendProblem } from '../store/schema.ts';
import { type Asking, askServer, Refused, RunEnded } from './http.ts';

/** As the contract has it (`OPERATIONS_AT_ONCE`), and no more bytes than a weak connection brings through in its time. */
export const BATCH = 100;
const BATCH_CHARS = 2_000_000;

export interface Sending {
  readonly device: Uuid;
  readonly onBehalf?: boolean;
}

export interface Answered {
  readonly settlements: readonly Settlement[];
  readonly serverNow: number | null;
}

interface Item {
  readonly id: Uuid;
  readonly content: unknown;
}

/**
 * 上报一批 of operations or patrols, and what became of each: only a receipt under its own id confirms one. A batch that is refused as a whole is
 * halved until what is wrong stands alone, so that one damaged record holds up no other.
 *
 * @throws RunEnded
 */
export async function sendBatch(
  asking: Asking,
  kind: 'operations' | 'patrols',
  items: readonly Item[],
  { device, onBehalf = false }: Sending,
): Promise<Answered> {
  const contents = items.map(({ content }) => content);
  const body = JSON.stringify({ device, [kind]: contents, ...(onBehalf ? { onBehalf } : {}) });
  let answer: unknown;
  try {
    answer = await askServer(asking, '/api/patch-operations', { method: 'POST', body });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // Nothing that was recorded is wrong: the person may not send at all now.
    if (error.status === 403) throw new RunEnded('not-allowed', error.problem);
    if (items.length === 1) return { settlements: [refused(items[0]!.id, error.problem)], serverNow: null };
    const half = Math.ceil(items.length / 2);
    const first = await sendBatch(asking, kind, items.slice(0, half), { device, onBehalf });
    const second = await sendBatch(asking, kind, items.slice(half), { device, onBehalf });
    return {
      settlements: [...first.settlements, ...second.settlements],
      serverNow: second.serverNow ?? first.serverNow,
    };
  }
  const { receipts, serverNow } = readAnswer(answer, kind);
  return { settlements: items.map(({ id }) => judge(id, receipts.get(id))), serverNow };
}

/** As many from the front as go into one request. */
export function batchOf<T extends Item>(items: readonly T[]): T[] {
  const batch: T[] = [];
  let chars = 0;
  for (const item of items.slice(0, BATCH)) {
    chars += JSON.stringify(item.content).length;
    if (batch.length > 0 && chars > BATCH_CHARS) break;
    batch.push(item);
  }
  return batch;
}

function judge(id: Uuid, receipt: Receipt | undefined): Settlement {
  // A fault of the server with this one: it is sent again.
  if (!receipt)
    return { id, state: 'queued', receipt: null, problem: { type: '/problems/phone-no-receipt' } };
  const problem = receipt.problem as SendProblem | null;
  if (receipt.outcome === 'applied' || receipt.outcome === 'repeated')
    return { id, state: 'confirmed', receipt, problem: null };
  if (receipt.outcome === 'waiting') return { id, state: 'waiting', receipt, problem: null };
  // Sent under somebody else's name: it waits for its maker, and is as good as before.
  if (problem?.type.endsWith('/operation-not-yours')) return { id, state: 'queued', receipt: null, problem };
  return refused(id, problem ?? { type: '/problems/phone-refused' }, receipt);
}

function refused(id: Uuid, problem: SendProblem, receipt: Receipt | null = null): Settlement {
  return { id, state: 'refused', receipt, problem };
}

function readAnswer(answer: unknown, kind: 'operations' | 'patrols') {
  const { receipts, patrolReceipts, serverNow } = (answer ?? {}) as Record<string, unknown>;
  const list = kind === 'operations' ? receipts : patrolReceipts;
  // Whoever answered, it was not the server that we know.
  if (!Array.isArray(list)) throw new RunEnded('server-fault');
  const known = new Map<Uuid, Receipt>();
  for (const receipt of list as (Partial<Receipt> | null)[]) {
    if (typeof receipt?.id !== 'string' || known.has(receipt.id)) continue;
    if (['applied', 'repeated', 'waiting', 'refused'].includes(receipt.outcome ?? ''))
      known.set(receipt.id, receipt as Receipt);
  }
  return { receipts: known, serverNow: typeof serverNow === 'number' ? serverNow : null };
}
