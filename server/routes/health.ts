import { setTimeout as wait } from 'node:timers/promises';
import type { Router } from 'express';
import { getHealth } from '#core/contract/health.ts';
import type { SystemContext } from '#server/context.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { buildOpenApi } from '#server/http/openapi.ts';
import type { Routes } from '#server/http/routes.ts';
import { version } from '#server/version.ts';

export function healthRoutes(router: Router, routes: Routes, { db }: SystemContext): void {
  let demonstration = false;
  routes.on(getHealth, async () => {
    const setting = await Promise.race([workspaceSetting(db).catch(() => undefined), wait(patienceMs)]);
    demonstration = setting?.demonstration ?? demonstration;
    return {
      status: 'ok' as const,
      engine: db.engine,
      version,
      postgres: db.version.postgres,
      postgis: db.version.postgis,
      demonstration,
    };
  });

  let document: string | undefined;
  router.get('/api/openapi.json', (_request, response) => {
    document ??= JSON.stringify(buildOpenApi());
    response.type('application/json').send(document);
  });
}

/** The process lives, even while its database does not: that is asked of `/readyz`. */
const patienceMs = 1000;
