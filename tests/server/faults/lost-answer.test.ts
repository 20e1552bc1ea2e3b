import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { withApp } from '../../support/app.ts';
import { aTown } from '../../support/cast.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { type FlakyProxy, flakyProxy } from '../../support/flaky-proxy.ts';
import { commit, parcelShapefile, read, settled } from '../../support/import-flow.ts';

describe.runIf(databases.includes('postgis'))(
  'an import whose commit was carried out and not answered',
  () => {
    const home = mkdtempSync(join(tmpdir(), 'gengjie-lost-'));
    let fresh: TestDatabase;
    let proxy: FlakyProxy;
    let database: Database;
    beforeAll(async () => {
      fresh = await freshDatabase('postgis');
      proxy = await flakyProxy(fresh.options.url ?? '');
      database = await openDatabase({ ...fresh.options, url: proxy.url });
      await aTown(database);
    });
    const client = withApp(() => database, { GENGJIE_HOME: home });
    afterAll(async () => {
      await database.close();
      proxy.close();
      await fresh.remove();
      rmSync(home, { recursive: true, force: true });
    });

    test('says so, and keeps the originals of the batch that is there', async () => {
      const preview = await read(client(), parcelShapefile());
      proxy.breakAfter('COMMIT');
      await commit(client(), preview.id);
      const end = await settled(client(), preview.id);
      expect(end).toMatchObject({ state: 'failed', problem: { type: 'database-unavailable', status: 503 } });
      expect(end.problem?.next.zh).toContain('确认是否已保存');
      const batches = await database.query<{ id: number; rows: number }>(
        `SELECT id, (SELECT count(*) FROM gengjie.land_parcels p WHERE p.batch_id = b.id) AS rows FROM gengjie.import_batches b`,
      );
      expect(batches).toEqual([{ id: expect.any(Number), rows: 14 }]);
      const originals = join(home, 'imports', String(batches[0]?.id), 'original');
      expect(existsSync(originals) && readdirSync(originals).sort()).toEqual([
        '图斑.dbf',
        '图斑.prj',
        '图斑.shp',
      ]);
    });
  },
);
