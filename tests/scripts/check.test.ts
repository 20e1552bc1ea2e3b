import { describe, expect, it } from 'vitest';
import { hostFaults } from '../../scripts/check/hosts.ts';
import { installScriptFaults } from '../../scripts/check/install-scripts.ts';
import { licenceFaults, staleExceptions } from '../../scripts/check/licences.ts';
import { completed, missingPlatforms } from '../../scripts/check/lockfile.ts';
import { migrationFaults } from '../../scripts/check/migrations.ts';
import { roomFaults } from '../../scripts/check/rooms.ts';
import { sizeFaults } from '../../scripts/check/sizes.ts';
import { withoutComments } from '../../scripts/check/source-files.ts';

const faultsOf = (path: string, text: string) => roomFaults([{ path, text }]);

describe('the arrows of the house', () => {
  it.each([
    ['core/a.ts', "import { b } from '#core/b.ts';"],
    ['core/formats/a.ts', "import initSqlJs from 'sql.js';"],
    ['server/a.ts', "import { b } from '#core/b.ts';\nimport { readFile } from 'node:fs/promises';"],
    ['server/a.ts', "const { open } = await import('./b.ts');"],
    ['client/map/a.ts', "import { Map } from 'maplibre-gl';"],
    ['client/app/a.tsx', "import { b } from '#core/b.ts';\nimport '../styles/a.css';"],
    ['scripts/a.ts', "import { b } from '../server/b.ts';"],
    ['tests/e2e/a.e2e.ts', "import { b } from '../../client/b.ts';"],
    ['core/a.ts', "const title = field('protected_from', 'date', '开始', 'Protected from', ['BHKSSJ']);"],
    ['core/a.ts', "// import { b } from '#server/b.ts';"],
  ])('let %s write %s', (path, text) => {
    expect(faultsOf(path, text)).toEqual([]);
  });

  it.each([
    ['core/a.ts', "import { b } from '#server/b.ts';", 'not server'],
    ['core/a.ts', "import { readFile } from 'node:fs';", 'no node:fs'],
    ['core/a.ts', "import express from 'express';", 'core is pure'],
    ['client/a.ts', "import { b } from '#server/b.ts';", 'not server'],
    ['client/a.ts', "import { b } from '../server/b.ts';", 'not server'],
    ['client/a.ts', "import pg from 'pg';", 'belongs to the server'],
    ['client/panels/a.tsx', "const { Map } = await import('maplibre-gl');", 'only client/map'],
    ['server/a.ts', "import { b } from '../client/b.ts';", 'not client'],
    ['server/a.ts', "import { b } from '../tests/b.ts';", 'not tests'],
    ['server/a.ts', "import { b } from '../core/b.ts';", '#core/'],
    ['server/a.ts', "import x from '../../elsewhere/x.ts';", 'outside the rooms'],
    ['core/a.ts', "import { area } from '@turf/turf';", 'single turf module'],
    ['core/a.ts', 'export const now = () => Date.now();', 'takes time'],
    ['core/a.ts', 'export const dice = () => Math.random();', 'takes time and chance'],
  ])('stop %s from writing %s', (path, text, reason) => {
    const faults = faultsOf(path, text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(reason);
    expect(faults[0]).toContain(`${path}:1`);
  });

  it.each([
    'const rows = await db.query(`select id from gengjie.patches`);',
    "await db.query('delete from gengjie.patches');",
    'await db.sql`update gengjie.patches set state = 1`;',
    'const text = `\n  with hit as (select 1) select * from hit`;',
  ])('keep SQL out of routes: %s', (text) => {
    expect(faultsOf('server/routes/a.ts', text)).toHaveLength(1);
    expect(faultsOf('server/db/tables/a.ts', text)).toEqual([]);
  });

  it('do not take words for SQL', () => {
    const text = "button('Select a file'); say('update from the server'); say('with care');";
    expect(faultsOf('client/a.ts', text)).toEqual([]);
  });

  it('name the line', () => {
    expect(faultsOf('core/a.ts', "\n\nimport pg from 'pg';")[0]).toContain('core/a.ts:3');
  });
});

describe('addresses of other hosts', () => {
  it('are found in code, styles and markup, not in comments', () => {
    expect(hostFaults([{ path: 'client/a.ts', text: "fetch('https://cdn.example/x.js')" }])).toHaveLength(1);
    expect(
      hostFaults([{ path: 'client/a.css', text: '@import "http://fonts.example/a.css";' }]),
    ).toHaveLength(1);
    expect(
      hostFaults([{ path: 'client/index.html', text: '<script src="https://cdn.example/a.js">' }]),
    ).toHaveLength(1);
    expect(hostFaults([{ path: 'client/a.ts', text: '// see https://example.org' }])).toEqual([]);
  });

  it('may be a namespace', () => {
    expect(hostFaults([{ path: 'client/a.ts', text: "const a = 'http://www.w3.org/2000/svg';" }])).toEqual(
      [],
    );
  });
});

describe('migrations', () => {
  it('are numbered from 0001 without a gap', () => {
    expect(migrationFaults(['0001_layers.sql', '0002_control.sql'])).toEqual([]);
    expect(migrationFaults(['0001_layers.sql', '0003_control.sql'])).toEqual([
      '0003_control.sql: number 0002 is due',
    ]);
    expect(migrationFaults(['0001_a.sql', '0001_b.sql'])).toEqual(['0001_b.sql: number 0002 is due']);
    expect(migrationFaults(['1_layers.sql'])[0]).toContain('must be');
    expect(migrationFaults([])).toHaveLength(1);
  });
});

describe('long files', () => {
  it('say at the top why they are long', () => {
    const lines = 'const a = 1;\n'.repeat(401);
    expect(sizeFaults([{ path: 'core/a.ts', text: lines }])).toHaveLength(1);
    expect(
      sizeFaults([{ path: 'core/a.ts', text: `// Long because one table is easier to read.\n${lines}` }]),
    ).toEqual([]);
    expect(sizeFaults([{ path: 'core/vocabulary/lists/a.ts', text: lines }])).toEqual([]);
  });
});

describe('comments', () => {
  it('are blanked without moving anything, and strings stay', () => {
    const text = "const a = 'http://x'; // http://y\n/* z */ const b = `//`;";
    const code = withoutComments(text);
    expect(code).toHaveLength(text.length);
    expect(code).toContain("'http://x'");
    expect(code).not.toContain('http://y');
    expect(code).toContain('`//`');
  });
});

describe('the lock file', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/tool': {
        dev: true,
        optionalDependencies: {
          '@tool/linux-x64-gnu': '1.0.0',
          '@tool/linux-arm64-musl': '1.0.0',
          '@tool/darwin-arm64': '1.0.0',
          somewhere: '^2',
        },
      },
      'node_modules/tool/node_modules/@tool/linux-x64-gnu': { version: '1.0.0' },
    },
  };

  it('lacks the platforms that a mirror did not offer, and gets them back', () => {
    expect(missingPlatforms(lock)).toEqual([
      {
        name: '@tool/linux-arm64-musl',
        entry: { version: '1.0.0', dev: true, optional: true, os: ['linux'], cpu: ['arm64'], libc: ['musl'] },
      },
      {
        name: '@tool/darwin-arm64',
        entry: { version: '1.0.0', dev: true, optional: true, os: ['darwin'], cpu: ['arm64'] },
      },
    ]);
    expect(missingPlatforms(completed(lock))).toEqual([]);
  });
});

describe('licences', () => {
  const faults = (license: unknown, kind: 'shipped' | 'building' = 'shipped') =>
    licenceFaults([{ name: 'a', version: '1.0.0', license }], kind);

  it.each([
    'MIT',
    'Apache-2.0',
    '(MIT OR GPL-3.0-only)',
    'GPL-2.0-only OR (MIT AND ISC)',
    'MIT AND (BSD-3-Clause OR GPL-3.0-only)',
    { type: 'MIT' },
    [{ type: 'GPL-3.0-only' }, { type: 'MIT' }],
  ])('let %o be shipped', (license) => {
    expect(faults(license)).toEqual([]);
  });

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'MIT AND GPL-3.0-only',
    'MIT AND GPL-3.0-only OR SSPL-1.0',
    '(MIT AND SSPL-1.0)',
    'MPL-2.0',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE',
    '',
    undefined,
    null,
    42,
  ])('stop %o from being shipped', (license) => {
    expect(faults(license)).toHaveLength(1);
  });

  it('are wider for what only builds, and an exception counts while it is of use', () => {
    expect(faults('MPL-2.0', 'building')).toEqual([]);
    expect(faults('GPL-3.0-only', 'building')[0]).toContain('a@1.0.0 (building) is under GPL-3.0-only');
    const odd = [{ name: 'odd', version: '1.0.0', license: 'BDS' }];
    expect(licenceFaults(odd, 'shipped', { odd: 'misspelt' })).toEqual([]);
    expect(staleExceptions(odd, { odd: 'misspelt', gone: 'x' })).toEqual([expect.stringContaining('gone')]);
  });

  it('are read where old packages put them', () => {
    expect(licenceFaults([{ name: 'a', version: '1.0.0', licenses: [{ type: 'MIT' }] }], 'shipped')).toEqual(
      [],
    );
  });
});

describe('install scripts', () => {
  const packages = {
    '': { hasInstallScript: true },
    'node_modules/calm': { version: '1.0.0' },
    'node_modules/calm/node_modules/@loud/one': { version: '2.0.0', hasInstallScript: true },
  };

  it('are refused wherever they hide, but for named exceptions', () => {
    expect(installScriptFaults(packages)).toEqual(['@loud/one@2.0.0 runs a script when it is installed']);
    expect(installScriptFaults(packages, { '@loud/one': 'why' })).toEqual([]);
    expect(installScriptFaults(packages, { '@loud/one': 'why', calm: 'why' })).toEqual([
      expect.stringContaining('calm is of no use'),
    ]);
  });
});
