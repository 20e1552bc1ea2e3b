import { openDatabase } from '#server/db/open-database.ts';
import { restoreBackup } from '#server/operations/backup/restore-backup.ts';

// A process of its own that restores, says when it is in the middle of writing rows, and stays there until its parent kills it.
const { options, file, home } = JSON.parse(process.argv[3] ?? '{}');
const db = await openDatabase(options);
let told = false;
await restoreBackup(db, {
  file,
  home,
  onProgress: (fraction) => {
    if (told) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
    if (fraction < 0.5 || told) return;
    told = true;
    process.send?.('inside');
  },
});
process.send?.('done');
