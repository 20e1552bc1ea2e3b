import type { Database, OpenOptions } from './database.ts';

/** 打开数据库: PostgreSQL when `url` is given, else the embedded engine in `home`. Throws Problems a person can act on. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  if (options.url) {
    const { openPostgis } = await import('./postgis.ts');
    return openPostgis(options.url, options);
  }
  const { openEmbedded } = await import('./embedded/open-embedded.ts');
  return openEmbedded(options);
}
