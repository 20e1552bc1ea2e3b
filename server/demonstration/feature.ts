import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import { writeMultiPolygonWkb } from '#core/formats/wkb.ts';
import { columnTypes } from '#server/db/bulk/field-types.ts';
import type { BulkColumn } from '#server/db/database.ts';
import type { Ground } from './ground.ts';
import type { Region } from './plane/outline.ts';

/** 要素: one row of a layer table before it is written. */
export interface Feature {
  readonly id: number;
  readonly regionCode: string;
  /** WKB MultiPolygon, lon/lat 4490. */
  readonly geometry: Uint8Array;
  /** First day on which the row is valid, `2023-12-31`. */
  readonly validFrom: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Columns of a layer's table in the order in which `featureRow` fills them. */
export function featureColumns(layer: LayerId): BulkColumn[] {
  return [
    { name: 'id', type: 'bigint' },
    { name: 'region_code', type: 'text' },
    { name: 'geom', type: 'geometry' },
    { name: 'source', type: 'text' },
    { name: 'valid_during', type: 'tstzrange' },
    { name: 'known_during', type: 'tstzrange' },
    ...layerById(layer).fields.map(({ name, type }) => ({ name, type: columnTypes[type] })),
  ];
}

export function featureRow(layer: LayerId, feature: Feature, source: string): unknown[] {
  return [
    feature.id,
    feature.regionCode,
    feature.geometry,
    source,
    `[${feature.validFrom} 00:00:00+00,)`,
    // 示意数据 was known from its first day, so that the past can be shown.
    `[${feature.validFrom} 00:00:00+00,)`,
    ...layerById(layer).fields.map(({ name }) => feature.columns[name] ?? null),
  ];
}

/** WKB of the regions on the ground. */
export function wkbOf(regions: readonly Region[], ground: Ground): Uint8Array {
  const { coordinates } = ground.multiPolygon(regions);
  const flat: number[] = [];
  const ringEnds: number[] = [];
  const partEnds: number[] = [];
  for (const part of coordinates) {
    for (const ring of part) {
      for (const [lon, lat] of ring) flat.push(lon!, lat!);
      ringEnds.push(flat.length / 2);
    }
    partEnds.push(ringEnds.length);
  }
  return writeMultiPolygonWkb(Float64Array.from(flat), ringEnds, partEnds);
}
