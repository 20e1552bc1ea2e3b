import { create } from 'zustand';
import { link } from './link.ts';

/** 打开的情景: id of the saved scenario that the what-if panel shows, for the address; null: its list, or one that is not saved yet. */
export const useScenario = create<{ readonly id: string | null }>()(() => ({ id: link.scenario ?? null }));
