import { catalog } from '#core/catalog/index.ts';
import type { Database } from '#server/db/database.ts';
import { featuresAt } from '#server/db/tables/features.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';

/**
 * 预热: asks once what the first click will ask. The embedded engine's first spatial statement takes a second or more (it
 * loads the projection library); nobody should wait for it. A failure is no news: the click itself will tell,
 * and a server that is closed a moment after its start has nothing to warm.
 */
export async function warmUp(db: Database): Promise<void> {
  try {
    const { bounds } = await workspaceSetting(db);
    const center: [number, number] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
    await featuresAt(db, catalog, center);
    await db.query(
      `select st_area(st_intersection(g, st_expand(g, -0.1))::geography)
       from (select st_setsrid(st_expand(st_makepoint($1, $2), 1), 4490) g) q`,
      center,
    );
  } catch {}
}
