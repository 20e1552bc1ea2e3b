import type { TwkbReader } from './twkb-reader.ts';

export interface RowIndex {
  /** Where each row's geometry begins and ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly ids: readonly number[];
  /** Whether the ids ascend already. */
  readonly ascending: boolean;
  /** A row's frame is damaged: it and what follows have no known place. */
  readonly damaged: boolean;
}

/** Finds the rows of a `row-format.ts` block by their lengths alone. */
export function findRows(bytes: Uint8Array, fieldCount: number, reader: TwkbReader): RowIndex {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length;
  const starts: number[] = [];
  const ends: number[] = [];
  const ids: number[] = [];
  let ascending = true;
  let last = -1;
  let at = 0;
  while (at < size) {
    const start = at;
    const geometryEnd = at + 8 > size ? -1 : reader.endOf(bytes, at + 8, size);
    at = geometryEnd;
    for (let field = 0; field < fieldCount && at >= 0; field += 1) {
      const end = at + 4 > size ? size + 1 : at + 4 + Math.max(view.getInt32(at), 0);
      at = end > size ? -1 : end;
    }
    if (at < 0) return { starts, ends, ids, ascending, damaged: true };
    const id = view.getInt32(start) * 4294967296 + view.getUint32(start + 4);
    if (id < last) ascending = false;
    last = id;
    starts.push(start + 8);
    ends.push(geometryEnd);
    ids.push(id);
  }
  return { starts, ends, ids, ascending, damaged: false };
}
