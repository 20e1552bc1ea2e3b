import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import './table.css';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** Numbers stand right. */
  readonly numeric?: boolean;
  /** CSS width of the column. */
  readonly width?: string;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly selectedKey?: string | number | null;
  /** Enter, Space or a click on a row. */
  readonly onActivate?: (row: Row) => void;
  /** The row under the pointer or the keyboard; null when it is left. */
  readonly onPoint?: (row: Row | null) => void;
  readonly footer?: ReactNode;
  /** The last rows have come near: time to ask for more. */
  readonly onNearEnd?: () => void;
}

const ROW_HEIGHT = 36;

/** 表格: a real `<table>` that draws only the rows in sight; arrows, Home and End move, Enter opens. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, rowKey, selectedKey, onActivate, onPoint, footer, onNearEnd } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  const lastDrawn = items.at(-1)?.index ?? -1;
  const nearEnd = rows.length > 0 && lastDrawn >= rows.length - 20;
  const tellEnd = useRef(onNearEnd);
  tellEnd.current = onNearEnd;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told again for every page that came and every row that was reached
  useEffect(() => {
    if (nearEnd) tellEnd.current?.();
  }, [nearEnd, lastDrawn, rows.length]);

  const keyOf = useRef(rowKey);
  keyOf.current = rowKey;

  // A row selected elsewhere (on the map) is brought into sight; one that was pointed at here already is.
  useEffect(() => {
    const index = selectedKey == null ? -1 : rows.findIndex((row) => keyOf.current(row) === selectedKey);
    if (index < 0 || scroll.current?.querySelector(`[data-row="${index}"]:hover`)) return;
    setCursor(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  }, [selectedKey, rows, virtual]);

  // The row that the keyboard moved to takes the focus as soon as it is drawn.
  const toFocus = useRef<number | null>(null);
  useEffect(() => {
    if (toFocus.current === null) return;
    const row = scroll.current?.querySelector<HTMLElement>(`[data-row="${toFocus.current}"]`);
    if (!row) return;
    toFocus.current = null;
    row.focus({ preventScroll: true });
  });

  const move = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setCursor(next);
    virtual.scrollToIndex(next);
    onPoint?.(rows[next] ?? null);
    toFocus.current = next;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = { ArrowDown: cursor + 1, ArrowUp: cursor - 1, Home: 0, End: rows.length - 1 }[event.key];
    const page = { PageDown: cursor + 10, PageUp: cursor - 10 }[event.key];
    const row = rows[cursor];
    if (target !== undefined || page !== undefined) move(target ?? page ?? 0);
    else if ((event.key === 'Enter' || event.key === ' ') && row) onActivate?.(row);
    else return;
    event.preventDefault();
  };

  return (
    <div className="table-scroll" ref={scroll}>
      <table className="table" aria-rowcount={rows.length + 1}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={classNames(column.numeric && 'numeric')}
                style={{ width: column.width }}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown} onMouseLeave={() => onPoint?.(null)}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index]!;
            const key = rowKey(row);
            return (
              <tr
                key={key}
                data-row={index}
                aria-rowindex={index + 2}
                aria-selected={onActivate ? key === selectedKey : undefined}
                tabIndex={onActivate ? (index === cursor ? 0 : -1) : undefined}
                className={classNames(onActivate && 'table-active', key === selectedKey && 'table-selected')}
                style={{ height: ROW_HEIGHT }}
                onClick={() => {
                  setCursor(index);
                  onActivate?.(row);
                }}
                onMouseEnter={() => onPoint?.(row)}
              >
                {columns.map((column) => (
                  <td key={column.key} className={classNames(column.numeric && 'numeric')}>
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
        {footer && <tfoot>{footer}</tfoot>}
      </table>
    </div>
  );
}
