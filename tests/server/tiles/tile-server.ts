import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Access } from '#server/access/access.ts';
import { Authenticator } from '#server/access/authenticate.ts';
import { readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { createTileHandler, type TileHandler } from '#server/tiles/handler.ts';
import { VILLAGE } from '../../support/cast.ts';
import { anybody } from '../../support/people.ts';
import { type CoverageParcel, multiPolygonWkb } from './voronoi-coverage.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the wire. */
  readonly raw: Buffer;
  /** Unpacked. */
  readonly body: Buffer;
}

export interface TileServer {
  readonly handler: TileHandler;
  readonly home: string;
  readonly authenticator: Authenticator;
  /** One request of somebody who sees the whole district; gzip is accepted unless `headers` say otherwise. */
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>;
  /** Requests of somebody else; of nobody without a token. */
  as(token: string | undefined): Pick<TileServer, 'get'>;
  /** A request that goes away before it is answered. */
  abandon(path: string): Promise<void>;
  close(): Promise<void>;
}

/** The tile handler alone on a port of its own; what is not for it gets 418. */
export async function startTileServer(
  db: Database,
  options: { bigLayer?: number; home?: string; tileCacheBytes?: number } = {},
): Promise<TileServer> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'gengjie-tiles-'));
  const authenticator = new Authenticator(db, readConfig({ GENGJIE_HOME: home }));
  const handler = createTileHandler({
    db,
    access: new Access(db),
    authenticator,
    config: { home, tileCacheBytes: options.tileCacheBytes ?? 2 ** 24, workers: 1, trustProxy: 0 },
    ...(options.bigLayer === undefined ? {} : { bigLayer: options.bigLayer }),
  });
  const { token } = await anybody(db);
  const server = createServer((incoming, response) => {
    if (!handler.handle(incoming, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const as = (bearer: string | undefined): Pick<TileServer, 'get'> => ({
    get: (path, headers = { 'accept-encoding': 'gzip' }, method = 'GET') =>
      get(port, path, { ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...headers }, method),
  });
  return {
    handler,
    home,
    authenticator,
    get: as(token).get,
    as,
    abandon: (path) =>
      new Promise((resolve) => {
        const headers = { authorization: `Bearer ${token}` };
        const asked = request({ port, host: '127.0.0.1', path, headers });
        asked.on('error', () => resolve());
        asked.on('close', () => resolve());
        asked.end();
        setTimeout(() => asked.destroy(), 5);
      }),
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await handler.close();
      if (!options.home) rmSync(home, { recursive: true, force: true });
    },
  };
}

function get(port: number, path: string, headers: Record<string, string>, method: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const raw = Buffer.concat(chunks);
        const packed = response.headers['content-encoding'] === 'gzip' && raw.length > 0;
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          raw,
          body: packed ? gunzipSync(raw) : raw,
        });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Puts a coverage into `land_parcels`. Feature ids ascend in its order. */
export async function insertParcels(db: Database, parcels: Iterable<CoverageParcel>): Promise<number> {
  return db.bulkInsert(
    'gengjie.land_parcels',
    [
      { name: 'parcel_number', type: 'text' },
      { name: 'land_class', type: 'text' },
      { name: 'region_code', type: 'text' },
      { name: 'parcel_area', type: 'numeric' },
      { name: 'class_area', type: 'numeric' },
      { name: 'geom', type: 'geometry' },
    ],
    (function* () {
      for (const { number, landClass, ring } of parcels) {
        yield [number, landClass, VILLAGE, 1, 1, multiPolygonWkb([ring])];
      }
    })(),
  );
}

/** Tile that holds a place (degrees). */
export function tileAt(z: number, lon: number, lat: number): { z: number; x: number; y: number } {
  const radians = (lat * Math.PI) / 180;
  return {
    z,
    x: Math.floor(((lon + 180) / 360) * 2 ** z),
    y: Math.floor(((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2) * 2 ** z),
  };
}
