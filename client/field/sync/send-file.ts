import type { PhotoReceipt } from '#core/contract/patch-operations.ts';
import { type Asking, askServer, Refused, RunEnded } from './http.ts';

/** Bytes of one request, at most. */
export const PIECE = 1024 * 1024;

/** A file to be sent, read piece by piece. */
export interface FileSource {
  readonly sha256: string;
  readonly byteCount: number;
  /** Some bytes from `offset` on, at least one and at most {@link PIECE}. */
  readonly read: (offset: number) => Promise<ArrayBuffer>;
  /** Told how much the server has, whenever it said so. */
  readonly progress?: (received: number) => Promise<void>;
}

interface Progress {
  readonly received: number;
  readonly receipt: PhotoReceipt | null;
}

/** Answers without anything having moved on, before this run gives the file up. */
const STALLS = 4;

/**
 * 上传照片 by pieces from where the server left off, until its receipt comes.
 *
 * @param ask whether to ask first how much is there: for a file that was begun before; a piece that is there already does no harm
 * @throws RunEnded; Refused when the server will not have this file
 */
export async function sendFile(asking: Asking, source: FileSource, ask: boolean): Promise<PhotoReceipt> {
  const { sha256, byteCount } = source;
  const path = `/api/photo-uploads/${sha256}`;
  let at = 0;
  if (ask) {
    const { received, receipt } = readProgress(await askServer(asking, path));
    if (receipt) return receipt;
    at = received;
  }
  for (let stalls = 0; stalls < STALLS; ) {
    // Everything is there and no receipt came: any piece brings it.
    if (at >= byteCount) at = Math.max(0, byteCount - PIECE);
    const body = await source.read(at);
    let next: Progress;
    try {
      const answer = await askServer(asking, `${path}?offset=${at}&total=${byteCount}`, {
        method: 'POST',
        body,
      });
      next = readProgress(answer);
    } catch (error) {
      if (!(error instanceof Refused) || error.type !== 'photo-offset') throw error;
      next = { received: Number(error.problem.received) || 0, receipt: null };
    }
    if (next.receipt) return next.receipt;
    if (next.received <= at) stalls += 1;
    at = next.received;
    await source.progress?.(Math.min(at, byteCount));
  }
  throw new RunEnded('server-fault', { type: '/problems/phone-no-receipt' });
}

function readProgress(answer: unknown): Progress {
  const { received, receipt } = (answer ?? {}) as Partial<Progress>;
  if (typeof received !== 'number' || received < 0) throw new RunEnded('server-fault');
  return { received, receipt: receipt ?? null };
}
