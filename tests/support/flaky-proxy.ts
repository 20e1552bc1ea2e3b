import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface FlakyProxy {
  /** The database's address, through the proxy. */
  readonly url: string;
  /** Connections open now break when they are next used: `before` the server hears of it, or `after` it has done its work. */
  poison(when: 'before' | 'after'): void;
  /** The connection that first sends this text breaks when the server has done it. */
  breakAfter(text: string): void;
  close(): void;
}

/** A way to the database on which connections die without a word, as they do when a firewall forgets them. */
export async function flakyProxy(url: string): Promise<FlakyProxy> {
  const target = new URL(url);
  const open = new Set<{ client: Socket; poison?: 'before' | 'after' }>();
  let fatal: string | undefined;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const link: { client: Socket; poison?: 'before' | 'after' } = { client };
    open.add(link);
    client.on('data', (bytes) => {
      if (fatal !== undefined && bytes.includes(fatal)) {
        link.poison = 'after';
        fatal = undefined;
      }
      if (link.poison === 'before') client.resetAndDestroy();
      else upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (link.poison === 'after') client.resetAndDestroy();
      else client.write(bytes);
    });
    client.on('error', () => {});
    upstream.on('error', () => client.destroy());
    client.on('close', () => {
      open.delete(link);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = new URL(url);
  address.port = String((server.address() as AddressInfo).port);
  return {
    url: address.href,
    poison(when) {
      for (const link of open) link.poison = when;
    },
    breakAfter(text) {
      fatal = text;
    },
    close() {
      server.close();
      for (const { client } of open) client.destroy();
    },
  };
}
