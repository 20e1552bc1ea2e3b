import type { MultiPolygon } from 'geojson';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import type { ItemKind, ScenarioItem } from '#core/contract/what-if.ts';

/** 情景内容: what a person tries together; what is saved and what undo goes back through. */
export interface Content {
  readonly region: string;
  readonly name: string;
  /** Year of the targets that it is held against. */
  readonly year: number;
  /** Day whose survey it is computed on; the present when null. */
  readonly surveyDate: string | null;
  readonly note: string;
  readonly items: readonly ScenarioItem[];
}

export const KINDS: readonly ItemKind[] = ['conversion', 'green', 'demolition', 'reclamation'];

/** Class (sandiao@2019) of the ground afterwards, unless somebody says otherwise. */
export const CLASS_AFTER: Readonly<Record<ItemKind, string>> = {
  conversion: '0701',
  green: '0301',
  demolition: '1201',
  reclamation: '0102',
};

/** Most items that one scenario holds. */
export const ITEM_LIMIT = 200;

let made = 0;

/** An id that no other item of this scenario has, also after reloading. */
export function newItemId(): string {
  made += 1;
  return `${Date.now().toString(36)}-${made}`;
}

export function newItem(kind: ItemKind, name: string, geometry: MultiPolygon): ScenarioItem {
  return {
    id: newItemId(),
    kind,
    name: name.slice(0, 100),
    geometry,
    landClassAfter: CLASS_AFTER[kind],
    expropriated: kind === 'conversion',
  };
}

export function multiPolygonOf(geometry: PolygonalGeometry): MultiPolygon {
  const { type, coordinates } = geometry as GeoJSON.Polygon | MultiPolygon;
  return { type: 'MultiPolygon', coordinates: type === 'Polygon' ? [coordinates] : coordinates };
}

export function withItem(
  content: Content,
  id: string,
  change: (item: ScenarioItem) => ScenarioItem,
): Content {
  return { ...content, items: content.items.map((item) => (item.id === id ? change(item) : item)) };
}

export function sameContent(a: Content | null, b: Content | null): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** [west, south, east, north] around outlines; null around none. */
export function boundsOf(
  geometries: readonly PolygonalGeometry[],
): [west: number, south: number, east: number, north: number] | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) {
    for (const [lon = 0, lat = 0] of multiPolygonOf(geometry).coordinates.flat(2)) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  }
  return Number.isFinite(box[0]) ? box : null;
}
