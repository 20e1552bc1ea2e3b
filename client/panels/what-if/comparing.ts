import { create } from 'zustand';

/** Most scenarios that stand beside each other. */
export const COMPARE_LIMIT = 3;

interface Comparing {
  /** Ids of the scenarios that are ticked in the list. */
  readonly chosen: readonly string[];
  readonly shown: boolean;
}

/** 情景对比: which scenarios, and whether the table is open. */
export const useComparing = create<Comparing>()(() => ({ chosen: [], shown: false }));

export function tick(id: string, on: boolean): void {
  useComparing.setState(({ chosen }) => ({
    chosen: on
      ? [...chosen.filter((other) => other !== id), id].slice(-COMPARE_LIMIT)
      : chosen.filter((other) => other !== id),
  }));
}
