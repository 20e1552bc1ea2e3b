import { create } from 'zustand';
import type { LonLat } from '#core/contract/shared.ts';
import { type FeatureRef, link } from './link.ts';

export type { FeatureRef } from './link.ts';

/** 查看对象: everything at a point, or one feature that a list, a search or a link named. */
export type Subject =
  | { readonly kind: 'point'; readonly lonLat: LonLat; readonly byKeyboard: boolean }
  | { readonly kind: 'feature'; readonly ref: FeatureRef };

interface SelectionState {
  /** What the detail stack shows; null when it is closed. */
  readonly subject: Subject | null;
  /** The one feature lit by the selection ring. */
  readonly current: FeatureRef | null;
  identify(lonLat: LonLat, byKeyboard?: boolean): void;
  select(ref: FeatureRef): void;
  setCurrent(ref: FeatureRef | null): void;
  clear(): void;
}

export const useSelection = create<SelectionState>()((set) => ({
  subject: link.selected ? { kind: 'feature', ref: link.selected } : null,
  current: link.selected ?? null,
  identify: (lonLat, byKeyboard = false) =>
    set({ subject: { kind: 'point', lonLat, byKeyboard }, current: null }),
  select: (ref) => set({ subject: { kind: 'feature', ref }, current: ref }),
  setCurrent: (current) => set({ current }),
  clear: () => set({ subject: null, current: null }),
}));

export function sameRef(a: FeatureRef | null, b: FeatureRef | null): boolean {
  return a === b || (a !== null && b !== null && a.layer === b.layer && a.id === b.id);
}
