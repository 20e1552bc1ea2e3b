import { existsSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express from 'express';
import { Access } from '#server/access/access.ts';
import { Authenticator, addressOf } from '#server/access/authenticate.ts';
import { signInRequired } from '#server/access/problems.ts';
import type { Config } from '#server/config.ts';
import type { SystemContext } from '#server/context.ts';
import type { Database } from '#server/db/database.ts';
import { answerProblem } from '#server/http/answer-problem.ts';
import { serveField } from '#server/http/field-pages.ts';
import { createHardenedServer } from '#server/http/hardened-server.ts';
import { conditionNotMet, notFound } from '#server/http/problems.ts';
import { networkOf, RateLimits } from '#server/http/rate-limits.ts';
import { Routes } from '#server/http/routes.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import { createMonitor, type Monitor } from '#server/monitoring/monitor.ts';
import { Measurements } from '#server/operations/measurements.ts';
import { attachmentRoutes } from '#server/routes/attachments.ts';
import { auditRoutes } from '#server/routes/audit.ts';
import { batchRoutes } from '#server/routes/batches.ts';
import { crewRoutes } from '#server/routes/crews.ts';
import { dashboardRoutes } from '#server/routes/dashboard.ts';
import { editRoutes } from '#server/routes/edits.ts';
import { exportRoutes } from '#server/routes/exports.ts';
import { fieldPackRoutes } from '#server/routes/field-pack.ts';
import { healthRoutes } from '#server/routes/health.ts';
import { identifyRoutes } from '#server/routes/identify.ts';
import { importRoutes } from '#server/routes/imports.ts';
import { indicatorRoutes } from '#server/routes/indicators.ts';
import { layerRoutes } from '#server/routes/layers.ts';
import { liveRoutes } from '#server/routes/live.ts';
import { measureRoutes } from '#server/routes/measure.ts';
import { myAccessRoutes } from '#server/routes/my-access.ts';
import { overlayRoutes } from '#server/routes/overlay.ts';
import { patchEvidenceRoutes } from '#server/routes/patch-evidence.ts';
import { patchOperationRoutes } from '#server/routes/patch-operations.ts';
import { patchPhotoRoutes } from '#server/routes/patch-photos.ts';
import { patchRoutes } from '#server/routes/patches.ts';
import { patrolRoutes } from '#server/routes/patrols.ts';
import { peopleRoutes } from '#server/routes/people.ts';
import { reportRoutes } from '#server/routes/reports.ts';
import { scenarioRoutes } from '#server/routes/scenarios.ts';
import { searchRoutes } from '#server/routes/search.ts';
import { sessionRoutes } from '#server/routes/session.ts';
import { targetRoutes } from '#server/routes/targets.ts';
import { whatIfRoutes } from '#server/routes/what-if.ts';
import { workspaceRoutes } from '#server/routes/workspace.ts';
import { createTileHandler } from '#server/tiles/handler.ts';

/** Built client; `npm run build` (part of `npm ci`) makes it. */
export const clientFolder = fileURLToPath(new URL('../dist/client', import.meta.url));

export interface App {
  readonly server: Server;
  readonly monitor: Monitor;
  /** Stops workers and open work; the database belongs to the caller. */
  close(): Promise<void>;
}

/** Builds the server from its parts, not yet listening; tests call this. */
export function createApp({ db, config }: { readonly db: Database; readonly config: Config }): App {
  const context: SystemContext = {
    db,
    config,
    engine: db.engine,
    access: new Access(db),
    authenticator: new Authenticator(db, config),
    limits: new RateLimits(config.rateLimit),
    measurements: new Measurements(),
  };
  const tiles = createTileHandler(context);
  const monitor = createMonitor(context, () => tiles.statistics());
  const { app, live, close } = createRoutes(context);
  // Tiles are answered before Express sees them: routing there costs several times the tile itself.
  const secure = securityHeaders(config);
  const prepare = (request: IncomingMessage, response: ServerResponse) => {
    monitor.watch(request, response);
    secure(request, response);
  };
  const server = createHardenedServer(prepare, (request, response) => {
    if (!monitor.handle(request, response) && !tiles.handle(request, response)) app(request, response);
  });
  return {
    server,
    monitor: {
      ...monitor,
      closing() {
        monitor.closing();
        live.close();
      },
    },
    async close() {
      live.close();
      await Promise.all([tiles.close(), close()]);
    },
  };
}

function createRoutes(context: SystemContext) {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // The client is many small files: each is worth it.
  app.use(compression({ threshold: 0 }));
  const routes = new Routes(app, context);
  healthRoutes(app, routes, context);
  sessionRoutes(routes, context);
  myAccessRoutes(routes, context);
  peopleRoutes(routes, context);
  workspaceRoutes(routes, context);
  layerRoutes(routes);
  editRoutes(routes, context);
  fieldPackRoutes(routes);
  identifyRoutes(routes);
  searchRoutes(routes);
  targetRoutes(routes, context);
  indicatorRoutes(routes);
  dashboardRoutes(routes, context);
  batchRoutes(routes, context);
  patchOperationRoutes(routes, context);
  patchRoutes(routes, context);
  crewRoutes(routes);
  patrolRoutes(routes);
  const live = liveRoutes(routes, context);
  patchPhotoRoutes(routes, context);
  patchEvidenceRoutes(routes, context);
  exportRoutes(routes);
  reportRoutes(routes, context);
  measureRoutes(routes, context);
  whatIfRoutes(routes, context);
  scenarioRoutes(routes, context);
  overlayRoutes(routes, context);
  auditRoutes(routes, context);
  const attachments = attachmentRoutes(routes, context);
  const imports = importRoutes(routes, context);
  // A stranger is not told which addresses there are.
  app.use('/api', async (request, response) => {
    try {
      const known = await context.authenticator.actorOf(request);
      if (known) context.limits.admit('read', known.id);
      else context.limits.admit('stranger', networkOf(addressOf(request, context.config.trustProxy)));
      throw known ? notFound(request.originalUrl) : signInRequired();
    } catch (error) {
      answerProblem(request, response, error);
    }
  });
  serveClient(app);
  app.use(
    (error: unknown, request: express.Request, response: express.Response, _next: express.NextFunction) =>
      answerProblem(request, response, fileProblem(error, request.originalUrl)),
  );
  return { app, live, close: () => Promise.all([imports.close(), attachments.close()]) };
}

/** What the sender of static files says of a range or a condition that the file does not meet, or of a file there is not. */
function fileProblem(error: unknown, address: string): unknown {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 412 || status === 416) return conditionNotMet(status);
  return status === 404 || status === 400 || status === 403 ? notFound(address) : error;
}

function serveClient(app: express.Express): void {
  app.use(
    '/assets',
    express.static(join(clientFolder, 'assets'), { immutable: true, maxAge: '1y', redirect: false }),
  );
  serveField(app, clientFolder);
  app.use(express.static(clientFolder, { index: false, maxAge: 0, redirect: false }));
  app.get('/', (_request, response) => {
    if (!existsSync(join(clientFolder, 'index.html'))) {
      response
        .status(503)
        .type('text')
        .send('界面尚未构建，请运行 npm run build。\nThe client is not built: run npm run build.\n');
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(join(clientFolder, 'index.html'));
  });
  app.use((request, response) => answerProblem(request, response, notFound(request.originalUrl)));
}
