import { type Tool, useTool } from '../state/tool.ts';

/** 量算: begins, changes the kind, or ends when the same kind is asked for again. */
export function toggleMeasure(kind: Extract<Tool, `measure-${string}`>): void {
  const { tool, setTool } = useTool.getState();
  // The outline under edit keeps the map until it is done.
  if (tool === 'shape') return;
  setTool(tool === kind ? 'none' : kind);
}
