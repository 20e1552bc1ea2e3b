import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { forkProcess } from '#server/runtime/spawn.ts';
import { percentiles, table } from './statistics.ts';

interface Place {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

const ROUNDS = 5;
const REQUESTS = 4000;

/** CPU time of a server process for one cached tile: our handler, and the least a node server can do (a Map and node:http). */
export async function cachedTileCpu(
  url: string,
  layer: string,
  places: readonly Place[],
  authorization: string,
): Promise<string> {
  const paths = places.map(({ z, x, y }) => `/tiles/${layer}/${z}/${x}/${y}.mvt`);
  const servers = await Promise.all(['map', 'handler'].map((mode) => start(mode, url, paths, authorization)));
  const cpu = new Map(servers.map(({ mode }) => [mode, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const server of servers) {
      const before = await server.cpu();
      await load(server.port, paths, authorization);
      // The first round warms both.
      if (round > 0) cpu.get(server.mode)!.push(((await server.cpu()) - before) / 1000 / REQUESTS);
    }
  }
  for (const server of servers) server.stop();
  const plain = percentiles(cpu.get('map')!).p50;
  return table(
    ['server', 'CPU ms a request (median of 5)', 'against plain node'],
    [...cpu].map(([mode, values]) => {
      const { p50 } = percentiles(values);
      return [mode === 'map' ? 'node:http + Map' : 'tile handler', p50.toFixed(4), (p50 / plain).toFixed(2)];
    }),
  );
}

async function start(mode: string, url: string, paths: readonly string[], authorization: string) {
  const child = forkProcess(new URL('./tiles-cached-process.ts', import.meta.url), [
    mode,
    url,
    authorization,
    ...paths,
  ]);
  const [ready] = (await once(child, 'message')) as [{ port: number }];
  return {
    mode,
    port: ready.port,
    async cpu(): Promise<number> {
      child.send('cpu');
      const [answer] = (await once(child, 'message')) as [{ cpu: number }];
      return answer.cpu;
    },
    stop: () => child.kill(),
  };
}

async function load(port: number, paths: readonly string[], authorization: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  let left = REQUESTS;
  const one = (path: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = {
        'accept-encoding': 'gzip, deflate, br',
        host: `127.0.0.1:${port}`,
        authorization,
      };
      request({ port, host: '127.0.0.1', path, agent, headers }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`));
        answer.resume().on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (left > 0) await one(paths[left-- % paths.length]!);
    }),
  );
  agent.destroy();
}
