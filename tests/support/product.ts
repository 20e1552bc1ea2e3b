import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../scripts/bench/server-process.ts';
import { clientFolder } from '../../server/app.ts';
import { signInAs } from './sign-in-as.ts';

export interface Product {
  readonly origin: string;
  /** Asks the server as 示例人物 `demo-planner`, beside any page. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * The product as `npm start` runs it on a fresh machine: a new home, the embedded database, the demonstration area, a free
 * port. The client must have been built (`npm ci` does it).
 *
 * @param environment what differs from that
 */
export async function startProduct(environment: Record<string, string> = {}): Promise<Product> {
  if (!existsSync(join(clientFolder, 'index.html'))) {
    throw new Error('The client is not built: run npm run build.');
  }
  const home = mkdtempSync(join(tmpdir(), 'gengjie-e2e-'));
  const server = await startServer({
    HOST: '127.0.0.1',
    GENGJIE_HOME: home,
    DATABASE_URL: '',
    GENGJIE_DEMONSTRATION: 'on',
    // One machine plays everybody: tests press faster than an office does.
    GENGJIE_RATE_LIMIT: '0',
    ...environment,
  });
  const cookie = await signInAs(server.origin, 'demo-planner');
  return {
    origin: server.origin,
    ask: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('cookie', cookie);
      headers.set('origin', server.origin);
      return fetch(server.origin + path, { ...init, headers });
    },
    async stop() {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
