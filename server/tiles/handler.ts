import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Actor, administratorRole } from '../access/actor.ts';
import { addressOf, addressToken, originOf } from '../access/authenticate.ts';
import { inCurrentRights } from '../access/current-rights.ts';
import { notAllowed, signInRequired, stepRequired } from '../access/problems.ts';
import type { Config } from '../config.ts';
import type { SystemContext } from '../context.ts';
import { rememberedStatistics } from '../db/tables/layer-versions.ts';
import { workspaceSetting } from '../db/tables/settings.ts';
import { answerProblem } from '../http/answer-problem.ts';
import { unknownLayer } from '../http/problems.ts';
import { networkOf, type RateLimits } from '../http/rate-limits.ts';
import { traceOf } from '../http/trace.ts';
import { InFlight } from './in-flight.ts';
import { LayerStates } from './layer-state.ts';
import { OverviewStore } from './overview-store.ts';
import { PastMoments } from './past-moments.ts';
import { type Reader, readerOf, scopeOn } from './reader.ts';
import { BIG_LAYER } from './row-counts.ts';
import { hostOf, sendTile } from './tile-answer.ts';
import { TileCache } from './tile-cache.ts';
import { tileJson } from './tile-json.ts';
import { EMPTY_TILE, type MadeTile, TileMaker } from './tile-maker.ts';
import { parseTilePath, type TilePath } from './tile-path.ts';
import { methodNotAllowed, outOfRange, unknownTilePath } from './tile-problems.ts';
import { isOfScope, versionOfScope } from './tile-version.ts';
import { WorkerPool } from './worker-pool.ts';

export interface TileHandlerContext extends Pick<SystemContext, 'db' | 'access' | 'authenticator'> {
  readonly config: Pick<Config, 'home' | 'tileCacheBytes' | 'workers' | 'trustProxy'>;
  /** Without it everybody gets as many as they ask for. */
  readonly limits?: RateLimits;
  /** Layers with more current rows are generalised below z12. Default {@link BIG_LAYER}. */
  readonly bigLayer?: number;
}

export interface TileHandler {
  /** Answers `/tiles/…`; false when the request is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Call after a write in this process: the layer's next tile is of the new version at once, not within a second. */
  invalidate(layer?: string): void;
  /** For the health report and tests. */
  statistics(): TileStatistics;
  close(): Promise<void>;
}

/** Tiles in memory and their bytes; since the start, tiles drawn, tiles answered from memory, and rows that could not be drawn. */
export interface TileStatistics {
  readonly tiles: number;
  readonly bytes: number;
  readonly made: number;
  readonly reused: number;
  readonly skippedRows: number;
}

type Tile = Extract<TilePath, { kind: 'tile' }>;

/**
 * 瓦片服务: `GET /tiles/{layer}.json` and `/tiles/{layer}/{z}/{x}/{y}.mvt?v=N` on plain node:http, before Express.
 *
 * 200 gzipped tile (identity when the client takes no gzip) · 204 no feature · 304 by ETag · 401 nobody signed in · 403 signing in not
 * finished, or an administrator, who sees no data · 404 unknown layer, zoom or tile outside the layer's range, malformed path
 * (problem+json). With the reader's current version in `v` the answer may be kept for ever, by that reader; without, or with another
 * version, it is the current tile and must be asked for again.
 *
 * `asOf` and `knownAt` ask for the past: rows as they were true on the ground at one instant and known to us at another, never generalised. Where
 * neither instant is later than the newest change, such a tile never changes.
 *
 * A tile holds what its reader may see and nothing else: rows are read in the reader's rights, and whatever is kept or shared (tiles,
 * work under way, counts, pictures, statistics) is kept under the reader's data scope. Who asks is believed for up to a second
 * (`Authenticator`): for that long after a grant was withdrawn a tile that is in the cache may still be sent.
 */
export function createTileHandler({
  db,
  access,
  authenticator,
  config,
  limits,
  bigLayer = BIG_LAYER,
}: TileHandlerContext): TileHandler {
  const states = new LayerStates(db);
  const pool = new WorkerPool(config.workers);
  // A thread takes a third of a second to start; the first tile shall not wait for it.
  pool.warm();
  const overviews = new OverviewStore(pool, config.home);
  const maker = new TileMaker(db.engine, pool, overviews, bigLayer);
  const cache = new TileCache(config.tileCacheBytes);
  const inFlight = new InFlight<MadeTile>();
  const pasts = new PastMoments();
  const statisticsOf = rememberedStatistics();

  let made = 0;
  let reused = 0;

  async function answerTile(
    request: IncomingMessage,
    response: ServerResponse,
    path: Tile,
    reader: Reader,
  ): Promise<void> {
    if (reader.seesNothing) return sendTile(request, response, EMPTY_TILE, false);
    const { layer, z, x, y } = path;
    const state = states.fresh(layer.id) ?? (await states.read(layer.id));
    const past = path.moment && (await pasts.of(path.moment, reader));
    const current = past
      ? past.forEver && isOfScope(path.version, reader.scope)
      : path.version === versionOfScope(state.version, reader.scope);
    const moments = past?.moments ?? null;
    const when = moments ? `${moments.asOf} ${moments.knownAt}` : state.version;
    const key = keyOf(path, reader.scope, when);
    const known = cache.get(key);
    if (known) {
      reused += 1;
      return sendTile(request, response, known, current);
    }
    const drawn = await inFlight.join(
      key,
      async (signal) => {
        made += 1;
        const finished = await maker.make({ layer, z, x, y, moments }, state, reader, signal);
        if (finished.current) cache.set(key, finished.tile);
        return finished;
      },
      (gone) => response.once('close', gone),
    );
    sendTile(request, response, drawn.tile, drawn.current && current);
  }

  async function answerJson(
    request: IncomingMessage,
    response: ServerResponse,
    { layer, moment }: Extract<TilePath, { kind: 'json' }>,
    reader: Reader,
  ): Promise<void> {
    const { version } = await states.read(layer.id);
    const moments = moment ? (await pasts.of(moment, reader)).moments : null;
    const { bounds, demonstration } = await reader.run(async (tx) => {
      // Where the features of the past lay is not looked up.
      const statistics = moments ? undefined : await statisticsOf(tx, layer, version, reader.regions);
      return {
        bounds: statistics?.bounds ?? null,
        demonstration: (await workspaceSetting(tx)).demonstration,
      };
    });
    const body = Buffer.from(
      JSON.stringify(
        tileJson({
          layer,
          version,
          tileVersion: versionOfScope(version, reader.scope),
          token: addressToken(request),
          moments,
          origin: hostOf(request),
          bounds,
          demonstration,
        }),
      ),
    );
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': body.length,
      'Cache-Control': 'private, no-cache',
      Vary: 'Cookie, Authorization',
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** The common case without a wait: who asks is remembered, the layer's version is fresh, the tile is in the cache. */
  function answerAtOnce(request: IncomingMessage, response: ServerResponse, url: string): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const actor = authenticator.believed(request, true);
    if (!actor || !seesData(actor)) return false;
    const path = parseTilePath(url);
    if (path.kind !== 'tile' || path.moment) return false;
    const state = states.fresh(path.layer.id);
    if (!state) return false;
    const { scope } = scopeOn(actor, path.layer);
    const tile = cache.get(keyOf(path, scope, state.version));
    if (!tile) return false;
    limits?.admit('tile', actor.id);
    sendTile(request, response, tile, path.version === versionOfScope(state.version, scope));
    return true;
  }

  async function answer(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      throw methodNotAllowed(request.method ?? '');
    }
    await inCurrentRights(authenticator, () => answerReader(request, response, url));
  }

  async function answerReader(
    request: IncomingMessage,
    response: ServerResponse,
    url: string,
  ): Promise<void> {
    const actor = await authenticator.actorOf(request, true);
    if (!actor) {
      limits?.admit('stranger', networkOf(addressOf(request, config.trustProxy)));
      throw signInRequired();
    }
    limits?.admit('tile', actor.id);
    if (actor.step !== 'signed-in') throw stepRequired(actor.step);
    if (administratorRole(actor)) throw notAllowed();
    const path = parseTilePath(url);
    if (path.kind === 'unknown-layer') throw unknownLayer(path.id);
    if (path.kind === 'out-of-range') throw outOfRange(path.layer, url);
    if (path.kind === 'malformed') throw unknownTilePath(url);
    const reader = readerOf(access, actor, path.layer, () => ({
      ...originOf(request, config.trustProxy),
      id: traceOf(request).id,
    }));
    if (path.kind === 'tile') return answerTile(request, response, path, reader);
    return answerJson(request, response, path, reader);
  }

  return {
    handle(request, response) {
      const url = request.url ?? '';
      if (!url.startsWith('/tiles/')) return false;
      const fail = (error: unknown) => {
        // Who asked is gone: nobody to answer.
        if (response.destroyed) return;
        answerProblem(request, response, error);
      };
      try {
        if (!answerAtOnce(request, response, url)) answer(request, response, url).catch(fail);
      } catch (error) {
        fail(error);
      }
      return true;
    },
    invalidate: () => states.invalidate(),
    statistics: () => ({ ...cache.size, made, reused, skippedRows: maker.skipped }),
    close() {
      overviews.close();
      return pool.close();
    },
  };
}

function keyOf({ layer, z, x, y }: Tile, scope: string, when: string | number): string {
  return `${layer.id}/${scope}/${when}/${z}/${x}/${y}`;
}

/** Signed in, and no administrator; asked once an actor. */
function seesData(actor: Actor): boolean {
  let sees = seers.get(actor);
  if (sees === undefined) {
    sees = actor.step === 'signed-in' && administratorRole(actor) === undefined;
    seers.set(actor, sees);
  }
  return sees;
}

const seers = new WeakMap<Actor, boolean>();
