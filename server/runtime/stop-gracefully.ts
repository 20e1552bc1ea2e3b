import { once } from 'node:events';
import type { Server } from 'node:http';

export interface Stoppable {
  readonly server: Server;
  /** Called first: the proxy is told to send requests elsewhere. */
  readonly closing: () => void;
  /** Called when no request is under way any more, or when their time was up; in this order. */
  readonly closers: readonly (() => Promise<void>)[];
}

/**
 * 平稳停机: new connections are refused, requests under way are answered, then everything behind them is closed; the database last,
 * which waits for the statements and transactions under way.
 *
 * @param graceMs longest wait for open requests; after it their connections are cut, their writes still commit or roll back
 */
export async function stopGracefully(
  { server, closing, closers }: Stoppable,
  graceMs: number,
): Promise<void> {
  closing();
  const closed = once(server, 'close');
  server.close();
  // A connection that was kept alive is idle again after its last answer.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  server.closeIdleConnections();
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
  for (const close of closers) await close();
}

const sweepMs = 50;
