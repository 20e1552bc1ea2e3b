import { useCallback, useEffect, useState } from 'react';
import type { RulersSubject } from '../../state/rulers.ts';
import { type Measured, measure } from './measure.ts';

export type Measuring =
  | { readonly state: 'working'; readonly done: number; readonly of: number }
  | { readonly state: 'done'; readonly measured: Measured }
  | { readonly state: 'failed'; readonly error: unknown };

/** Measures the subject anew whenever it changes; work on an earlier one stops. */
export function useMeasured(subject: RulersSubject): Measuring & { readonly again: () => void } {
  const [measuring, setMeasuring] = useState<Measuring>({ state: 'working', done: 0, of: 0 });
  const [run, setRun] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `run` asks for the same measurement once more
  useEffect(() => {
    const stop = new AbortController();
    setMeasuring({ state: 'working', done: 0, of: 0 });
    measure(subject, (done, of) => setMeasuring({ state: 'working', done, of }), stop.signal).then(
      (measured) => setMeasuring({ state: 'done', measured }),
      (error) => {
        if (!stop.signal.aborted) setMeasuring({ state: 'failed', error });
      },
    );
    return () => stop.abort();
  }, [subject, run]);
  const again = useCallback(() => setRun((count) => count + 1), []);
  return { ...measuring, again };
}
