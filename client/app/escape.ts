import { useEffect, useRef } from 'react';

/** Open things in the order they were opened; Esc closes the innermost. */
const closers: (() => void)[] = [];

/** While `active`, Esc calls `close` unless something opened later is still open. */
export function useEscape(active: boolean, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (!active) return;
    const closer = () => latest.current();
    closers.push(closer);
    return () => {
      closers.splice(closers.indexOf(closer), 1);
    };
  }, [active]);
}

/** Listens once for the whole page. */
export function listenForEscape(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    const innermost = closers.at(-1);
    if (!innermost) return;
    event.preventDefault();
    innermost();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}
