import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where an engine listens. `host` and `port` are as the driver wants them: it adds `.s.PGSQL.<port>` to a folder. */
export interface SocketPlace {
  readonly host: string;
  readonly port: number;
  /** Path of the Unix socket; none on Windows, which gets a free loopback port. */
  readonly socket?: string;
}

/** The socket lies in the data folder, or in the system's temporary folder when its path would be too long for the kernel. */
export function socketPlace(home: string): SocketPlace {
  if (process.platform === 'win32') return { host: '127.0.0.1', port: 0 };
  let folder = home;
  if (Buffer.byteLength(join(home, fileName)) > longestPath) {
    const name = createHash('sha256').update(home).digest('hex').slice(0, 12);
    folder = join(tmpdir(), `gengjie-${name}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  return { host: folder, port, socket: join(folder, fileName) };
}

/** Removes what {@link socketPlace} made outside the home. */
export function removeSocketPlace(home: string): void {
  const { host, socket } = socketPlace(home);
  if (socket && host !== home) rmSync(host, { recursive: true, force: true });
}

const port = 5432;
const fileName = `.s.PGSQL.${port}`;
/** sun_path holds 104 bytes on macOS and 108 on Linux, with a zero at the end. */
const longestPath = 103;
