import { create } from 'zustand';
import { announce } from './announcer.ts';

/** 提示: one short sentence that goes away by itself. */
export const useNotice = create<{ readonly text: string | null }>()(() => ({ text: null }));

let timer: ReturnType<typeof setTimeout> | undefined;

export function notify(text: string): void {
  clearTimeout(timer);
  useNotice.setState({ text });
  announce(text);
  timer = setTimeout(() => useNotice.setState({ text: null }), 4000);
}
