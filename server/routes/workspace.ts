import type { Router } from 'express';
import { getWorkspace } from '#core/contract/workspace.ts';
import type { AppContext } from '#server/context.ts';
import { allRegions } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { implement } from '#server/http/implement.ts';
import { tiandituTiles } from '#server/tianditu.ts';

export function workspaceRoutes(router: Router, { db, config }: AppContext): void {
  implement(router, getWorkspace, async () => {
    const [setting, regions] = await Promise.all([workspaceSetting(db), allRegions(db)]);
    return {
      ...setting,
      engine: db.engine,
      tianditu: config.tiandituKey ? { tiles: tiandituTiles(config.tiandituKey) } : null,
      regions,
    };
  });
}
