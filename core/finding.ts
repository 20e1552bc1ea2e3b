/**
 * 质检发现: something wrong (or noteworthy) in data. Returned, never thrown; carries no sentence: the message is found by
 * `code` in each language's text. `id` stays equal while the defect is the same, so people can set it aside.
 */
export interface Finding {
  /** `subject.field.check`, e.g. `geometry.ring.self-crossing`. */
  readonly code: string;
  /** error: the row cannot be stored; warning: a person should look; info: said for the record. */
  readonly severity: 'error' | 'warning' | 'info';
  /** What the finding is about, e.g. `row 12`, `file parcels.dbf`. */
  readonly subject: string;
  readonly id: string;
  /** 1-based row of the file, when the finding is about one row. */
  readonly row?: number;
  readonly field?: string;
  /** Place on the map, EPSG:4490 lon/lat, when there is one. */
  readonly lonLat?: readonly [number, number];
  /** Values for the message, e.g. `{ value: '0199' }`. */
  readonly context: Readonly<Record<string, string | number>>;
}
