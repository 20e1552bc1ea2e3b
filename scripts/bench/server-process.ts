import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface RunningServer {
  readonly origin: string;
  /** From the command to the line that names the URL, ms. */
  readonly readyMs: number;
  /** Resident memory now, MB: the server itself, and all its child processes together. */
  memory(): { server: number; children: number };
  stop(): Promise<number>;
}

/** Starts the product as `npm start` does, on a free port, and waits for the URL it prints. */
export async function startServer(environment: Record<string, string>): Promise<RunningServer> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=8', '--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    // A load is no attack.
    env: { ...process.env, PORT: '0', GENGJIE_RATE_LIMIT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await readyUrl(child);
  const readyMs = performance.now() - started;
  return {
    origin,
    readyMs,
    memory: () => ({
      server: residentMegabytes(child.pid),
      children: childrenOf(child.pid).reduce((sum, pid) => sum + residentMegabytes(pid), 0),
    }),
    async stop() {
      const asked = performance.now();
      child.kill('SIGINT');
      await once(child, 'exit');
      return performance.now() - asked;
    },
  };
}

/** Cookie of 示例规划员, one of the demonstration people; the server is in demonstration mode. */
export async function demonstrationCookie(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/session/demonstration`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'demo-planner' }),
  });
  if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk;
      const url = text.match(/Ready: (http:\/\/\S+)/)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}\n${text}`)));
  });
}

function residentMegabytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) / 1024;
  } catch {
    return Number.NaN;
  }
}

function childrenOf(parent: number | undefined): number[] {
  const direct = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
  return direct.flatMap((pid) => [pid, ...childrenOf(pid)]);
}
