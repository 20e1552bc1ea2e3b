import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { Engine } from './engine.ts';
import { createWireServer } from './wire-server.ts';

/** What the parent sends first. */
export interface EngineProcessOptions {
  readonly dataDirectory: string;
  readonly durable: boolean;
  /** Unix socket; without it the process listens on a free loopback port. */
  readonly socket: string | undefined;
  readonly password: string | undefined;
  readonly idleInTransactionMs: number;
}

/** To the parent: listening (port when on TCP), or the reason why not. */
export type EngineProcessMessage =
  | { readonly kind: 'ready'; readonly port?: number }
  | { readonly kind: 'failed'; readonly reason: string };

// The child of the server process (or of a command line) that owns the data folder. It lives exactly as long as its parent:
// when the channel closes, however the parent died, it closes the engine and goes.
let running: { engine: Engine; server: Server; socket: string | undefined } | undefined;
process.on('disconnect', () => void leave());
process.on('message', (request: EngineProcessOptions | 'close') => {
  void (request === 'close' ? leave() : start(request));
});
// The terminal sends these to the whole group; the parent decides when to close.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

async function start(options: EngineProcessOptions): Promise<void> {
  const { socket } = options;
  const engine = new Engine({ dataDirectory: options.dataDirectory, durable: options.durable });
  const server = createWireServer({ engine, ...options });
  running = { engine, server, socket };
  try {
    await engine.ready();
    if (socket) rmSync(socket, { force: true });
    server.listen(socket ? { path: socket } : { port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    if (socket) chmodSync(socket, 0o600);
    tell({ kind: 'ready', ...(socket ? {} : { port: (server.address() as AddressInfo).port }) });
  } catch (error) {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    setTimeout(() => process.exit(1), 100);
  }
}

function tell(news: EngineProcessMessage): void {
  if (process.connected) process.send?.(news);
}

async function leave(): Promise<void> {
  // A statement may be running; committed rows are safe without the clean shutdown.
  setTimeout(() => process.exit(0), 3000).unref();
  running?.server.close();
  await running?.engine.close();
  if (running?.socket) rmSync(running.socket, { force: true });
  process.exit(0);
}
