import { type RefObject, useEffect, useRef } from 'react';

/**
 * 焦点落位: moves the focus to an element when a view replaces the one that held it, so that keyboards and screen readers go on from there.
 * The element needs `tabIndex={-1}`.
 */
export function useFocusOnMount<E extends HTMLElement>(active = true): RefObject<E | null> {
  const ref = useRef<E>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first showing counts
  useEffect(() => {
    if (active) ref.current?.focus({ preventScroll: true });
  }, []);
  return ref;
}
