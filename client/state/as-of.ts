import { create } from 'zustand';
import { link } from './link.ts';

/**
 * 时点 as the contract's queries take it: a day (`2026-01-01`, its end in Beijing) or an instant. `asOf` is when it was true on the ground, `knownAt`
 * when it was known; both absent: now.
 */
export interface Moments {
  readonly asOf?: string;
  readonly knownAt?: string;
}

interface AsOfState {
  readonly moments: Moments;
  set(moments: Moments): void;
  /** Back to today. */
  clear(): void;
}

/** 历史时点: which past moment the whole screen shows; nothing can be edited meanwhile. */
export const useAsOf = create<AsOfState>()((set) => ({
  moments: {
    ...(link.asOf ? { asOf: link.asOf } : {}),
    ...(link.knownAt ? { knownAt: link.knownAt } : {}),
  },
  set: (moments) => set({ moments }),
  clear: () => set({ moments: {} }),
}));

/** The moment that is shown, for queries and their keys; stays the same object while nothing changes. */
export function useMoments(): Moments {
  return useAsOf((state) => state.moments);
}

/** Whether the screen shows the past. */
export function isPast({ asOf, knownAt }: Moments): boolean {
  return asOf !== undefined || knownAt !== undefined;
}

/** Whether the dialog that chooses the moment is open. */
export const useAsOfDialog = create<{ readonly open: boolean }>()(() => ({ open: false }));

/** How a moment is written on the screen: a day as it is, an instant to the minute in Beijing. */
export function momentText(moment: string): string {
  if (!moment.includes('T')) return moment;
  const day = new Date(moment).toLocaleString('sv', { timeZone: 'Asia/Shanghai' });
  return day.slice(0, 16);
}
