import type { Finding } from '#core/finding.ts';
import type { Bilingual } from '#core/problem.ts';

/** 文件: one file offered for reading; its bytes are fetched when a format asks for them. */
export interface SourceFile {
  /** Path inside a zip, or the bare name; forward slashes. */
  readonly name: string;
  readonly size: number;
  bytes(): Uint8Array;
}

export type AttributeValue = string | number | boolean | null;

/** 字段: a column as the file declares it. */
export interface SourceField {
  readonly name: string;
  readonly type: 'text' | 'number' | 'integer' | 'date' | 'boolean';
}

/**
 * 面: rings as flat x, y pairs in the file's own CRS and order (x = easting or longitude as the format defines it). Axis order has
 * not been judged yet.
 */
export interface SourcePolygon {
  readonly kind: 'polygon';
  /** x0, y0, x1, y1, … of all rings; Z and M are dropped. */
  readonly coordinates: Float64Array;
  /** For each ring the index of the vertex after its last one. */
  readonly ringEnds: readonly number[];
  /** For each part the index of the ring after its last one; `null`: the format does not say, nesting decides (even-odd). */
  readonly partEnds: readonly number[] | null;
}

/** What a row carries in place of a polygon. */
export interface SourceOther {
  readonly kind: 'other';
  /** Point, LineString, MultiPatch, … */
  readonly type: string;
}

export interface SourceNothing {
  readonly kind: 'none';
}

export type SourceGeometry = SourcePolygon | SourceOther | SourceNothing;

/** 要素: one row. `values` are in the order of the table's fields. */
export interface SourceFeature {
  /** 1-based row of the file (record number of a shapefile, feature number of a GeoJSON). */
  readonly row: number;
  readonly geometry: SourceGeometry;
  readonly values: readonly AttributeValue[];
}

/** 坐标系声明: what the file itself says about its CRS. */
export interface DeclaredCrs {
  /** WKT, or `EPSG:4490`. */
  readonly text: string;
  readonly epsg?: number;
  /** Where it is said: `parcels.prj`, `gpkg_spatial_ref_sys`, `crs`, `RFC 7946`. */
  readonly from: string;
  /** True when the format implies it and the file says nothing (GeoJSON without `crs`). */
  readonly implied: boolean;
}

/** 字符编码 and how it was found. */
export interface EncodingDecision {
  /** Label of the WHATWG Encoding Standard, e.g. `gb18030`, `utf-8`. */
  readonly value: string;
  readonly by: 'choice' | 'cpg' | 'ldid' | 'content' | 'format';
  readonly reason: Bilingual;
}

/** 打开的文件: one table of a file, ready to be walked any number of times. */
export interface OpenedSource {
  readonly format: FormatId;
  /** The file a person would name: `parcels.shp`. */
  readonly fileName: string;
  /** Every file that was used. */
  readonly parts: readonly string[];
  /** Tables that can be chosen, and the one that is open. */
  readonly tables: readonly string[];
  readonly table: string;
  readonly fields: readonly SourceField[];
  readonly featureCount: number;
  readonly crs: DeclaredCrs | null;
  readonly encoding: EncodingDecision;
  /** Findings known before any row is read. */
  readonly findings: readonly Finding[];
  /**
   * Walks the rows in file order. A row that cannot be read throws a Problem with its number.
   * @param wanted names of fields whose values are needed; others come as null (all when absent)
   */
  features(wanted?: ReadonlySet<string>): Iterable<SourceFeature>;
  /** Findings that only reading the rows can tell; complete after a walk. */
  rowFindings(): readonly Finding[];
  close(): void;
}

export interface OpenOptions {
  readonly encoding?: string | undefined;
  /** Name of the table when the file has several. */
  readonly table?: string | undefined;
}

export const FORMAT_IDS = ['shapefile', 'geopackage', 'geojson'] as const;

export type FormatId = (typeof FORMAT_IDS)[number];

/** 格式: everything the product knows about one file format. */
export interface Format {
  readonly id: FormatId;
  readonly title: Bilingual;
  /** Lower-case, with the dot; the first is the main one. */
  readonly extensions: readonly string[];
  /** Extensions of companions that belong to the main file. */
  readonly sidecars: readonly string[];
  /**
   * Whether these files are this format, from names and first bytes.
   * @returns 0 no … 1 certain
   */
  sniff(files: readonly SourceFile[]): number;
  /** @throws Problem when the files cannot be read at all */
  open(files: readonly SourceFile[], options: OpenOptions): Promise<OpenedSource>;
}
