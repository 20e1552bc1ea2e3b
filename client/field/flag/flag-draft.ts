import { create } from 'zustand';
import { type DrawWork, keptWork, startWork } from '../draw/work.ts';
import { dropDraft, loadDraft, newUuid, saveDraft } from '../patch/phone-store.ts';

/** 标记草稿: kept at every change, so that a killed program goes on where it was. */
export interface FlagDraft {
  /** Id of the patch that it will be; photographs are taken under it already. */
  readonly patch: string;
  readonly work: DrawWork;
  /** The outline is done; class and photographs are asked. */
  readonly drawn: boolean;
  readonly patchClass: string;
  readonly description: string;
  readonly begunAt: number;
}

interface FlagDraftState {
  readonly draft: FlagDraft | null;
  /** It was found on the phone, not begun just now: the person is asked what to do with it. */
  readonly found: boolean;
  readonly loaded: boolean;
}

const KEY = 'flag';

export const useFlagDraft = create<FlagDraftState>()(() => ({ draft: null, found: false, loaded: false }));

/** Reads what was left on the phone; the first time begins a new one when there is nothing. */
export async function openFlagDraft(): Promise<void> {
  if (useFlagDraft.getState().loaded) return;
  const kept = await loadDraft<FlagDraft>(KEY);
  if (useFlagDraft.getState().loaded) return;
  if (kept) useFlagDraft.setState({ draft: kept, found: true, loaded: true });
  else beginFlag();
}

export function beginFlag(): void {
  const draft: FlagDraft = {
    patch: newUuid(),
    work: startWork(),
    drawn: false,
    patchClass: '',
    description: '',
    begunAt: Date.now(),
  };
  useFlagDraft.setState({ draft, found: false, loaded: true });
}

export function continueFlag(): void {
  useFlagDraft.setState({ found: false });
}

export function changeFlag(change: Partial<FlagDraft>): void {
  const { draft } = useFlagDraft.getState();
  if (!draft) return;
  const next = { ...draft, ...change };
  useFlagDraft.setState({ draft: next });
  void saveDraft(KEY, { ...next, work: keptWork(next.work) }).catch(() => undefined);
}

/** After it was saved as an operation, or given up. */
export async function endFlag(): Promise<void> {
  useFlagDraft.setState({ draft: null, found: false, loaded: false });
  await dropDraft(KEY);
}
