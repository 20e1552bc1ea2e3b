import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '#core/problem.ts';
import { createApp } from '#server/app.ts';
import { type Config, readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { troubleOf } from '#server/db/errors.ts';
import { describeError } from '#server/http/trace.ts';
import { startBackups } from '#server/operations/backup/scheduler.ts';
import { prepareDatabase } from '#server/operations/prepare-database.ts';
import { warmUp } from '#server/operations/warm-up.ts';
import { firstAdministrator } from '#server/people/first-administrator.ts';
import { preparePeople } from '#server/people/prepare-people.ts';
import { localSite } from '#server/people/site.ts';
import { stopGracefully } from '#server/runtime/stop-gracefully.ts';
import { terminalProgress } from '#server/runtime/terminal-progress.ts';
import { version } from '#server/version.ts';

/** Longest the server waits for open requests after Ctrl+C before it cuts them; a second Ctrl+C cuts them at once. */
const graceMs = 10_000;

async function start(): Promise<void> {
  const started = performance.now();
  const config = readConfig();
  const progress = terminalProgress();
  progress.line(`耕界 Gengjie ${version}`);
  const db = await prepareDatabase(config, progress.report);
  await preparePeople(db, config);
  const { server, monitor, close } = createApp({ db, config });
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  progress.done(
    `已就绪 Ready: http://${host.includes(':') ? `[${host}]` : host}:${port}  ` +
      `(${db.engine === 'embedded' ? `内置 PostGIS，数据在 ${config.home}` : 'PostGIS'}; ${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );

  void announceAdministrator(db, config, port, progress.line);
  void warmUp(db);
  const backups = startBackups(db, config, ({ zh, en }) => progress.line(`${zh} ${en}`));

  let stopping = false;
  const stop = async (signal: string) => {
    // Asked again by a person who does not want to wait.
    if (stopping) return signal === 'SIGINT' ? server.closeAllConnections() : undefined;
    stopping = true;
    progress.line(`\n${signal}：正在关闭 Closing…`);
    await stopGracefully(
      { server, closing: monitor.closing, closers: [close, async () => backups?.stop(), () => db.close()] },
      graceMs,
    );
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
  // npm starts a shell that starts us, and a signal sent to npm alone ends at that shell: when it is gone, so are we.
  const { ppid } = process;
  if (config.startedByNpm) {
    setInterval(() => process.ppid !== ppid && void stop('npm'), 500).unref();
  }
}

/** Prints the first administrator's link. The server is up by now: a database that goes away meanwhile is waited for. */
async function announceAdministrator(
  db: Database,
  config: Config,
  port: number,
  line: (text: string) => void,
): Promise<void> {
  for (;;) {
    try {
      const first = await firstAdministrator(db, config, localSite(config, port));
      if (!first) return;
      line(`\n尚无系统管理员：请用一次性链接为 ${first.username} 设置口令（72 小时内有效，仅一次）`);
      line(`No system administrator yet: set a password for ${first.username} with this one-time link`);
      line(`  ${first.link}\n`);
      return;
    } catch (error) {
      if (!troubleOf(error)) return console.error(describeError(error));
      await wait(2000);
    }
  }
}

start().catch((error: unknown) => {
  if (error instanceof Problem) {
    console.error(`\n${error.title.zh} ${error.title.en}\n  ${error.detail.zh}\n  ${error.next.zh}`);
    console.error(`  ${error.detail.en}\n  ${error.next.en}`);
  } else if (isAddressInUse(error)) {
    console.error(`\n端口 ${error.port} 已被占用：请停止占用它的程序，或设置 PORT 换一个端口。`);
    console.error(`Port ${error.port} is in use: stop what uses it, or set PORT to another one.`);
  } else {
    console.error(error);
  }
  process.exit(1);
});

function isAddressInUse(error: unknown): error is Error & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
