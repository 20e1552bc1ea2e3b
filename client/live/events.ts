/** What the server has said that it has: versions of layers, and the last operation on patches that was kept. */
export interface Known {
  readonly layers: Readonly<Record<string, number | string>>;
  readonly seq: number | null;
}

export const KNOWN_NOTHING: Known = { layers: {}, seq: null };

export interface News {
  readonly known: Known;
  /** Layers whose version differs from the one known before. */
  readonly layers: readonly string[];
  /** Operations on patches have come. */
  readonly patches: boolean;
}

/**
 * 变更消息: what an event says beyond what is known. The first `hello` says nothing new; one after a break tells what was missed. An event that cannot
 * be read is no news.
 */
export function newsOf(known: Known, event: 'hello' | 'changed' | 'patches', data: string): News {
  const said = read(data);
  const layers = { ...known.layers };
  const changed: string[] = [];
  for (const [layer, version] of Object.entries(said.layers)) {
    const first = event === 'hello' && known.seq === null && !(layer in known.layers);
    if (layers[layer] !== version && !first) changed.push(layer);
    layers[layer] = version;
  }
  const seq = said.seq ?? known.seq;
  const patches = said.seq !== null && known.seq !== null && said.seq > known.seq;
  return { known: { layers, seq }, layers: changed, patches: patches || (event === 'patches' && !known.seq) };
}

function read(data: string): Known {
  try {
    const { layers, seq } = JSON.parse(data) as { layers?: unknown; seq?: unknown };
    return {
      layers: typeof layers === 'object' && layers !== null ? (layers as Known['layers']) : {},
      seq: typeof seq === 'number' ? seq : null,
    };
  } catch {
    return KNOWN_NOTHING;
  }
}

/** 重连间隔, ms: doubles from one second to half a minute; `share` (0…1) spreads those who lost the same server. */
export function backoff(attempt: number, share: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.min(attempt, 5)) * (0.75 + share * 0.5);
}
