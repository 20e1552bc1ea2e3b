import type { Uuid } from '#core/patches/operation.ts';
import { sha256OfPieces } from '../store/hash.ts';
import { StoreProblem } from '../store/problems.ts';
import { type PhotoFile, PIECE_BYTES, type SendProblem } from '../store/schema.ts';
import type { EngineDeps } from './engine.ts';
import { Refused, RunEnded } from './http.ts';
import { sendFile } from './send-file.ts';

/** Files under way at once: enough to fill a connection, few enough to hold little. */
const AT_ONCE = 3;

/**
 * 上传照片 of a person, oldest first. One that is refused holds up no other. @throws RunEnded
 *
 * @returns why some must be sent once more
 */
export async function sendPhotos(deps: EngineDeps, person: Uuid): Promise<SendProblem[]> {
  const left: SendProblem[] = [];
  const queue = (await deps.store.filesOf(person, 'queued')).sort((a, b) => a.recordedAt - b.recordedAt);
  let ended: unknown = null;
  const worker = async () => {
    for (let file = queue.shift(); file && ended === null; file = queue.shift()) {
      try {
        const again = await sendPhoto(deps, file);
        if (again) left.push(again);
      } catch (error) {
        ended ??= error;
      }
      deps.stepped?.();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (ended !== null) throw ended;
  return left;
}

async function sendPhoto(deps: EngineDeps, file: PhotoFile): Promise<SendProblem | null> {
  const { store } = deps;
  const { person, sha256, byteCount, tries, uploaded } = file;
  const begun = tries > 0 || uploaded > 0 || byteCount > PIECE_BYTES;
  try {
    const receipt = await sendFile(
      deps,
      {
        sha256,
        byteCount,
        read: (offset) => bytesFrom(deps, file, offset),
        progress: (received) => store.fileProgress(person, sha256, received),
      },
      begun,
    );
    // What the server says it has must be what is here, or it is not believed.
    if (!(await store.confirmFile(person, sha256, receipt, deps.now())))
      await store.fileProblem(person, sha256, { type: '/problems/phone-receipt-differs' }, 'refused');
  } catch (error) {
    if (error instanceof Refused) {
      if (error.status === 403 && error.type === 'not-allowed')
        throw new RunEnded('not-allowed', error.problem);
      return refuse(deps, file, error);
    } else if (error instanceof StoreProblem && error.fault === 'not-read-back')
      await store.fileProblem(person, sha256, { type: '/problems/phone-photo-damaged' }, 'refused');
    else {
      if (error instanceof RunEnded)
        await store.fileProblem(person, sha256, { type: `/problems/phone-${error.hindrance}` }, 'queued');
      throw error;
    }
  }
  return null;
}

/** A hash that differs is sent once more from the beginning, unless the bytes here are damaged themselves. */
async function refuse(
  deps: EngineDeps,
  file: PhotoFile,
  { type, problem }: Refused,
): Promise<SendProblem | null> {
  const { store } = deps;
  const { person, sha256, pieces, tries } = file;
  const settle = async (why: SendProblem, state: 'queued' | 'refused') => {
    await store.fileProblem(person, sha256, why, state);
    return state === 'queued' ? why : null;
  };
  if (type !== 'photo-hash-differs' && type !== 'upload-interrupted') return settle(problem, 'refused');
  const found = await sha256OfPieces(store.pieces(person, sha256, pieces)).catch(() => null);
  if (found !== sha256) return settle({ type: '/problems/phone-photo-damaged' }, 'refused');
  return settle(problem, tries < 3 ? 'queued' : 'refused');
}

async function bytesFrom({ store }: EngineDeps, { person, sha256 }: PhotoFile, offset: number) {
  const index = Math.floor(offset / PIECE_BYTES);
  const piece = await store.piece(person, sha256, index);
  if (!piece) throw new StoreProblem('not-read-back');
  const start = offset - index * PIECE_BYTES;
  return start === 0 ? piece : piece.slice(start);
}
