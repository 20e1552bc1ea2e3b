import { create } from 'zustand';
import { useRegion } from '../../state/region.ts';

interface OpenedState {
  readonly view: 'batches' | 'balance';
  /** Batch that is open as a page; null: the list. */
  readonly id: number | null;
  /** Batch whose page was left last: the focus goes back there. */
  readonly left: number | null;
}

/** Kept outside the panel, so that the details of a parcel, or another panel, find it as it was left. */
export const useOpenedBatch = create<OpenedState>()(() => ({ view: 'batches', id: null, left: null }));

export function showView(view: OpenedState['view']): void {
  useOpenedBatch.setState({ view });
}

export function openBatch(id: number | null): void {
  useOpenedBatch.setState((before) => ({ view: 'batches', id, left: before.id }));
}

// Another region has other batches.
useRegion.subscribe(({ code }, before) => {
  if (code !== before.code) openBatch(null);
});
