import { create } from 'zustand';

/** 离开前询问: what would go on if unsaved work may be given up; null while nothing asks. */
export const useLeaving = create<{ readonly go: (() => void) | null }>()(() => ({ go: null }));

interface Guard {
  /** Whether anything would be lost. */
  readonly dirty: () => boolean;
  /** Gives the unsaved work up. */
  readonly discard: () => void;
}

let guard: Guard | null = null;

/** Whoever holds unsaved work stands guard over it. */
export function guardWork(guardian: Guard): void {
  guard = guardian;
}

/** Goes on at once when nothing would be lost, else asks the person first. */
export function askBeforeLeaving(go: () => void): void {
  if (guard?.dirty()) {
    useLeaving.setState({ go });
    return;
  }
  guard?.discard();
  go();
}

/** The person's answer. */
export function answerLeaving(discard: boolean): void {
  const { go } = useLeaving.getState();
  useLeaving.setState({ go: null });
  if (!discard) return;
  guard?.discard();
  go?.();
}
