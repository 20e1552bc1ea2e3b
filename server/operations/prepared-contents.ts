import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PreparedContent } from '#server/db/database.ts';
import { preparedContent } from '#server/db/prepared-content.ts';
import { productRows } from '#server/db/product-rows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the demonstration area is made of: when one of these files changes, the prepared data directory is made anew. */
const seedFolders = [
  'server/demonstration',
  'data/seed',
  'core/vocabulary',
  'core/rights',
  'core/geometry',
  'core/catalog',
  'core/targets',
  'core/indicators',
];

/** 预制内容: a new home of the embedded engine starts with the schema, the code lists and the demonstration area. */
export function demonstrationContent(): PreparedContent {
  return preparedContent({
    ...productRows(),
    ingredients: seedFolders.flatMap(filesBelow),
    seed: async (database, progress) => {
      const { seedDemonstration } = await import('#server/demonstration/seed-demonstration.ts');
      await seedDemonstration(database, progress);
    },
  });
}

/** The same without any data, for an office that starts empty. */
export function schemaContent(): PreparedContent {
  return preparedContent({
    ...productRows(),
    ingredients: ['core/vocabulary', 'core/rights', 'core/indicators'].flatMap(filesBelow),
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
