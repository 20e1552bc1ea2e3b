// How long a password hash takes, alone and under a flood, and what the flood costs in memory. `npx tsx scripts/bench/sign-in.ts`.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { hashPassword, isPassword } from '#server/people/password.ts';
import { percentiles, table } from './statistics.ts';

const password = 'Green-field-2026';
const stored = await hashPassword(password);
const base = process.memoryUsage.rss();

const alone: number[] = [];
const before = process.cpuUsage();
for (let round = 0; round < 20; round += 1) alone.push(await timed(() => isPassword(password, stored)));
const used = process.cpuUsage(before);
const cpuMs = (used.user + used.system) / 1000 / alone.length;
const nobody: number[] = [];
for (let round = 0; round < 20; round += 1) nobody.push(await timed(() => isPassword(password, null)));

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let most = 0;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 20);
const flood = await Promise.all(
  Array.from({ length: 60 }, () => timed(() => isPassword('Wrong-password-1', stored))),
);
clearInterval(watch);
delay.disable();

console.log(
  table(
    ['', 'n', 'p50 ms', 'max ms'],
    [
      ['one password', alone.length, ...middle(alone)],
      ['a name nobody has', nobody.length, ...middle(nobody)],
      ['60 at the same moment, with the wait', flood.length, ...middle(flood)],
    ],
  ),
);
console.log(
  `processor time of one: ${cpuMs.toFixed(0)} ms; memory of the 60: ${((most - base) / 1024 ** 2).toFixed(0)} MB; event loop meanwhile, p99 / max: ${(delay.percentile(99) / 1e6).toFixed(0)} / ${(delay.max / 1e6).toFixed(0)} ms`,
);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function middle(times: readonly number[]): [string, string] {
  const { p50, max } = percentiles(times);
  return [p50.toFixed(0), max.toFixed(0)];
}
