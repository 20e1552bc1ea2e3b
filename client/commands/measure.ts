import { type Tool, useTool } from '../state/tool.ts';

/** 量算: begins, changes the kind, or ends when the same kind is asked for again. */
export function toggleMeasure(kind: Exclude<Tool, 'none'>): void {
  const { tool, setTool } = useTool.getState();
  setTool(tool === kind ? 'none' : kind);
}
