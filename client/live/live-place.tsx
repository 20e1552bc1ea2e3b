import { lazy, Suspense } from 'react';
import { useLive } from './live-state.ts';

const LiveMark = lazy(async () => ({ default: (await import('./live-mark.tsx')).LiveMark }));

/** Where the status bar says how the stream of changes stands, once there is one: loaded with it, after the first view. */
export function LivePlace() {
  const begun = useLive((state) => state.link !== 'off');
  return <Suspense>{begun && <LiveMark />}</Suspense>;
}
