import { create } from 'zustand';
import { link } from './link.ts';

/** 当前区域: chosen in the top bar; null means the workspace's own. */
export const useRegion = create<{ readonly code: string | null; setCode(code: string | null): void }>()(
  (set) => ({
    code: link.region ?? null,
    setCode: (code) => set({ code }),
  }),
);
