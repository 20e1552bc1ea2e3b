import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from './server-process.ts';

const help = `npx tsx scripts/bench/photo-upload.ts [--photos 3000] [--bytes 300000] [--at-once 6] [--home FOLDER]

Sends photographs to a server of its own over loopback, each in one piece, and waits for every receipt. Beside it: the same bytes written, synced and renamed by
this process alone, which is what the disk can do. DATABASE_URL names a PostGIS; without it the embedded engine is used.`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    photos: { type: 'string', default: '3000' },
    bytes: { type: 'string', default: '300000' },
    'at-once': { type: 'string', default: '6' },
    home: { type: 'string' },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
const [photos, bytes, atOnce] = [values.photos, values.bytes, values['at-once']].map(Number) as [
  number,
  number,
  number,
];
const home = values.home ?? (await mkdtemp(join(tmpdir(), 'gengjie-photos-')));

/** Photographs that differ: one of noise, with a number in it. */
const noise = randomBytes(bytes);
for (let at = 0; at < bytes; at += 1) if (noise[at] === 0xff) noise[at] = 0xfe;
const frame = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc0000b080010001001011100ffda0008010100003f00',
  'hex',
);
frame.copy(noise);
Buffer.from('ffd9', 'hex').copy(noise, bytes - 2);
function photo(index: number): Buffer {
  const copy = Buffer.from(noise);
  copy.writeUInt32BE(index & 0x7f7f7f7f, frame.length + 8);
  copy.write(String(index).padStart(10, '0'), frame.length + 12, 'latin1');
  return copy;
}

async function inTurns(work: (index: number) => Promise<void>): Promise<number> {
  const start = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < photos) await work(next++);
    }),
  );
  return (performance.now() - start) / 1000;
}

const plain = join(home, 'plain');
await mkdir(plain, { recursive: true });
const disk = await inTurns(async (index) => {
  const data = photo(index);
  const path = join(plain, createHash('sha256').update(data).digest('hex'));
  const file = await open(`${path}.part`, 'w');
  await file.write(data);
  await file.sync();
  await file.close();
  await rename(`${path}.part`, path);
});
await rm(plain, { recursive: true });

const server = await startServer({
  GENGJIE_HOME: join(home, 'product'),
  GENGJIE_DEMONSTRATION: 'on',
  HOST: '127.0.0.1',
});
try {
  const signedIn = await fetch(`${server.origin}/api/session/demonstration`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin },
    body: JSON.stringify({ username: 'demo-field' }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const before = server.memory().server;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, server.memory().server);
  }, 200);
  let receipts = 0;
  const seconds = await inTurns(async (index) => {
    const data = photo(index);
    const sha256 = createHash('sha256').update(data).digest('hex');
    const path = `/api/photo-uploads/${sha256}?offset=0&total=${data.length}`;
    const answer = (await send(path, data)) as { receipt: { sha256: string } | null };
    if (answer.receipt?.sha256 !== sha256) throw new Error(`no receipt: ${JSON.stringify(answer)}`);
    receipts += 1;
  });
  clearInterval(watch);
  const rate = (time: number) => `${((photos * bytes) / 1e6 / time).toFixed(1)} MB/s`;
  console.log(`${receipts} receipts of ${photos} photographs of ${bytes} bytes, ${atOnce} at once`);
  console.log(
    `disk alone: ${disk.toFixed(1)} s (${rate(disk)}); server: ${seconds.toFixed(1)} s (${rate(seconds)})`,
  );
  console.log(`memory of the server: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most`);

  function send(path: string, data: Buffer): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const asked = request(
        server.origin + path,
        {
          method: 'POST',
          agent,
          headers: {
            cookie,
            origin: server.origin,
            'content-type': 'application/octet-stream',
            'content-length': data.length,
          },
        },
        (answer) => {
          const pieces: Buffer[] = [];
          answer.on('data', (piece: Buffer) => pieces.push(piece));
          answer.on('end', () => resolve(JSON.parse(Buffer.concat(pieces).toString())));
        },
      );
      asked.on('error', reject);
      asked.end(data);
    });
  }
} finally {
  await server.stop();
  if (!values.home) await rm(home, { recursive: true, force: true });
}
