import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { ZipFile } from 'yazl';
import { type EvidenceFile, MANIFEST_NAME } from '#core/evidence/manifest.ts';
import type { AttachmentStore } from '#server/attachments/store.ts';

export interface PackParts {
  readonly manifest: Buffer;
  readonly pdf: Uint8Array;
  readonly files: readonly EvidenceFile[];
  /** Stands as the time of every entry. */
  readonly made: Date;
}

/**
 * 举证包 ZIP, piece by piece: nothing is compressed, since photographs are already, and a browser reads it without unpacking. A photograph that is not its
 * hash ends the stream before its end, so that no whole archive holds it.
 */
export function packOf(
  store: AttachmentStore,
  { manifest, pdf, files, made }: PackParts,
): AsyncIterable<Buffer> {
  const zip = new ZipFile();
  const options = { mtime: made, compress: false };
  zip.addBuffer(manifest, MANIFEST_NAME, options);
  zip.addBuffer(Buffer.from(pdf), 'report.pdf', options);
  const output = zip.outputStream as NodeJS.ReadableStream &
    AsyncIterable<Buffer> & { destroy(error: Error): void };
  for (const { name, sha256, byteCount } of files) {
    zip.addReadStreamLazy(name, { ...options, size: byteCount }, (give) => {
      const checked = asItWas(sha256);
      const source = createReadStream(store.pathOf(sha256));
      const fail = (error: Error) => output.destroy(error);
      source.on('error', fail);
      checked.on('error', fail);
      give(null, source.pipe(checked));
    });
  }
  zip.end();
  return output;
}

/** Lets bytes through, and fails at their end when they do not have the hash. */
function asItWas(sha256: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(piece: Buffer, _encoding, pass) {
      hash.update(piece);
      pass(null, piece);
    },
    flush(pass) {
      pass(hash.digest('hex') === sha256 ? null : new Error(`photograph ${sha256} is not what it was`));
    },
  });
}
