import { create } from 'zustand';

/** 打开的数字: which figure of the answer is unfolded into its pieces. `key`: land class, village or layer. */
export interface Opened {
  readonly figure: 'remaining' | 'lost' | 'gained' | 'class' | 'village' | 'touched' | 'item';
  readonly key?: string;
}

export const useOpened = create<{ readonly opened: Opened | null; readonly left: string | null }>()(() => ({
  opened: null,
  left: null,
}));

/** Unfolds a figure; null folds it again, and the focus goes back to it. */
export function openFigure(opened: Opened | null): void {
  useOpened.setState((before) => ({ opened, left: before.opened ? figureKey(before.opened) : null }));
}

export function figureKey({ figure, key = '' }: Opened): string {
  return `${figure} ${key}`;
}
