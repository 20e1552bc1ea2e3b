import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Makes something once for all workers of a test run: the first to ask makes it, the others wait for its JSON result.
 * A maker that fails leaves its reason, and everybody gets it.
 */
export async function once<T>(folder: string, name: string, make: () => Promise<T>): Promise<T> {
  const result = join(folder, `${name}.json`);
  try {
    mkdirSync(join(folder, `${name}.making`));
  } catch {
    while (!existsSync(result)) await wait(50);
    const outcome = JSON.parse(readFileSync(result, 'utf8')) as { value: T } | { error: string };
    if ('error' in outcome) throw new Error(outcome.error);
    return outcome.value;
  }
  const leave = (outcome: object) => {
    writeFileSync(`${result}.new`, JSON.stringify(outcome));
    renameSync(`${result}.new`, result);
  };
  try {
    const value = await make();
    leave({ value });
    return value;
  } catch (error) {
    leave({ error: `${name} could not be made: ${error instanceof Error ? error.message : String(error)}` });
    throw error;
  }
}
