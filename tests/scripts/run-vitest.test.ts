import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleReport } from '../../scripts/build/bundle-report.ts';
import { findChromium } from '../../scripts/test/find-chromium.ts';
import { countTests } from '../../scripts/test/run-vitest.ts';

const assertion = (status: string, fullName = status, failureMessages: string[] = []) => ({
  status,
  fullName,
  failureMessages,
});

describe('counting the tests of a run', () => {
  it('adds up files and names what was skipped', () => {
    const report = {
      testResults: [
        {
          name: 'a',
          status: 'passed',
          assertionResults: [assertion('passed'), assertion('skipped', 'later')],
        },
        {
          name: 'b',
          status: 'failed',
          assertionResults: [
            assertion('failed', 'adds', [
              'no answer\nCall log:\n  - waiting for a sum\n\n    at wait (node:x)\n    at /home/tests/b.test.ts:12:5',
            ]),
            assertion('passed'),
          ],
        },
        { name: 'c', status: 'passed', assertionResults: [assertion('todo', 'some day')] },
      ],
    };
    expect(countTests(report)).toEqual({
      passed: 2,
      failed: 1,
      failures: ['b > adds: no answer Call log: - waiting for a sum (tests/b.test.ts:12)'],
      skipped: ['later', 'some day'],
      files: ['a', 'b'],
    });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const report = {
      testResults: [{ name: 'a', status: 'failed', message: 'no such file', assertionResults: [] }],
    };
    expect(countTests(report)).toMatchObject({ failed: 1, failures: ['a: no such file'] });
  });
});

describe('finding Chromium', () => {
  it('takes CHROMIUM_PATH, and refuses one that is not there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gengjie-chromium-'));
    const path = join(folder, 'chromium');
    writeFileSync(path, '');
    try {
      expect(findChromium({ CHROMIUM_PATH: path })).toBe(path);
      expect(() => findChromium({ CHROMIUM_PATH: `${path}-gone` })).toThrow('CHROMIUM_PATH');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the size of the first view', () => {
  const file = (name: string, imports: string[] = [], entry = false) => ({
    name,
    imports,
    entry,
    bytes: new TextEncoder().encode(name.repeat(50)),
  });

  it('is the entry with everything it imports, each once; the worker and late parts are apart', () => {
    const files = [
      file('index.js', ['map.js', 'react.js'], true),
      file('map.js', ['react.js']),
      file('react.js'),
      file('panel.js', ['react.js']),
      file('maplibre-gl-worker.mjs'),
      file('index.css'),
    ];
    const report = bundleReport(files);
    expect(report.parts.map((part) => part.name).toSorted()).toEqual(['index.js', 'map.js', 'react.js']);
    expect(report.firstView).toBe(report.parts.reduce((sum, part) => sum + part.gzip, 0));
    expect(report.worker).toBeGreaterThan(0);
    expect(report.later).toBeGreaterThan(0);
  });
});
