import type { ByteSource } from '#core/formats/zip-directory.ts';

/** A file in memory, as the format readers take it. */
export function memoryFile(name: string, bytes: Uint8Array | string): ByteSource {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  return {
    name,
    size: content.length,
    read: (offset, length) => content.subarray(offset, Math.min(content.length, offset + length)),
  };
}

/** Files by name, as a person drops them. */
export function memoryFiles(files: Readonly<Record<string, Uint8Array | string>>): ByteSource[] {
  return Object.entries(files).map(([name, bytes]) => memoryFile(name, bytes));
}
