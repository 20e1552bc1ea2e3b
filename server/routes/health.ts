import type { Router } from 'express';
import { getHealth } from '#core/contract/health.ts';
import { Problem } from '#core/problem.ts';
import type { AppContext } from '#server/context.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { implement } from '#server/http/implement.ts';
import { buildOpenApi } from '#server/http/openapi.ts';
import { version } from '#server/version.ts';

export function healthRoutes(router: Router, { db }: AppContext): void {
  implement(router, getHealth, async () => {
    const setting = await workspaceSetting(db).catch((error: unknown) => {
      throw databaseUnavailable(error);
    });
    return {
      status: 'ok' as const,
      engine: db.engine,
      version,
      postgres: db.version.postgres,
      postgis: db.version.postgis,
      demonstration: setting.demonstration,
    };
  });

  let document: string | undefined;
  router.get('/api/openapi.json', (_request, response) => {
    document ??= JSON.stringify(buildOpenApi());
    response.type('application/json').send(document);
  });
}

function databaseUnavailable(cause: unknown): Problem {
  return new Problem({
    type: 'database-unavailable',
    status: 503,
    title: { zh: '数据库不可用', en: 'Database unavailable' },
    detail: { zh: '服务器此刻连不上数据库。', en: 'The server cannot reach the database right now.' },
    next: {
      zh: '稍后会自动重连；若持续不可用，请检查数据库服务。',
      en: 'It reconnects by itself; if this stays, check the database service.',
    },
    cause,
  });
}
