import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** A line for each failure: file, full name and what it says first. */
  readonly failures: readonly string[];
  /** Full names of tests that were written and not run. */
  readonly skipped: readonly string[];
  /** Files whose tests ran. */
  readonly files: readonly string[];
}

/** What Vitest's JSON reporter writes, as far as we read it. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file could not be loaded. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** Runs Vitest with its own output on the terminal and counts from its report; a crash counts as one failure. */
export async function runVitest(
  root: string,
  args: readonly string[],
  reportPath: string,
  environment: Record<string, string>,
): Promise<TestCounts> {
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportPath}`,
        ...args,
      ],
      { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } },
    );
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const counts = existsSync(reportPath)
    ? countTests(JSON.parse(readFileSync(reportPath, 'utf8')) as VitestReport)
    : { passed: 0, failed: 0, failures: [], skipped: [], files: [] };
  // An error outside any test (a set-up that throws, a rejection nobody caught) fails the run without failing a test.
  if (code === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`an error outside any test (Vitest ended with ${code})`] };
}

/** Counts of a report; a file that could not be loaded counts as one failure. */
export function countTests(report: VitestReport): TestCounts {
  let passed = 0;
  const failures: string[] = [];
  const skipped: string[] = [];
  const files: string[] = [];
  for (const file of report.testResults) {
    const tests = file.assertionResults;
    passed += tests.filter((test) => test.status === 'passed').length;
    const broken = tests.filter((test) => test.status === 'failed');
    failures.push(
      ...broken.map((test) => failure(`${file.name} > ${test.fullName}`, test.failureMessages?.[0])),
    );
    if (broken.length === 0 && file.status === 'failed') failures.push(failure(file.name, file.message));
    const unrun = tests.filter((test) => !['passed', 'failed'].includes(test.status));
    skipped.push(...unrun.map((test) => test.fullName));
    if (unrun.length < tests.length) files.push(file.name);
  }
  return { passed, failed: failures.length, failures, skipped, files };
}

/** One line with what was said and where: whoever has only the end of a long log still learns what failed. */
function failure(where: string, message = ''): string {
  const lines = message.split('\n').map((line) => line.trim());
  const stack = lines.findIndex((line) => line.startsWith('at '));
  const said = lines.slice(0, stack < 0 ? 1 : stack).filter((line) => line !== '');
  const place = /tests\/[^\s:]+:\d+/.exec(stack < 0 ? '' : lines.slice(stack).join(' '))?.[0];
  if (said.length === 0) return where;
  return `${where}: ${said.join(' ').slice(0, 400)}${place ? ` (${place})` : ''}`;
}
