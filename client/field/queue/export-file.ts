import type { Uuid } from '#core/patches/operation.ts';
import { APP_VERSION } from '../store/app-version.ts';
import type { FieldStore } from '../store/field-store.ts';
import { OUTBOX_LIST, type OutboxFile, photoPath } from './outbox-format.ts';
import { StoredZip } from './stored-zip.ts';

/** What one file takes; a second export has the rest, when those of the first were sent. */
const MOST_BYTES = 3_500_000_000;
const MOST_FILES = 60_000;

export interface ExportedFile {
  readonly blob: Blob;
  readonly list: OutboxFile;
}

export interface ExportOptions {
  readonly person: { readonly id: Uuid; readonly name: string };
  readonly device: Uuid;
  readonly now: number;
  readonly progress?: (done: number, all: number) => void;
}

/**
 * 导出未传的工作: everything of a person without the server's receipt, with the bytes of its photographs, as one zip. Nothing on the phone changes by
 * it; `markExported` is for whoever knows that the file was saved. Photographs pass through one piece at a time.
 */
export async function exportUnsent(
  store: FieldStore,
  { person, device, now, progress }: ExportOptions,
): Promise<ExportedFile> {
  const operations = (await store.operationsOf(person.id)).filter(({ state }) => state !== 'confirmed');
  const patrols = (await store.patrolsOf(person.id)).filter(({ state }) => state !== 'confirmed');
  let room = MOST_BYTES;
  const rows = (await store.filesOf(person.id)).filter(({ state, pieces, byteCount }, index) => {
    if (state === 'confirmed' || pieces === 0 || index >= MOST_FILES) return false;
    room -= byteCount;
    return room > 0;
  });
  const list: OutboxFile = {
    ...{ form: 'gengjie-outbox', version: 1, exportedAt: now, app: APP_VERSION, device, person },
    operations: operations.map(({ operation }) => operation),
    patrols: patrols.map(({ patrol }) => patrol),
    files: rows.map((file) => {
      const { sha256, byteCount, mediaType, stamped } = file;
      return { path: photoPath(file), sha256, byteCount, mediaType, stamped, operations: file.operations };
    }),
    notes: [...operations, ...patrols].map(({ id, state, problem }) => ({ id, state, problem })),
  };
  const zip = new StoredZip();
  await zip.add(OUTBOX_LIST, [new TextEncoder().encode(JSON.stringify(list)).buffer]);
  for (const [index, file] of rows.entries()) {
    progress?.(index, rows.length);
    await zip.add(photoPath(file), store.pieces(person.id, file.sha256, file.pieces));
  }
  progress?.(rows.length, rows.length);
  return { blob: zip.finish(), list };
}

/** `耕界未传_张三_20261123-1405.zip`, Beijing time. */
export function exportName(personName: string, now: number): string {
  const time = new Date(now + 8 * 3_600_000).toISOString();
  const stamp = time.replace(/[-:]/g, '').replace('T', '-').slice(0, 13);
  return `耕界未传_${personName.replace(/[\\/:*?"<>|\s]/g, '')}_${stamp}.zip`;
}
