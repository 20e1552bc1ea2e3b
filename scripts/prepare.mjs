// Runs after `npm ci` and before `npm start`: builds the client and the prepared embedded database.
// Plain JavaScript that always ends well: an installation without development tools must not fail for it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const has = (path) => existsSync(join(root, path));
const onlyMissing = process.argv.includes('--if-missing');

if (process.argv.includes('--help')) {
  console.log(
    'node scripts/prepare.mjs [--if-missing]   builds the client and the prepared embedded database',
  );
} else if (!has('node_modules/tsx/dist/cli.mjs')) {
  console.log('prepare: nothing to do, the packages are not installed');
} else {
  if (!(onlyMissing && has('dist/client/index.html'))) buildClient();
  if (!onlyMissing) prepareDatabase();
}

function buildClient() {
  if (!has('node_modules/vite/bin/vite.js') || !has('client/index.html')) {
    console.log('prepare: the client is not built here (development packages are not installed)');
    return;
  }
  run('构建界面 · building the client', 'scripts/build.ts', 'npm run build');
}

function prepareDatabase() {
  if (!has('scripts/prepare.ts')) return;
  run(
    '准备内置数据库 · preparing the embedded database',
    'scripts/prepare.ts',
    'npm start, which then takes longer once',
  );
}

function run(title, script, remedy) {
  console.log(`prepare: ${title}`);
  const start = performance.now();
  const result = spawnSync(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), script], {
    cwd: root,
    stdio: 'inherit',
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (result.status === 0) console.log(`prepare: done in ${seconds} s`);
  else
    console.warn(
      `prepare: ${script} did not succeed; the installation is complete, continue with: ${remedy}`,
    );
}
