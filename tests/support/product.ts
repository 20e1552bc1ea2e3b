import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Product {
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * The product as `npm start` runs it on a fresh machine: a new home, the embedded database, the demonstration area, a free
 * port. The client must have been built (`npm ci` does it).
 */
export async function startProduct(): Promise<Product> {
  if (!existsSync(join(root, 'dist/client/index.html')))
    throw new Error('The client is not built: run npm run build.');
  const home = mkdtempSync(join(tmpdir(), 'gengjie-e2e-'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      GENGJIE_HOME: home,
      DATABASE_URL: '',
      GENGJIE_DEMONSTRATION: 'on',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const url = text.match(/Ready: (http:\/\/\S+)/)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', () => reject(new Error(text)));
  });
  return {
    origin,
    async stop() {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(home, { recursive: true, force: true });
    },
  };
}
