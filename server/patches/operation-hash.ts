import { createHash } from 'node:crypto';
import type { PatchOperation } from '#core/patches/operation.ts';

/** Hash of an operation's content, whatever the order of its keys. */
export function hashOfOperation(operation: unknown): string {
  return createHash('sha256').update(canonical(operation)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

/** An operation with what is needed to keep it. */
export interface Sent {
  readonly operation: PatchOperation;
  readonly sha256: string;
}
