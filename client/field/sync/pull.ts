import type { Uuid } from '#core/patches/operation.ts';
import { KEEP } from '../store/keys.ts';
import type { PulledPage } from '../store/patches.ts';
import type { EngineDeps } from './engine.ts';
import { learnClock } from './engine.ts';
import { askServer, Refused, RunEnded } from './http.ts';

export type PullScope = 'mine' | 'all';

/** 下载变化, page by page; each page and its cursor are stored together. @throws RunEnded */
export async function pullAll(deps: EngineDeps, person: Uuid): Promise<void> {
  const { store } = deps;
  const scope = (await store.readKeep<PullScope>(KEEP.scope(person))) ?? 'mine';
  let since = await store.cursor(person, scope);
  for (;;) {
    const sentAt = deps.now();
    const page = readPage(await ask(deps, `/api/field/patches?since=${since}&limit=1000&scope=${scope}`));
    if (page.cursor > since || page.patches.length + page.removed.length > 0)
      await store.applyPull(person, scope, page);
    await keepNames(deps, page);
    await learnClock(deps, sentAt, page.serverNow);
    deps.stepped?.();
    if (!page.more || page.cursor <= since) return;
    since = page.cursor;
  }
}

async function ask(deps: EngineDeps, path: string): Promise<unknown> {
  try {
    return await askServer(deps, path);
  } catch (error) {
    if (error instanceof Refused)
      throw new RunEnded(error.status === 403 ? 'not-allowed' : 'server-fault', error.problem);
    throw error;
  }
}

interface Page extends PulledPage {
  readonly more: boolean;
  readonly serverNow: number;
}

function readPage(answer: unknown): Page {
  const page = answer as Partial<Page> | null;
  const whole =
    Array.isArray(page?.patches) &&
    Array.isArray(page.removed) &&
    typeof page.cursor === 'number' &&
    typeof page.more === 'boolean' &&
    typeof page.serverNow === 'number';
  if (!whole) throw new RunEnded('server-fault');
  return page as Page;
}

async function keepNames({ store }: EngineDeps, { patches }: Page): Promise<void> {
  const fresh = Object.assign({}, ...patches.map(({ names }) => names)) as Record<string, string>;
  if (Object.keys(fresh).length === 0) return;
  await store.changeKeep<Record<string, string>>(KEEP.names, (before) => ({ ...before, ...fresh }));
}
