import { create } from 'zustand';
import type { FeatureRef } from '../../state/link.ts';
import { usePanels } from '../../state/panels.ts';
import { useSelection } from '../../state/selection.ts';

export interface HistorySubject {
  readonly ref: FeatureRef;
  readonly label: string;
  readonly regionCode: string;
}

/** 变更历史 of which feature; kept when the panel is covered. */
export const useHistorySubject = create<{ readonly subject: HistorySubject | null }>()(() => ({
  subject: null,
}));

/** Opens the panel 变更历史; the details make room for it. */
export function openHistory(ref: FeatureRef, label: string, regionCode: string): void {
  useHistorySubject.setState({ subject: { ref, label, regionCode } });
  usePanels.getState().open('history');
  if (usePanels.getState().panel === 'history') useSelection.setState({ subject: null });
}
