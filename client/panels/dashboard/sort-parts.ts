import type { Dashboard } from '#core/contract/indicators.ts';

type Part = Dashboard['parts'][number];
export type PartColumn = 'name' | 'farmland' | 'permanent' | 'rows' | 'worst';

const severity = { breached: 3, near: 2, 'not-measured': 1, holds: 0 };

/** A sorted copy. What is not measured stands last whichever way; parts that tie stay in the order of their codes. */
export function sortParts(parts: readonly Part[], column: PartColumn, down: boolean): Part[] {
  const key = (part: Part): number | null =>
    ({
      name: null,
      farmland: part.farmlandSquareMeters,
      permanent: part.permanentSquareMeters,
      rows: part.farmlandRows,
      worst: part.worst && severity[part.worst],
    })[column];
  const sign = down ? -1 : 1;
  return [...parts].sort((a, b) => {
    if (column === 'name') return sign * a.name.localeCompare(b.name, 'zh');
    const [left, right] = [key(a), key(b)];
    if (left === null || right === null) return left === right ? byCode(a, b) : left === null ? 1 : -1;
    return sign * (left - right) || byCode(a, b);
  });
}

function byCode(a: Part, b: Part): number {
  return a.code < b.code ? -1 : 1;
}
