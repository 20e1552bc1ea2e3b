import { search } from '#core/contract/search.ts';
import type { Routes } from '#server/http/routes.ts';
import { createSearch } from '#server/search/search.ts';

export function searchRoutes(routes: Routes): void {
  const find = createSearch();
  routes.on(search, async ({ query, db, actor }) => ({
    results: await find(db, actor, query.q, query.limit),
  }));
}
