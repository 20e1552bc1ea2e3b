import { create } from 'zustand';

/** `shape`: an outline is drawn or changed (`client/state/shape.ts`). */
export type Tool = 'none' | 'measure-length' | 'measure-area' | 'shape';

interface ToolState {
  /** One mode is active at a time; `none` means a click identifies. */
  readonly tool: Tool;
  /** 十字丝: the map's centre takes the place of the pointer. */
  readonly crosshair: boolean;
  setTool(tool: Tool): void;
  setCrosshair(crosshair: boolean): void;
}

export const useTool = create<ToolState>()((set) => ({
  tool: 'none',
  crosshair: false,
  setTool: (tool) => set({ tool }),
  setCrosshair: (crosshair) => set({ crosshair }),
}));
