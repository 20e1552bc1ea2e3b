import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';

interface WindowRow {
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
}

interface RowWindow {
  readonly height: number;
  readonly shown: readonly WindowRow[];
  /** `ref` of each row: rows are as tall as their words make them. */
  readonly measure: (row: HTMLElement | null) => (() => void) | undefined;
}

/** Pixels above and below what is seen that are drawn too: a quick finger meets no gap. */
const MARGIN = 400;

/** 虚拟列表: of many rows only those that are seen, each of its own height. Rows carry their number in `data-index`. */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  usualHeight: number,
): RowWindow {
  const heights = useRef(new Map<number, number>());
  const [measured, setMeasured] = useState(0);
  const [view, setView] = useState({ top: 0, height: 800 });

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);

  const observer = useMemo(
    () =>
      new ResizeObserver((entries) => {
        let changed = false;
        for (const { target } of entries) {
          const row = target as HTMLElement;
          const index = Number(row.dataset.index);
          const height = row.offsetHeight;
          if (height === 0 || heights.current.get(index) === height) continue;
          heights.current.set(index, height);
          changed = true;
        }
        if (changed) setMeasured((times) => times + 1);
      }),
    [],
  );
  useEffect(() => () => observer.disconnect(), [observer]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `measured` tells that heights have changed
  const starts = useMemo(() => {
    const tops = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) tops[i + 1] = tops[i]! + (heights.current.get(i) ?? usualHeight);
    return tops;
  }, [count, usualHeight, measured]);

  const shown: WindowRow[] = [];
  for (let index = firstBelow(starts, view.top - MARGIN); index < count; index++) {
    if (starts[index]! > view.top + view.height + MARGIN) break;
    shown.push({ index, start: starts[index]! });
  }
  return {
    height: starts[count]!,
    shown,
    measure: (row) => {
      if (!row) return undefined;
      observer.observe(row);
      return () => observer.unobserve(row);
    },
  };
}

/** The first row that ends below a place. */
function firstBelow(starts: Float64Array, place: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle + 1]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
