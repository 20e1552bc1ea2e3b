import type { PatchStatistics } from '#core/contract/patch-statistics.ts';
import type { Filters, PatchQuery } from '../filters.ts';
import type { By } from '../queries.ts';

type ServerRow = PatchStatistics['rows'][number];

/** One key with its figures, and below it the same by the second key. */
export interface StatisticsRow extends Omit<ServerRow, 'across'> {
  readonly across: readonly ServerRow[];
}

/** 行: the server's rows gathered by their first key, in the order given; figures of a key are sums of what it is divided into. */
export function rowsOf(rows: readonly ServerRow[], nameOf: (row: ServerRow) => string): StatisticsRow[] {
  const byKey = new Map<string, StatisticsRow & { across: ServerRow[] }>();
  for (const row of rows) {
    const known = byKey.get(row.key);
    if (!known) {
      const { across, ...figures } = row;
      byKey.set(row.key, { ...figures, name: nameOf(row), across: across === null ? [] : [row] });
      continue;
    }
    byKey.set(row.key, {
      ...known,
      issued: sum(known.issued, row.issued),
      verified: sum(known.verified, row.verified),
      closed: sum(known.closed, row.closed),
      remainingSquareMeters: hundredths(known.remainingSquareMeters + row.remainingSquareMeters),
      across: [...known.across, row],
    });
  }
  return [...byKey.values()];
}

type Tally = ServerRow['issued'];

function sum(a: Tally, b: Tally): Tally {
  return { count: a.count + b.count, areaSquareMeters: hundredths(a.areaSquareMeters + b.areaSquareMeters) };
}

/** Areas are kept in 0.01 m²: sums of them stay there. */
const hundredths = (area: number) => Math.round(area * 100) / 100;

/** The conditions of the list behind a key; null: the list cannot be narrowed to it. */
export function openable(by: By, key: string): Partial<Filters> | null {
  switch (by) {
    case 'class':
      return { patchClass: key };
    case 'state':
      return { state: key as Filters['state'] };
    case 'light':
      return { light: key as Filters['light'] };
    case 'month':
      return /^\d{4}-\d{2}$/.test(key) ? { month: key } : null;
    case 'assignee':
      return { assignee: key === '' ? 'none' : key };
    case 'register':
      return { register: key as Filters['register'] };
    default:
      return null;
  }
}

/** The conditions of a key as the server takes them: places too, which the list's own conditions do not name. */
export function conditionsOf(by: By, key: string): PatchQuery {
  if (by === 'town' || by === 'village') return { region: key };
  return (openable(by, key) ?? {}) as PatchQuery;
}
