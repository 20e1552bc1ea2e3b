import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type FoundPostgis =
  | { readonly url: string; readonly detail: string }
  | { readonly binaries: string; readonly detail: string }
  | { readonly missing: string };

/** Where the tests get a PostGIS server: TEST_DATABASE_URL, or PostgreSQL's programs with the extension beside them. */
export function findPostgis(): FoundPostgis {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, detail: 'TEST_DATABASE_URL' };
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).filter((name) => Number(name) >= 15) : [];
  for (const version of versions.sort((a, b) => Number(b) - Number(a))) {
    const binaries = join(root, version, 'bin');
    if (!existsSync(join(binaries, 'initdb'))) continue;
    if (!existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`)) continue;
    if (process.getuid?.() === 0 && !hasPostgresUser()) {
      return { missing: 'this is root, and there is no user postgres to run a server as' };
    }
    return { binaries, detail: `a temporary PostgreSQL ${version}` };
  }
  return { missing: 'no TEST_DATABASE_URL, and no PostgreSQL ≥ 15 with PostGIS in /usr/lib/postgresql' };
}

function hasPostgresUser(): boolean {
  try {
    execFileSync('id', ['-u', 'postgres'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
