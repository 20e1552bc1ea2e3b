import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const help = `npm run dev      the server, restarted when its files change, on PORT (8080),
                 and the client with hot reload on http://127.0.0.1:5173`;

function start(name: string, script: string, args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  child.on('exit', (code, signal) => {
    console.log(`${name} ended (${code ?? signal})`);
    stop();
  });
  return child;
}

let children: ChildProcess[] = [];

/** Ends both; the one that ended first ends the other. */
function stop(): void {
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  children = [];
  for (const child of running) child.kill('SIGTERM');
}

if (process.argv.includes('--help')) {
  console.log(help);
} else {
  // Ctrl+C reaches the children by itself: they share our terminal. We only wait for them.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', stop);
  children = [
    start('server', 'tsx/dist/cli.mjs', ['watch', '--clear-screen=false', 'server/main.ts']),
    start('client', 'vite/bin/vite.js', []),
  ];
}
