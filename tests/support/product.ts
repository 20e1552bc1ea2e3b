import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../scripts/bench/server-process.ts';
import { clientFolder } from '../../server/app.ts';

export interface Product {
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * The product as `npm start` runs it on a fresh machine: a new home, the embedded database, the demonstration area, a free
 * port. The client must have been built (`npm ci` does it).
 */
export async function startProduct(): Promise<Product> {
  if (!existsSync(join(clientFolder, 'index.html'))) {
    throw new Error('The client is not built: run npm run build.');
  }
  const home = mkdtempSync(join(tmpdir(), 'gengjie-e2e-'));
  const server = await startServer({
    HOST: '127.0.0.1',
    GENGJIE_HOME: home,
    DATABASE_URL: '',
    GENGJIE_DEMONSTRATION: 'on',
  });
  return {
    origin: server.origin,
    async stop() {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
