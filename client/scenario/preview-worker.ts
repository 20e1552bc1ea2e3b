import { type Ground, PreviewDesk } from './desk.ts';
import type { FromWorker, ToWorker } from './preview.ts';

/** 试算线程: fetches and reads the ground and cuts it, so that the page never waits for either. */
const desk = new PreviewDesk();
let loading: AbortController | null = null;

const answer = (message: FromWorker) => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'ground') return void load(data.id, data.url);
  try {
    answer({ id: data.id, kind: 'figures', whatIf: desk.compute(data.question) });
  } catch (error) {
    answer({ id: data.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

async function load(id: number, url: string): Promise<void> {
  loading?.abort();
  const own = new AbortController();
  loading = own;
  try {
    const response = await fetch(url, { signal: own.signal });
    const ground = response.ok ? ((await response.json()) as Ground) : null;
    // What was asked for later counts, also when this one was read before it could be stopped.
    answer({ id, kind: 'ground', state: ground && loading === own ? desk.take(ground) : null });
  } catch {
    // The network is away, or newer ground was asked for: there is no preview, and the page says so.
    answer({ id, kind: 'ground', state: null });
  }
}
