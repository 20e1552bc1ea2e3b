import { create } from 'zustand';
import { useRegion } from '../../state/region.ts';
import { type FeatureRef, useSelection } from '../../state/selection.ts';

/** 打开的数字: which figure is unfolded into its rows. */
export interface OpenedNumber {
  /** Target id. */
  readonly id: number;
  /** Village whose part is open; absent: the whole figure. */
  readonly region?: string;
  /** 谁动了这个数 instead of its rows. */
  readonly movement?: boolean;
}

interface OpenedState {
  readonly opened: OpenedNumber | null;
  /** Parcel chosen last, in the table or on the map. */
  readonly chosen: FeatureRef | null;
  /** Target whose number was closed last: the focus goes back there. */
  readonly left: number | null;
}

/** Kept outside the panel, so that coming back from another panel, or from the details of a parcel, finds it as it was left. */
export const useOpenedNumber = create<OpenedState>()(() => ({ opened: null, chosen: null, left: null }));

export function openNumber(opened: OpenedNumber | null): void {
  useOpenedNumber.setState((before) => ({ opened, chosen: null, left: before.opened?.id ?? null }));
}

let pointing = false;

/** Puts the map's selection ring on a parcel. Pointing is a glance: it does not change what is chosen. */
export function ringParcel(ref: FeatureRef | null, glance: boolean): void {
  pointing = glance;
  useSelection.getState().setCurrent(ref);
  pointing = false;
}

// Another region has other figures.
useRegion.subscribe(({ code }, before) => {
  if (code !== before.code) openNumber(null);
});

// A click on the map chooses as well; this also holds while the parcel's details cover the panel.
useSelection.subscribe(({ current }, before) => {
  if (current !== before.current && current && !pointing && useOpenedNumber.getState().opened) {
    useOpenedNumber.setState({ chosen: current });
  }
});
