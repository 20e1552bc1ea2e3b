import { createServer, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access } from '#server/access/access.ts';
import { Authenticator } from '#server/access/authenticate.ts';
import { readConfig } from '#server/config.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { createTileHandler } from '#server/tiles/handler.ts';

// Child of tiles-cached.ts: `map` or `handler`, database URL, Authorization, paths. Answers the message 'cpu' with its own CPU time in µs.
const [mode, url = '', authorization = '', ...paths] = process.argv.slice(3);
const config = readConfig();
const db = await openDatabase({ url, home: config.home });
const handler = createTileHandler({
  db,
  access: new Access(db),
  authenticator: new Authenticator(db, config),
  config: { ...config, tileCacheBytes: 2 ** 28, workers: 1 },
});
const byHandler: RequestListener = (asked, answer) => void handler.handle(asked, answer);
const server = createServer(byHandler);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

const tiles = new Map<string, Buffer>();
for (const path of paths) tiles.set(path, await fetchTile(path));
if (mode === 'map') {
  server.off('request', byHandler);
  server.on('request', (asked, answer) => {
    const tile = tiles.get(asked.url ?? '');
    if (!tile) return answer.writeHead(404).end();
    answer.writeHead(200, {
      'Content-Type': 'application/vnd.mapbox-vector-tile',
      'Content-Encoding': 'gzip',
      'Content-Length': tile.length,
    });
    return answer.end(tile);
  });
}
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system });
});
process.send?.({ port });

function fetchTile(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request({ port, path, headers: { 'accept-encoding': 'gzip', authorization } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(Buffer.concat(chunks)));
    })
      .on('error', reject)
      .end();
  });
}
