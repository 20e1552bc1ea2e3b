import { addProtocol, type GetResourceResponse } from 'maplibre-gl';
import type { LayerId } from '#core/catalog/types.ts';

/** Where tiles come from: the stored one, or null; `owner` is whose tiles may be shown. */
export interface TileShelf {
  stored(layer: LayerId, z: number, x: number, y: number): Promise<ArrayBuffer | null>;
  /** Whether the stored tile is older than what the server is known to have. */
  isStale?(layer: LayerId): boolean;
}

const ADDRESS = /^pack:\/\/([a-z_]+)\/(\d+)\/(\d+)\/(\d+)$/;

/** No answer within this and the stored, or a coarser, tile is shown: a phone at the edge of a cell waits for ever otherwise. */
const PATIENCE_MS = 8000;

/** The map takes 404 quietly and draws the nearest ancestor that it has instead: so every view is drawn from the deepest stored zoom. */
const NOT_HERE = 404;

let shelf: TileShelf | null = null;

/**
 * `pack://layer/z/x/y`: a tile of a downloaded area from this phone, else from the server while there is one.
 * Call once before the first map.
 */
export function servePackTiles(from: TileShelf): void {
  const known = shelf !== null;
  shelf = from;
  if (known) return;
  addProtocol('pack', async ({ url }, controller): Promise<GetResourceResponse<ArrayBuffer>> => {
    const [, layer = '', z, x, y] = ADDRESS.exec(url) ?? [];
    const tile = [Number(z), Number(x), Number(y)] as const;
    const stored = await shelf?.stored(layer as LayerId, ...tile);
    if (stored && !shelf?.isStale?.(layer as LayerId)) return { data: stored };
    const fresh = await fromServer(`/tiles/${layer}/${tile.join('/')}.mvt`, controller.signal);
    if (fresh) return { data: fresh };
    if (stored) return { data: stored };
    throw Object.assign(new Error(`${url} is not on this phone`), { status: NOT_HERE });
  });
}

/** The tile as the server has it; null when it cannot be asked now, or refuses. */
async function fromServer(address: string, signal: AbortSignal): Promise<ArrayBuffer | null> {
  if (!navigator.onLine) return null;
  try {
    const response = await fetch(address, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    return response.ok ? await response.arrayBuffer() : null;
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}
