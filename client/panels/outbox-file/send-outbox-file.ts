import type { Settlement } from '../../field/store/outbox.ts';
import type { SendProblem, SendState } from '../../field/store/schema.ts';
import { type Asking, Refused } from '../../field/sync/http.ts';
import { PIECE, sendFile } from '../../field/sync/send-file.ts';
import { batchOf, sendBatch } from '../../field/sync/send-operations.ts';
import type { ReadOutbox, ReadPhoto } from './read-outbox-file.ts';

/** What became of one record or photograph of the file. */
export interface SentItem {
  readonly id: string;
  readonly kind: string;
  readonly state: SendState;
  readonly problem: SendProblem | null;
}

/**
 * 代传: what somebody else recorded, under their name; the server asks for the right to review where each patch lies, and answers record by record.
 * A photograph none of whose records was taken stays where it is. What it has already is told as confirmed: loading a file twice changes nothing.
 *
 * @throws RunEnded when the server cannot be asked any more; what was answered until then was told
 */
export async function sendOutboxFile(
  asking: Asking,
  { list, photos }: ReadOutbox,
  told: (items: readonly SentItem[]) => void,
): Promise<void> {
  const sending = { device: list.device, onBehalf: true };
  const [left, taken] = [new Set<string>(), new Set<string>()];
  for (const kind of ['operations', 'patrols'] as const) {
    const records = list[kind] as readonly { id: string; kind?: string }[];
    const items = records.map((content) => ({ id: content.id, content }));
    const names = new Map(records.map((record) => [record.id, record.kind ?? 'patrol']));
    for (let from = 0; from < items.length; ) {
      // A file may name many, but one envelope never names one twice: its receipts could not be told apart.
      const batch = batchOf(unlike(items.slice(from)));
      from += batch.length;
      const { settlements } = await sendBatch(asking, kind, batch, sending);
      for (const { id, state } of settlements)
        (state === 'refused' || state === 'queued' ? left : taken).add(id);
      told(settlements.map((settlement) => itemOf(settlement, names.get(settlement.id) ?? kind)));
    }
  }
  for (const photo of photos) {
    const { operations = [] } = photo;
    const unwanted = operations.length > 0 && operations.every((id) => left.has(id) && !taken.has(id));
    told([unwanted ? withoutRecord(photo) : await sendPhoto(asking, photo)]);
  }
}

function unlike<T extends { readonly id: string }>(items: readonly T[]): T[] {
  const seen = new Set<string>();
  const end = items.findIndex(({ id }) => seen.size === seen.add(id).size);
  return items.slice(0, end < 0 ? items.length : end);
}

function itemOf({ id, state, problem }: Settlement, kind: string): SentItem {
  return { id, kind, state, problem };
}

function withoutRecord({ sha256 }: ReadPhoto): SentItem {
  const problem = { type: '/problems/phone-record-left' };
  return { id: sha256, kind: 'photo-file', state: 'queued', problem };
}

async function sendPhoto(asking: Asking, { sha256, byteCount, content }: ReadPhoto): Promise<SentItem> {
  const item = { id: sha256, kind: 'photo-file' };
  const refused = (problem: SendProblem): SentItem => ({ ...item, state: 'refused', problem });
  if (!content || byteCount === 0) return refused({ type: '/problems/phone-photo-missing' });
  try {
    const read = (offset: number) => content.slice(offset, offset + PIECE).arrayBuffer();
    const receipt = await sendFile(asking, { sha256, byteCount, read }, true);
    const same = receipt.sha256 === sha256 && receipt.byteCount === byteCount;
    return same
      ? { ...item, state: 'confirmed', problem: null }
      : refused({ type: '/problems/phone-receipt-differs' });
  } catch (error) {
    if (error instanceof Refused) return refused(error.problem);
    throw error;
  }
}
