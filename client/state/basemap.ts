import { create } from 'zustand';

/** 天地图影像: off until a person switches it on; possible only when the office has entered a key. */
export const useBasemap = create<{ readonly imagery: boolean; setImagery(imagery: boolean): void }>()(
  (set) => ({
    imagery: false,
    setImagery: (imagery) => set({ imagery }),
  }),
);
