import { openDatabase } from '#server/db/open-database.ts';

// A process of its own that owns a home and writes rows one by one, telling its parent of each that was acknowledged.
const home = process.argv[3] ?? '';
const database = await openDatabase({ home });
await database.query('CREATE TABLE IF NOT EXISTS acknowledged (number integer)');
process.send?.('open');
for (let number = 0; ; number += 1) {
  await database.query('INSERT INTO acknowledged VALUES ($1)', [number]);
  process.send?.(number);
}
