import { create } from 'zustand';

/** 离开前询问: what would go on if unsaved work may be given up; null while nothing asks. */
export const useLeaving = create<{ readonly go: (() => void) | null }>()(() => ({ go: null }));

interface Guard {
  /** Whether anything would be lost. */
  readonly dirty: () => boolean;
  /** Gives the unsaved work up. */
  readonly discard: () => void;
}

const guards: Guard[] = [];

/** Whoever holds unsaved work stands guard over it; several may. */
export function guardWork(guardian: Guard): void {
  guards.push(guardian);
}

/** Goes on at once when nothing would be lost, else asks the person first. */
export function askBeforeLeaving(go: () => void): void {
  if (guards.some((guard) => guard.dirty())) {
    useLeaving.setState({ go });
    return;
  }
  for (const guard of guards) guard.discard();
  go();
}

/** The person's answer. */
export function answerLeaving(discard: boolean): void {
  const { go } = useLeaving.getState();
  useLeaving.setState({ go: null });
  if (!discard) return;
  for (const guard of guards) guard.discard();
  go?.();
}
