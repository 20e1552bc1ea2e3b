import type { Exceptions } from './licences.ts';

interface LockEntry {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
}

/**
 * Sentences about packages that would run a program of their own when they are installed: nobody has read it, and it runs with the rights of
 * who installs. Empty when there are none.
 */
export function installScriptFaults(
  packages: Readonly<Record<string, LockEntry>>,
  exceptions: Exceptions = {},
): string[] {
  const named = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const running = Object.entries(packages).filter(
    ([path, { hasInstallScript }]) => path !== '' && hasInstallScript,
  );
  const names = new Set(running.map(([path]) => named(path)));
  return [
    ...running
      .filter(([path]) => !Object.hasOwn(exceptions, named(path)))
      .map(([path, { version = '?' }]) => `${named(path)}@${version} runs a script when it is installed`),
    ...Object.keys(exceptions)
      .filter((name) => !names.has(name))
      .map((name) => `the exception for ${name} is of no use: it runs no script`),
  ];
}
