import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OpenOptions } from '#server/db/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ProductProcess {
  readonly child: ChildProcess;
  readonly origin: string;
  /** What it has said so far, on both channels. */
  output(): string;
}

/** `npm start` without npm: the whole product in a process of its own, once it says that it is ready. */
export async function startProduct(
  { url, home }: OpenOptions,
  environment: Record<string, string> = {},
): Promise<ProductProcess> {
  const child = spawn(process.execPath, ['--max-semi-space-size=8', '--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      GENGJIE_HOME: home,
      DATABASE_URL: url ?? '',
      GENGJIE_DEMONSTRATION: 'off',
      GENGJIE_RATE_LIMIT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const origin = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: unknown) => {
      text += String(chunk);
      const ready = text.match(/Ready: (http:\/\/[^\s]+)/)?.[1];
      if (ready) resolve(ready);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the server ended (${code}): ${text}`)));
  });
  return { child, origin, output: () => text };
}
