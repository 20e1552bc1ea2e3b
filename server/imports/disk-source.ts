import { closeSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '#core/formats/zip-directory.ts';
import type { StoredFile } from '#server/imports/protocol.ts';

/** A file on disk as random-access bytes. Each read opens it anew: nothing is left open when a reading thread is stopped. */
export function diskSource({ name, path, size }: StoredFile): ByteSource {
  return {
    name,
    size,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      const descriptor = openSync(path, 'r');
      try {
        let done = 0;
        while (done < bytes.length) {
          const count = readSync(descriptor, bytes, done, bytes.length - done, offset + done);
          if (count === 0) break;
          done += count;
        }
        return done === bytes.length ? bytes : bytes.subarray(0, done);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}
