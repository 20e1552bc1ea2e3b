import type { Polygon } from 'geojson';
import { create } from 'zustand';
import type { PatchSummary } from '#core/contract/patches.ts';
import { usePanels } from '../../state/panels.ts';
import { useRegion } from '../../state/region.ts';
import { type Filters, noFilters } from './filters.ts';

export type PatchTab = 'inbox' | 'conflicts' | 'statistics' | 'duty';
export type InboxView = 'map' | 'table' | 'cards';

export type Division =
  | { readonly kind: 'split'; readonly uid: string }
  | { readonly kind: 'merge'; readonly uids: readonly string[]; readonly selected: readonly string[] };

interface OpenedState {
  readonly tab: PatchTab;
  readonly view: InboxView;
  readonly filters: Filters;
  /** Patch whose review screen is open; null: the lists. */
  readonly uid: string | null;
  /** The one that was left last: the focus goes back there. */
  readonly left: string | null;
  /** Patch that the list points at: its outline is lit. */
  readonly pointed: number | null;
  /** 已选 for dispatch, in the order in which they were chosen. */
  readonly chosen: ReadonlyMap<string, PatchSummary>;
  /** The dispatch desk stands in place of the list. */
  readonly dispatching: boolean;
  /** 拆分 or 合并 stands in place of the patch or the list; what is merged is chosen among `uids`. */
  readonly division: Division | null;
  /** The ring that is drawn on the map now. */
  readonly lasso: Polygon | null;
}

/** Kept outside the panel, so that the details of a parcel, or another panel, find it as it was left. */
export const useOpened = create<OpenedState>()(() => ({
  tab: 'inbox',
  view: 'cards',
  filters: noFilters,
  uid: null,
  left: null,
  pointed: null,
  chosen: new Map(),
  dispatching: false,
  division: null,
  lasso: null,
}));

export function openPatch(uid: string | null): void {
  useOpened.setState((before) => ({
    uid,
    left: before.uid ?? before.left,
    pointed: null,
    division: null,
  }));
}

export function setFilters(change: Partial<Filters>): void {
  useOpened.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
}

export function choose(patches: readonly PatchSummary[], chosen: boolean): void {
  useOpened.setState((before) => {
    const next = new Map(before.chosen);
    for (const patch of patches) {
      if (chosen) next.set(patch.uid, patch);
      else next.delete(patch.uid);
    }
    return { chosen: next };
  });
}

export function chooseNone(): void {
  useOpened.setState({ chosen: new Map() });
}

/** 在台账中打开, from wherever the patch was met. */
export function showInRegister(uid: string): void {
  useOpened.setState({ tab: 'inbox' });
  openPatch(uid);
  usePanels.getState().open('patches');
}

// Another region has other patches.
useRegion.subscribe(({ code }, before) => {
  if (code !== before.code)
    useOpened.setState({ uid: null, chosen: new Map(), dispatching: false, division: null });
});
