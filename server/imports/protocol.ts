import type { MultiPolygon } from 'geojson';
import type { LayerId } from '#core/catalog/types.ts';
import type { ImportSettings } from '#core/contract/imports.ts';
import type { ZipLimits } from '#core/formats/zip.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import type { Analysis } from '#core/imports/analysis.ts';
import type { ProblemInit } from '#core/problem.ts';

/** A file on disk under the name the person gave it. */
export interface StoredFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
}

/** A region as the database hands it over: outline as WKB. */
export interface RegionBytes {
  readonly code: string;
  readonly level: 'district' | 'town' | 'village';
  readonly wkb: Uint8Array;
}

/** 读取任务: everything a reading thread is given; it asks nothing back. */
export interface ReadTask {
  readonly work: 'analyse' | 'rows';
  readonly files: readonly StoredFile[];
  readonly settings: ImportSettings & { readonly layer: LayerId };
  readonly districtBox: LonLatBox;
  readonly regions: readonly RegionBytes[];
  readonly limits: ZipLimits;
  /** Most points of one geometry; any number when absent. */
  readonly vertexLimit?: number | undefined;
  /** Geometry the database repaired, by row. */
  readonly repaired: readonly (readonly [row: number, geometry: MultiPolygon])[];
}

export interface RepairableRow {
  readonly row: number;
  readonly geometry: MultiPolygon;
  readonly areaSquareMeters: number;
}

/** Rows ready for the layer: values in the order of its columns, geometry as WKB one after the other. */
export interface RowBatch {
  readonly rows: readonly number[];
  readonly values: readonly (readonly (string | number | null)[])[];
  readonly regionCodes: readonly string[];
  readonly wkb: Uint8Array;
  /** Offset behind each geometry. */
  readonly wkbEnds: readonly number[];
  readonly areaSquareMeters: number;
}

/** What the server sends a reading thread: a task, or that it may send another batch. */
export type ReaderMessage = { readonly kind: 'task'; readonly task: ReadTask } | { readonly kind: 'next' };

export type WorkerMessage =
  /** The task is over and the thread can take another. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'analysis'; readonly analysis: Analysis; readonly repairable: readonly RepairableRow[] }
  | { readonly kind: 'batch'; readonly batch: RowBatch }
  | { readonly kind: 'end'; readonly skipped: number }
  | { readonly kind: 'problem'; readonly problem: ProblemInit };

/** Most rows that are repaired in one import; more than that is a broken export, not a slip. */
export const mostRepairs = 5000;
