import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import { urlOf } from '../api/call.ts';
import type { RequestOf } from '../api/endpoints.ts';
import type { GroundState, PreviewOptions, PreviewQuestion } from './desk.ts';

/** Messages to the worker and back; each answer carries the number of its question. */
export type ToWorker =
  | { readonly id: number; readonly kind: 'ground'; readonly url: string }
  | { readonly id: number; readonly kind: 'figures'; readonly question: PreviewQuestion };
export type FromWorker =
  | { readonly id: number; readonly kind: 'ground'; readonly state: GroundState | null }
  | { readonly id: number; readonly kind: 'figures'; readonly whatIf: WhatIf | null }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

/** The part of a Worker that a preview needs. */
export interface PreviewPort {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

export interface Preview {
  /** Fetches the ground of a box and keeps it in the place of what was there. null: it could not be had, or newer was asked for since. */
  loadGround(query: RequestOf<'GET /api/ground'>['query']): Promise<GroundState | null>;
  /**
   * Figures of the items on the ground that is loaded. While one is computed only the latest of those that wait is kept.
   * @returns null when newer items came before it was begun, or an item reaches beyond the ground
   * @throws Error when the worker fails
   */
  compute(items: readonly ScenarioItem[], options: PreviewOptions): Promise<WhatIf | null>;
  dispose(): void;
}

interface Wanted {
  readonly items: readonly ScenarioItem[];
  readonly options: PreviewOptions;
  readonly resolve: (answer: WhatIf | null) => void;
  readonly reject: (error: Error) => void;
}

/** 浏览器试算: a worker that holds the ground and answers questions about items, the latest first. */
export function createPreview(port: PreviewPort = startWorker()): Preview {
  let count = 0;
  const grounds = new Map<number, (state: GroundState | null) => void>();
  let running: { readonly id: number; readonly wanted: Wanted } | null = null;
  let waiting: Wanted | null = null;
  let broken: Error | null = null;
  const shapes = new ShapeNumbers();

  function next(): void {
    if (running || !waiting) return;
    running = { id: ++count, wanted: waiting };
    waiting = null;
    const { items, options } = running.wanted;
    port.postMessage({
      id: running.id,
      kind: 'figures',
      question: { ...options, ...shapes.numbered(items) },
    });
  }

  function finish(settle: (wanted: Wanted) => void): void {
    const done = running;
    running = null;
    if (done) settle(done.wanted);
    next();
  }

  port.onmessage = ({ data }) => {
    if (data.kind === 'ground') {
      grounds.get(data.id)?.(data.state);
      grounds.delete(data.id);
    } else if (data.id === running?.id) {
      finish(({ resolve, reject }) =>
        data.kind === 'figures' ? resolve(data.whatIf) : reject(new Error(data.message)),
      );
    }
  };
  port.onerror = ({ message }) => {
    broken = new Error(message || 'the preview worker could not be started');
    for (const settle of grounds.values()) settle(null);
    grounds.clear();
    waiting?.resolve(null);
    waiting = null;
    finish(({ reject }) => reject(broken!));
  };

  return {
    loadGround(query) {
      if (broken) return Promise.resolve(null);
      const id = ++count;
      return new Promise((resolve) => {
        grounds.set(id, resolve);
        port.postMessage({ id, kind: 'ground', url: urlOf('/api/ground', {}, query) });
      });
    },
    compute(items, options) {
      if (broken) return Promise.reject(broken);
      return new Promise((resolve, reject) => {
        waiting?.resolve(null);
        waiting = { items, options, resolve, reject };
        next();
      });
    },
    dispose() {
      port.terminate();
      for (const settle of grounds.values()) settle(null);
      grounds.clear();
      for (const left of [running?.wanted, waiting]) left?.resolve(null);
      [running, waiting] = [null, null];
    },
  };
}

/** Outlines by identity: one that the worker has is not sent again. */
class ShapeNumbers {
  #last = 0;
  #sent = new Map<ScenarioItem['geometry'], number>();

  numbered(items: readonly ScenarioItem[]): Pick<PreviewQuestion, 'items' | 'newShapes'> {
    const now = new Map<ScenarioItem['geometry'], number>();
    const newShapes: [number, ScenarioItem['geometry']][] = [];
    for (const { geometry } of items) {
      if (now.has(geometry)) continue;
      const known = this.#sent.get(geometry);
      const number = known ?? ++this.#last;
      if (known === undefined) newShapes.push([number, geometry]);
      now.set(geometry, number);
    }
    this.#sent = now;
    return {
      items: items.map(({ geometry, ...item }) => ({ ...item, shape: now.get(geometry)! })),
      newShapes,
    };
  }
}

/** A file of our own server, so that the policy `worker-src 'self'` lets it in. */
function startWorker(): PreviewPort {
  return new Worker(new URL('./preview-worker.ts', import.meta.url), {
    type: 'module',
    name: 'what-if-preview',
  }) as PreviewPort;
}
