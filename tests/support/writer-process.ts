import { openDatabase } from '#server/db/open-database.ts';
import { writeBatch } from './write-load.ts';

// A process of its own that owns a database connection and writes batch after batch, telling its parent of each that was
// acknowledged; its parent kills it.
const [home = '', url = ''] = process.argv.slice(3);
const database = await openDatabase({ home, ...(url ? { url } : {}) });
await Promise.all(
  [0, 1, 2].map(async (writer) => {
    for (let number = 0; ; number += 1) {
      const name = `process-${process.pid}-${writer}-${number}`;
      await writeBatch(database, name);
      process.send?.(name);
    }
  }),
);
