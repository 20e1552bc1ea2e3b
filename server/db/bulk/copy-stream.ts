import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** `COPY … FROM STDIN` as a stream that counts what it copied. */
type CopyStream = Writable & { readonly rowCount: number };

/**
 * 复制写入: lets `feed` write a COPY to its end and returns how many rows were copied. When the source fails, the COPY is ended on the server
 * too, and the source's error is thrown, not the server's echo of it.
 *
 * @param feed writes everything; `failure()` is what the server said against it so far
 */
export async function feedCopy(
  stream: CopyStream,
  feed: (failure: () => unknown, end: Promise<void>) => Promise<void>,
): Promise<number> {
  let failure: unknown;
  stream.on('error', (error) => {
    failure ??= error;
  });
  const end = finished(stream).catch(() => {});
  try {
    await feed(() => failure, end);
    stream.end();
  } catch (error) {
    if (failure === undefined) {
      failure = error;
      stream.destroy(error as Error);
    }
  }
  await end;
  if (failure !== undefined) throw failure;
  return stream.rowCount;
}
