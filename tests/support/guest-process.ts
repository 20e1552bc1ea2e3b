import { openDatabase } from '#server/db/open-database.ts';

// A process of its own that works through a running owner, and is in the middle of a transaction when its parent kills it.
const home = process.argv[3] ?? '';
const database = await openDatabase({ home, attach: true });
await database.transaction(async (tx) => {
  await tx.query('INSERT INTO guests VALUES (1)');
  setTimeout(() => process.send?.('inside'), 300);
  await tx.query('SELECT count(*) FROM generate_series(1, 20000000) AS given (value)');
  await new Promise(() => {});
});
