import { getCrews, saveCrew } from '#core/contract/crews.ts';
import type { Routes } from '#server/http/routes.ts';
import { crewsAndPeople, keepCrew } from '#server/patches/office/crews.ts';

/** 班组: crews and people to whom patches are assigned. */
export function crewRoutes(routes: Routes): void {
  routes.on(getCrews, ({ db, actor, query }) => crewsAndPeople(db, actor, query.region));
  routes.on(saveCrew, ({ db, actor, body }) => keepCrew(db, actor, body));
}
