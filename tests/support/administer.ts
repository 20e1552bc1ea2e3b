import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** One statement about databases, which cannot run through a pool that is connected to them. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Called once after the run: removes the template from a server that is not ours to throw away. */
export async function dropDatabases(folder: string): Promise<void> {
  const path = join(folder, 'server.json');
  if (!existsSync(path) || existsSync(join(folder, 'cluster'))) return;
  const { value } = JSON.parse(readFileSync(path, 'utf8')) as { value?: { url: string; template: string } };
  if (value) await administer(value.url, `DROP DATABASE IF EXISTS ${value.template} WITH (FORCE)`);
}
