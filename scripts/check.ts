import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostFaults } from './check/hosts.ts';
import { installScriptFaults } from './check/install-scripts.ts';
import { licenceFaults, type Package, staleExceptions } from './check/licences.ts';
import { type Lockfile, missingPlatforms } from './check/lockfile.ts';
import { migrationFaults } from './check/migrations.ts';
import { roomFaults } from './check/rooms.ts';
import { sizeFaults } from './check/sizes.ts';
import { sourceFiles } from './check/source-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const CODE = ['.ts', '.tsx', '.mjs'];

/** Colour marks each character of a difference, which drowns a log file. */
const plain = process.stdout.isTTY ? [] : ['--colors=off'];

/** Its strings are examples of what the check forbids. */
const EXAMPLES = 'tests/scripts/check.test.ts';

const help = `npm run check              every step below; all run even if one fails
npm run check -- NAME …    only these steps`;

const EDL = 'offered under EDL-1.0 too, which is the three-clause BSD licence under another name';

const LICENCE_EXCEPTIONS = {
  jsts: EDL,
  '@turf/jsts': EDL,
  arc: 'says only “BSD”; its LICENSE is the two-clause BSD licence',
  'splaytree-ts': 'misspells BSD-3-Clause; its LICENSE is right',
} as const;

const SHIPPED_EXCEPTIONS = {
  'png-js': 'names no licence in its package.json; its LICENSE is MIT',
} as const;

const SCRIPT_EXCEPTIONS = {
  esbuild:
    'comes with tsx; its script only puts its own binary in place and is not needed (--ignore-scripts works)',
} as const;

interface Step {
  readonly name: string;
  readonly about: string;
  /** What is wrong, a sentence each; a tool prints its own and answers with one sentence. */
  run(): string[] | Promise<string[]>;
}

const steps: readonly Step[] = [
  {
    name: 'types',
    about: 'tsc -b: types, and the arrows between the rooms',
    run: () => tool('typescript/bin/tsc', ['-b']),
  },
  {
    name: 'lint',
    about: 'biome: format and lint',
    run: () => tool('@biomejs/biome/bin/biome', ['ci', '--diagnostic-level=error', ...plain, '.']),
  },
  {
    name: 'unused',
    about: 'knip: files, exports and packages nobody uses',
    run: () => tool('knip/bin/knip.js', []),
  },
  { name: 'generated', about: 'generated files are what would be generated', run: generated },
  { name: 'glossary', about: 'every layer and field has its term', run: glossary },
  {
    name: 'rooms',
    about: 'imports, SQL and purity keep to their rooms',
    run: () =>
      roomFaults(
        sourceFiles(root, ['core', 'server', 'client', 'scripts', 'tests'], CODE).filter(
          ({ path }) => path !== EXAMPLES,
        ),
      ),
  },
  {
    name: 'hosts',
    about: 'client and core name no other host',
    run: () => hostFaults(sourceFiles(root, ['core', 'client'], [...CODE, '.css', '.html', '.json', '.svg'])),
  },
  {
    name: 'sizes',
    about: 'no file is longer than 400 lines without saying why',
    run: () => sizeFaults(sourceFiles(root, ['core', 'server', 'client', 'scripts', 'tests'], CODE)),
  },
  {
    name: 'lockfile',
    about: 'npm ci finds every platform in the lock',
    run: () =>
      missingPlatforms(lockfile()).map(({ name }) => `package-lock.json lacks ${name}: npm run lock`),
  },
  {
    name: 'licences',
    about: 'every installed package is under a licence we may use',
    run: () => {
      const { shipped, building } = installedPackages();
      return [
        ...licenceFaults(shipped, 'shipped', SHIPPED_EXCEPTIONS),
        ...licenceFaults(building, 'building', LICENCE_EXCEPTIONS),
        ...staleExceptions(building, LICENCE_EXCEPTIONS),
        ...staleExceptions(shipped, SHIPPED_EXCEPTIONS),
      ];
    },
  },
  {
    name: 'scripts',
    about: 'no package runs a program of its own when it is installed',
    run: () => installScriptFaults(lockfile().packages, SCRIPT_EXCEPTIONS),
  },
  {
    name: 'migrations',
    about: 'migrations are numbered without a gap',
    run: () => migrationFaults(readdirSync(join(root, 'server/db/migrations'))),
  },
];

function lockfile(): Lockfile {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
}

/** What each installed package says of itself. Those for other platforms are not here; the one for this platform speaks for them. */
function installedPackages(): { shipped: Package[]; building: Package[] } {
  const shipped: Package[] = [];
  const building: Package[] = [];
  for (const [path, { dev }] of Object.entries(lockfile().packages)) {
    const file = join(root, path, 'package.json');
    if (path === '' || !existsSync(file)) continue;
    (dev ? building : shipped).push(JSON.parse(readFileSync(file, 'utf8')) as Package);
  }
  return { shipped, building };
}

function tool(path: string, args: readonly string[]): string[] {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', path), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return result.status === 0
    ? []
    : [`${path.split('/').at(-1)} ended with ${result.status ?? result.signal}`];
}

// The two below run code of core and server, which may be broken: loaded in their step, they fail that step alone.

async function glossary(): Promise<string[]> {
  const { glossaryGaps, readTerms } = await import('./generate/glossary.ts');
  return glossaryGaps(readTerms(root));
}

async function generated(): Promise<string[]> {
  const { staleFiles } = await import('./generate.ts');
  const { stale, obsolete } = await staleFiles();
  return [
    ...stale.map(({ path }) => `${path} is stale: npm run generate`),
    ...obsolete.map((path) => `${path} is made by nothing any more: npm run generate`),
  ];
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(help);
    for (const step of steps) console.log(`  ${step.name.padEnd(12)}${step.about}`);
    return 0;
  }
  const unknown = args.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `no such step: ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}`,
    );
    return 2;
  }
  const summary: string[] = [];
  let failed = 0;
  for (const step of steps.filter(({ name }) => args.length === 0 || args.includes(name))) {
    console.log(`\n── ${step.name}: ${step.about}`);
    const start = performance.now();
    const faults = await Promise.resolve()
      .then(() => step.run())
      .catch((error: unknown) => [String(error instanceof Error ? error.stack : error)]);
    for (const fault of faults) console.error(`  ${fault}`);
    if (faults.length > 0) failed++;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    summary.push(
      `  ${faults.length === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(12)}${seconds.padStart(6)} s`,
    );
  }
  console.log(`\n${summary.join('\n')}`);
  console.log(
    failed === 0 ? '\ncheck: all in order' : `\ncheck: ${failed} of ${summary.length} steps failed`,
  );
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
