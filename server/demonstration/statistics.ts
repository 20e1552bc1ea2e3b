import type { LayerId } from '#core/catalog/types.ts';
import type { Queryable } from '#server/db/database.ts';
import { quoteIdentifier } from '#server/db/sql.ts';

/** Tells the planner what the tables hold now, so that the first queries are planned as well as the later ones. */
export async function gatherStatistics(tx: Queryable, layers: readonly LayerId[]): Promise<void> {
  for (const layer of layers) await tx.query(`analyze ${quoteIdentifier(`gengjie.${layer}`)}`);
}
