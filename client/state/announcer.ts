import { create } from 'zustand';

/** 播报: the sentence that screen readers hear next; the counter makes a repeated sentence heard again. */
export const useAnnouncer = create<{ readonly text: string; readonly count: number }>()(() => ({
  text: '',
  count: 0,
}));

export function announce(text: string): void {
  useAnnouncer.setState(({ count }) => ({ text, count: count + 1 }));
}
