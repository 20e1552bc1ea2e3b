import { create } from 'zustand';
import { askBeforeLeaving } from './leaving.ts';
import { link } from './link.ts';

/** Stops of the phone's bottom sheet. */
export type SheetStop = 'peek' | 'half' | 'full';

interface PanelsState {
  /** Open work panel beside the map (`client/app/panels.ts` lists them), or null. */
  readonly panel: string | null;
  /** Layer panel on the left (desktop) or in the sheet (phone). */
  readonly layersOpen: boolean;
  readonly helpOpen: boolean;
  /** Phone: the sheet with the remaining settings. */
  readonly moreOpen: boolean;
  readonly sheet: SheetStop;
  open(panel: string): void;
  close(): void;
  toggle(panel: string): void;
  setLayersOpen(open: boolean): void;
  setHelpOpen(open: boolean): void;
  setMoreOpen(open: boolean): void;
  setSheet(stop: SheetStop): void;
}

/** 面板: which panels stand beside the map. */
export const usePanels = create<PanelsState>()((set, get) => ({
  panel: link.panel ?? null,
  layersOpen: typeof matchMedia !== 'undefined' && matchMedia('(min-width: 1080px)').matches,
  helpOpen: false,
  moreOpen: false,
  sheet: 'half',
  open: (panel) => leave(get().panel, panel, () => set({ panel, moreOpen: false, sheet: 'half' })),
  close: () => leave(get().panel, null, () => set({ panel: null })),
  toggle: (panel) => {
    const next = get().panel === panel ? null : panel;
    leave(get().panel, next, () => set({ panel: next, moreOpen: false, sheet: 'half' }));
  },
  setLayersOpen: (layersOpen) => set({ layersOpen }),
  setHelpOpen: (helpOpen) => set({ helpOpen }),
  setMoreOpen: (moreOpen) => set({ moreOpen }),
  setSheet: (sheet) => set({ sheet }),
}));

/** A panel that another takes the place of may hold unsaved work. */
function leave(from: string | null, to: string | null, go: () => void): void {
  if (from === null || from === to) go();
  else askBeforeLeaving(go);
}
