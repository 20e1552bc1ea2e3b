import { getDutyLedger } from '#core/contract/crews.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import type { Routes } from '#server/http/routes.ts';
import { dutyLedger } from '#server/patches/patrols.ts';

/** 履职台账: names of chiefs are 个人信息, so reading it leaves a line in the log. */
export function patrolRoutes(routes: Routes): void {
  routes.on(getDutyLedger, async ({ db, actor, query }) => {
    const ledger = await dutyLedger(db, query, { personal: actor.writes });
    if (ledger.grids.some(({ person }) => person !== null)) {
      await recordAct(db, {
        action: 'personal.read',
        layer: 'responsibility_grids',
        regionCode: query.region,
        detail: { fields: ['person'], grids: ledger.grids.length },
      });
    }
    return ledger;
  });
}
