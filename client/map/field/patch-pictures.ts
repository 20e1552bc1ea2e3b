import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { OUTLINE_ZOOM } from './own-layers.ts';
import { type FieldPatch, patchOutlines, patchPoints } from './patch-picture.ts';

type Outlines = ReadonlyMap<string, Polygon | MultiPolygon>;
type Put = (source: 'points' | 'outlines', features: FeatureCollection) => void;

/**
 * 图斑图形: of ten thousand patches the map is given those that it shows, with a screen of room around, and the next ones when it gets there;
 * outlines only where it is near enough to draw them.
 */
export class PatchPictures {
  readonly #map: MapLibreMap;
  readonly #put: Put;
  #patches: readonly FieldPatch[] = [];
  #readOutlines: (() => Promise<Outlines>) | null = null;
  #outlines: Outlines | null = null;
  #dotsWithin: LonLatBox | null = null;
  #outlinesWithin: LonLatBox | null = null;

  constructor(map: MapLibreMap, put: Put) {
    this.#map = map;
    this.#put = put;
  }

  show(patches: readonly FieldPatch[], readOutlines: () => Promise<Outlines>): void {
    this.#patches = patches;
    this.#readOutlines = readOutlines;
    this.#outlines = null;
    this.#dotsWithin = null;
    this.#outlinesWithin = null;
    this.follow();
  }

  /** The map has moved, or there is something new. */
  follow(): void {
    const seen = boundsOf(this.#map);
    if (!this.#dotsWithin || !contains(this.#dotsWithin, seen)) {
      this.#dotsWithin = withRoom(seen);
      this.#put('points', patchPoints(this.#patches, this.#dotsWithin));
    }
    if (this.#map.getZoom() < OUTLINE_ZOOM - 1) return;
    if (!this.#outlines) void this.#read();
    else if (!this.#outlinesWithin || !contains(this.#outlinesWithin, seen)) {
      this.#outlinesWithin = withRoom(seen);
      this.#put('outlines', patchOutlines(this.#patches, this.#outlines, this.#outlinesWithin));
    }
  }

  /** Its number on the map; null: it is not among them. */
  numberOf(id: string): number | null {
    const index = this.#patches.findIndex((patch) => patch.id === id);
    return index < 0 ? null : index;
  }

  async #read(): Promise<void> {
    const asked = this.#patches;
    const outlines = await this.#readOutlines?.().catch(() => null);
    if (!outlines || this.#patches !== asked || this.#outlines || this.#map._removed) return;
    this.#outlines = outlines;
    this.follow();
  }
}

/** What a map shows, degrees. */
export function boundsOf(map: MapLibreMap): LonLatBox {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

/** A box with as much again on each side. */
function withRoom([west, south, east, north]: LonLatBox): LonLatBox {
  const [width, height] = [east - west, north - south];
  return [west - width, south - height, east + width, north + height];
}

function contains(outer: LonLatBox, inner: LonLatBox): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}
