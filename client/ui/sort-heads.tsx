import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';

/** Which column a table is sorted by, and whether its largest comes first. */
export interface TableSort<Column extends string> {
  readonly column: Column;
  readonly down: boolean;
}

interface SortHeadsProps<Column extends string> {
  readonly columns: readonly Column[];
  readonly titleOf: (column: Column) => string;
  /** Columns of words: set to the left; `name` begins with its first letter. */
  readonly words?: readonly Column[];
  readonly sort: TableSort<Column>;
  readonly onSort: (sort: TableSort<Column>) => void;
}

/** 可排序的表头: a row of heads; a press sorts by the column, another turns the order round. */
export function SortHeads<Column extends string>({
  columns,
  titleOf,
  words = [],
  sort,
  onSort,
}: SortHeadsProps<Column>) {
  const Icon = sort.down ? ArrowDown : ArrowUp;
  return (
    <tr>
      {columns.map((column) => {
        const active = sort.column === column;
        return (
          <th
            key={column}
            scope="col"
            className={column === 'name' || words.includes(column) ? '' : 'numeric'}
            aria-sort={active ? (sort.down ? 'descending' : 'ascending') : 'none'}
          >
            <button
              type="button"
              className="sort-button"
              onClick={() => onSort({ column, down: active ? !sort.down : column !== 'name' })}
            >
              {titleOf(column)}
              {active && <Icon size={13} aria-hidden />}
            </button>
          </th>
        );
      })}
    </tr>
  );
}
