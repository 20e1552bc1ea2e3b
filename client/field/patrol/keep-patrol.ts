import type { TrackPoint } from '#core/field/track.ts';
import { dropDraft, loadDraft, saveDraft } from '../patch/phone-store.ts';
import type { PatrolRecord } from './patrol-record.ts';

/** The record without the points that lie in full blocks. */
interface KeptPatrol extends PatrolRecord {
  readonly blocks?: number;
}

const KEY = 'patrol';
/** A whole day's track is not written anew with every point: a full block is written once. */
const BLOCK = 64;

const blockKey = (id: string, block: number) => `patrol/${id}/${block}`;

let writing: Promise<void> = Promise.resolve();
let waiting: PatrolRecord | null = null;
let written: { readonly id: string; blocks: number } | null = null;

/**
 * 随走随存: what is known of a patrol goes to the phone at once; what comes while that is written goes together after it.
 *
 * @param told hears of each writing whether the phone has it
 */
export function keepPatrol(record: PatrolRecord, told: (kept: boolean) => void): void {
  const idle = waiting === null;
  waiting = record;
  if (!idle) return;
  writing = writing.then(async () => {
    const next = waiting;
    waiting = null;
    if (!next) return;
    // The next point tries again, with all that is missing.
    await write(next).then(
      () => told(true),
      () => told(false),
    );
  });
}

async function write(record: PatrolRecord): Promise<void> {
  const { id, points } = record;
  if (written?.id !== id) written = { id, blocks: 0 };
  const blocks = Math.floor(points.length / BLOCK);
  // A block is there before the record that counts on it.
  for (let block = written.blocks; block < blocks; block += 1) {
    await saveDraft(blockKey(id, block), points.slice(block * BLOCK, (block + 1) * BLOCK));
    written.blocks = block + 1;
  }
  const kept: KeptPatrol = { ...record, points: points.slice(blocks * BLOCK), blocks };
  await saveDraft(KEY, kept);
}

/** The patrol that has not been ended, with every point of it; null: there is none. */
export async function keptPatrol(): Promise<PatrolRecord | null> {
  const kept = await loadDraft<KeptPatrol>(KEY);
  if (!kept) return null;
  const { blocks = 0, ...record } = kept;
  const points: TrackPoint[] = [];
  for (let block = 0; block < blocks; block += 1) {
    points.push(...((await loadDraft<readonly TrackPoint[]>(blockKey(record.id, block))) ?? []));
  }
  return { ...record, points: [...points, ...record.points] };
}

/** Forgets it, once it is kept as a record to be sent. */
export async function forgetPatrol({ id, points }: PatrolRecord): Promise<void> {
  waiting = null;
  await writing;
  await dropDraft(KEY);
  for (let block = 0; block < Math.floor(points.length / BLOCK); block += 1) {
    await dropDraft(blockKey(id, block));
  }
}
