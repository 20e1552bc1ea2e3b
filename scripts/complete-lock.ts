import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { completed, type Lockfile, missingPlatforms } from './check/lockfile.ts';

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const help = `npm run lock    after npm install: adds the packages of other platforms that the registry at hand did not offer`;

if (process.argv.includes('--help')) {
  console.log(help);
} else {
  const lock = JSON.parse(readFileSync(path, 'utf8')) as Lockfile;
  for (const { name, entry } of missingPlatforms(lock)) console.log(`added ${name} ${entry.version}`);
  writeFileSync(path, `${JSON.stringify(completed(lock), null, 2)}\n`);
}
