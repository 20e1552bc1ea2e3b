/** A finished tile as it is kept and sent. `body` is gzipped; empty = the tile has no feature (204). */
export interface CachedTile {
  readonly body: Buffer;
  /** Of the uncompressed content, so an unchanged tile answers 304 even after the layer's version moved on. */
  readonly etag: string;
}

/** 瓦片缓存: finished tiles, least recently used first to go; bounded by bytes, not by count. */
export class TileCache {
  private readonly tiles = new Map<string, CachedTile>();
  private bytes = 0;

  constructor(private readonly limit: number) {}

  get(key: string): CachedTile | undefined {
    const tile = this.tiles.get(key);
    if (tile) {
      this.tiles.delete(key);
      this.tiles.set(key, tile);
    }
    return tile;
  }

  set(key: string, tile: CachedTile): void {
    const old = this.tiles.get(key);
    if (old) this.bytes -= weight(key, old);
    this.tiles.delete(key);
    this.tiles.set(key, tile);
    this.bytes += weight(key, tile);
    for (const [oldest, each] of this.tiles) {
      if (this.bytes <= this.limit) break;
      this.tiles.delete(oldest);
      this.bytes -= weight(oldest, each);
    }
  }

  get size(): { readonly tiles: number; readonly bytes: number } {
    return { tiles: this.tiles.size, bytes: this.bytes };
  }
}

/** Body, key and about what a Map entry and its objects take. */
function weight(key: string, tile: CachedTile): number {
  return tile.body.length + key.length * 2 + 300;
}
