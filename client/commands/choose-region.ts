import type { Region, Workspace } from '#core/contract/workspace.ts';
import { fitBounds } from '../map/highlight.ts';
import { useRegion } from '../state/region.ts';

/** 选择区域: moves the map there; panels that count by region follow. */
export function chooseRegion(workspace: Workspace, code: string): void {
  const region: Region | undefined = workspace.regions.find((item) => item.code === code);
  useRegion.getState().setCode(code === workspace.region ? null : code);
  if (region) void fitBounds(region.bounds);
}
