import { create } from 'zustand';
import type { Workspace } from '#core/contract/workspace.ts';
import { call } from '../../api/call.ts';
import { readKeep, writeKeep } from './keep.ts';

const WORKSPACE = 'workspace';

/** 工作区 as the server said last; null when this phone has never met it. */
export const useFieldWorkspace = create<{ readonly workspace: Workspace | null }>()(() => ({
  workspace: null,
}));

/** Shows the one that is kept, at once. */
export async function openWorkspace(): Promise<void> {
  const kept = await readKeep<Workspace>(WORKSPACE).catch(() => undefined);
  if (kept && !useFieldWorkspace.getState().workspace) useFieldWorkspace.setState({ workspace: kept });
}

/** Asks the server for today's, for somebody who is signed in. */
export async function refreshWorkspace(): Promise<void> {
  const workspace = await call('GET /api/workspace');
  useFieldWorkspace.setState({ workspace });
  await writeKeep(WORKSPACE, workspace);
}
