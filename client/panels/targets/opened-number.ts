import { create } from 'zustand';

/** 打开的数字: which figure is unfolded into its rows. */
export interface OpenedNumber {
  /** Target id. */
  readonly id: number;
  /** Village whose part is open; absent: the whole figure. */
  readonly region?: string;
}

/** Kept outside the panel, so that coming back from another panel finds it as it was left. */
export const useOpenedNumber = create<{ readonly opened: OpenedNumber | null }>()(() => ({ opened: null }));

export function openNumber(opened: OpenedNumber | null): void {
  useOpenedNumber.setState({ opened });
}
