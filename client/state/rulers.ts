import { create } from 'zustand';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import type { FeatureRef } from './link.ts';
import { usePanels } from './panels.ts';
import { useSelection } from './selection.ts';

/** 三把尺的对象: a feature, a drawn polygon, or the total of a target. */
export type RulersSubject =
  | { readonly kind: 'feature'; readonly ref: FeatureRef; readonly title: string }
  | { readonly kind: 'geometry'; readonly geometry: PolygonalGeometry; readonly title: string }
  | { readonly kind: 'target'; readonly id: number; readonly region?: string; readonly title: string };

export const useRulers = create<{ readonly subject: RulersSubject | null }>()(() => ({ subject: null }));

/** Opens the panel 三把尺 (`client/panels/rulers`) on a subject. */
export function openRulers(subject: RulersSubject): void {
  useRulers.setState({ subject });
  // The details of a parcel would cover the panel; the ring on the map stays.
  useSelection.setState({ subject: null });
  usePanels.getState().open('rulers');
}
