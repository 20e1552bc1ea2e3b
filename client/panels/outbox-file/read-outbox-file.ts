import { OUTBOX_LIST, type OutboxFile, type OutboxPhoto } from '../../field/queue/outbox-format.ts';
import { OutboxFileError, storedFiles } from './stored-files.ts';

const MOST_LIST_BYTES = 64 * 1024 * 1024;
const MOST_RECORDS = 20_000;

/** A photograph of the file with its bytes; null: the file does not have them, or not as many as it says. */
export interface ReadPhoto extends OutboxPhoto {
  readonly content: Blob | null;
}

/** 离线包 as it was read; what it says of people and places is judged by the server, record by record. */
export interface ReadOutbox {
  readonly list: OutboxFile;
  readonly photos: readonly ReadPhoto[];
  /** Makers of the records, as they say. */
  readonly makers: readonly string[];
}

/** @throws OutboxFileError for a file that is none of ours */
export async function readOutboxFile(file: Blob): Promise<ReadOutbox> {
  const files = await storedFiles(file);
  const listed = files.get(OUTBOX_LIST);
  if (!listed) throw new OutboxFileError('no-list');
  if (listed.size > MOST_LIST_BYTES) throw new OutboxFileError('list-too-large');
  const list = readList(await listed.text());
  const photos = list.files.map((photo): ReadPhoto => {
    const content = files.get(photo.path) ?? null;
    return { ...photo, content: content?.size === photo.byteCount ? content : null };
  });
  const makers = [...new Set([...list.operations, ...list.patrols].map(({ person }) => person))];
  return { list, photos, makers };
}

function readList(text: string): OutboxFile {
  let list: Partial<OutboxFile> | null;
  try {
    list = JSON.parse(text) as Partial<OutboxFile> | null;
  } catch {
    throw new OutboxFileError('not-ours');
  }
  if (list?.form !== 'gengjie-outbox' || typeof list.version !== 'number')
    throw new OutboxFileError('not-ours');
  if (list.version > 1) throw new OutboxFileError('newer');
  const { operations, patrols = [], files = [], person, device } = list;
  if (!Array.isArray(operations) || !Array.isArray(patrols) || !Array.isArray(files))
    throw new OutboxFileError('not-ours');
  if (operations.length + patrols.length + files.length > MOST_RECORDS) throw new OutboxFileError('too-many');
  const whole =
    [...operations, ...patrols].every((each) => isObject(each) && typeof each.id === 'string') &&
    files.every(
      (each) =>
        isObject(each) &&
        /^[0-9a-f]{64}$/.test(String(each.sha256)) &&
        Number.isSafeInteger(each.byteCount) &&
        typeof each.path === 'string',
    );
  const named =
    typeof person?.name === 'string' && typeof person.id === 'string' && typeof device === 'string';
  if (!whole || !named) throw new OutboxFileError('not-ours');
  return { ...(list as OutboxFile), patrols, files };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
