import { once } from 'node:events';
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ChangingOrigin {
  readonly origin: string;
  /** From now on the field app's service worker is a newer one. */
  change(): void;
  close(): Promise<void>;
}

/** The product at another port, where a new version of the field app can come out at any moment. */
export async function changingOrigin(target: string): Promise<ChangingOrigin> {
  const { hostname, port } = new URL(target);
  let version = 0;
  const server = createServer((incoming, outgoing) => {
    const changed = incoming.url === '/field-worker.js' && version > 0;
    const { 'if-none-match': _known, 'if-modified-since': _since, ...fresh } = incoming.headers;
    const headers = changed ? { ...fresh, 'accept-encoding': 'identity' } : incoming.headers;
    const forward = ask(
      { hostname, port, path: incoming.url, method: incoming.method, headers },
      (answer) => {
        const { 'content-length': length, etag, ...rest } = answer.headers;
        const kept = { ...(length ? { 'content-length': length } : {}), ...(etag ? { etag } : {}) };
        outgoing.writeHead(answer.statusCode ?? 502, changed ? rest : { ...rest, ...kept });
        answer.pipe(outgoing, { end: !changed });
        if (changed) answer.on('end', () => outgoing.end(`\n// version ${version}\n`));
      },
    );
    forward.on('error', () => outgoing.destroy());
    incoming.pipe(forward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    change() {
      version += 1;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
