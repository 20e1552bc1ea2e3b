import { currentMap } from '../map/handle.ts';
import { useTool } from '../state/tool.ts';

/** 十字丝: switches it on and gives the map the keyboard, or off again. */
export function toggleCrosshair(): void {
  const { crosshair, setCrosshair } = useTool.getState();
  setCrosshair(!crosshair);
  if (!crosshair) currentMap()?.getCanvas().focus();
}
