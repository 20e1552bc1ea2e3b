import { getWorkspace } from '#core/contract/workspace.ts';
import type { AppContext } from '#server/context.ts';
import { allRegions } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import type { Routes } from '#server/http/routes.ts';
import { tiandituTiles } from '#server/tianditu.ts';

export function workspaceRoutes(routes: Routes, { engine, config }: AppContext): void {
  routes.on(getWorkspace, async ({ db }) => {
    const setting = await workspaceSetting(db);
    const regions = await allRegions(db);
    return {
      ...setting,
      engine,
      tianditu: config.tiandituKey ? { tiles: tiandituTiles(config.tiandituKey) } : null,
      regions,
    };
  });
}
