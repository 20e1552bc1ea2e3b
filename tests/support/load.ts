import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';

/** 持续写入: writes that go on until stopped, while a test breaks something. */
export interface Load<Refusal> {
  /** Names of the writes that were acknowledged. */
  readonly acknowledged: string[];
  /** What the others ended with. */
  readonly refused: Refusal[];
  /** Waits until so many more were acknowledged; fails after two minutes without. */
  more(count: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Several writers, each starting its next write when the last was answered. No name is used twice.
 *
 * @param write resolves to undefined when the write was acknowledged, else to how it was refused
 */
export function startLoad<Refusal>(
  label: string,
  writers: number,
  write: (name: string) => Promise<{ refusal: Refusal } | undefined>,
): Load<Refusal> {
  const acknowledged: string[] = [];
  const refused: Refusal[] = [];
  let stopped = false;
  const work = Array.from({ length: writers }, async (_, writer) => {
    for (let round = 0; !stopped; round += 1) {
      const name = `${label}-${writer}-${round}`;
      const answer = await write(name);
      if (answer === undefined) acknowledged.push(name);
      else {
        refused.push(answer.refusal);
        await wait(20);
      }
    }
  });
  return {
    acknowledged,
    refused,
    async more(count) {
      const wanted = acknowledged.length + count;
      await expect.poll(() => acknowledged.length, { timeout: 120_000 }).toBeGreaterThanOrEqual(wanted);
    },
    async stop() {
      stopped = true;
      await Promise.all(work);
    },
  };
}
