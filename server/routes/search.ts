import type { Router } from 'express';
import { search } from '#core/contract/search.ts';
import type { AppContext } from '#server/context.ts';
import { implement } from '#server/http/implement.ts';
import { createSearch } from '#server/search/search.ts';

export function searchRoutes(router: Router, { db }: AppContext): void {
  const find = createSearch(db);
  implement(router, search, async ({ query }) => ({ results: await find(query.q, query.limit) }));
}
