import type { Patrol } from '#core/contract/patch-operations.ts';
import type { PatchOperation, Uuid } from '#core/patches/operation.ts';
import type { SendProblem, SendState } from '../store/schema.ts';

/** 离线包: what is in `operations.json` of an exported file. Older versions are read for ever. */
export interface OutboxFile {
  readonly form: 'gengjie-outbox';
  readonly version: 1;
  /** ms by the phone's clock. */
  readonly exportedAt: number;
  readonly app: string;
  readonly device: Uuid;
  readonly person: { readonly id: Uuid; readonly name: string };
  readonly operations: readonly PatchOperation[];
  readonly patrols: readonly Patrol[];
  readonly files: readonly OutboxPhoto[];
  /** What became of each on the phone, as far as it knew. */
  readonly notes: readonly { id: Uuid; state: SendState; problem: SendProblem | null }[];
}

export interface OutboxPhoto {
  /** Inside the file: `photos/<sha256>.jpg`. */
  readonly path: string;
  readonly sha256: string;
  readonly byteCount: number;
  readonly mediaType: string;
  readonly stamped: boolean;
  readonly operations: readonly Uuid[];
}

export const OUTBOX_LIST = 'operations.json';

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'video/mp4': 'mp4',
};

export function photoPath({ sha256, mediaType }: Pick<OutboxPhoto, 'sha256' | 'mediaType'>): string {
  return `photos/${sha256}.${ENDINGS[mediaType] ?? 'bin'}`;
}
