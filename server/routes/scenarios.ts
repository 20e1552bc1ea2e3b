import {
  addScenario as addEndpoint,
  batchFromScenario as batchEndpoint,
  changeScenario as changeEndpoint,
  getScenario,
  getScenarios,
} from '#core/contract/scenarios.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import type { AppContext } from '#server/context.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { scenariosSeen } from '#server/db/tables/scenarios.ts';
import type { Routes } from '#server/http/routes.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import {
  addScenario,
  batchFromScenario,
  changeScenario,
  requireScenario,
} from '#server/operations/scenarios.ts';

/** Outlines of as many points as are allowed. */
const bodyLimit = '20mb';

/** 情景: saved, shared, put away, turned into a batch. */
export function scenarioRoutes(routes: Routes, { config: { vertexLimit } }: AppContext): void {
  routes.on(getScenarios, async ({ db, query }) => ({
    scenarios: await scenariosSeen(db, query.region === undefined ? '' : regionPrefix(query.region)),
  }));

  routes.on(getScenario, ({ db, params }) => requireScenario(db, params.id));

  routes.on(
    addEndpoint,
    async ({ db: tx, actor, body }) => {
      if (!(await regionByCode(tx, body.region))) throw regionNotFound(body.region);
      return addScenario(tx, actor, body);
    },
    { bodyLimit },
  );

  routes.on(
    changeEndpoint,
    ({ db: tx, params, ifMatch, body }) => changeScenario(tx, params.id, ifMatch, body),
    {
      bodyLimit,
    },
  );

  routes.on(batchEndpoint, ({ db: tx, actor, params, body }) =>
    batchFromScenario({ tx, actor, vertexLimit }, params.id, body),
  );
}
