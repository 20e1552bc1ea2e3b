import { useTranslation } from 'react-i18next';
import type { TargetRow } from '#core/contract/targets.ts';
import { type Column, Table } from '../../ui/table.tsx';
import type { FigureText } from './figure-text.ts';
import type { LitRows } from './use-lit-rows.ts';
import './opened.css';

interface RowsTableProps {
  readonly rows: readonly TargetRow[];
  readonly title: string;
  readonly text: FigureText;
  readonly lights: LitRows;
  /** Whether the rows have land classes at all. */
  readonly classed: boolean;
}

/** 图斑表: one line a parcel; pointing at a line lights the parcel up, choosing it zooms there. */
export function RowsTable({ rows, title, text, lights, classed }: RowsTableProps) {
  const { t } = useTranslation();
  const columns: Column<TargetRow>[] = [
    { key: 'number', title: t('targets.row.number'), render: (row) => row.label || String(row.id) },
    { key: 'village', title: t('targets.row.village'), render: (row) => row.regionName },
    ...(classed
      ? [
          {
            key: 'class',
            title: t('targets.row.class'),
            render: (row: TargetRow) => `${row.landClass ?? ''} ${row.landClassName ?? ''}`,
          },
        ]
      : []),
    {
      key: 'value',
      title: t('targets.row.value'),
      numeric: true,
      render: (row) => text(row.value, { use: 'table' }),
    },
  ];
  return (
    <div className="rows-table">
      <Table
        caption={t('targets.row.caption', { title, count: rows.length })}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        selectedKey={lights.selectedId}
        onActivate={lights.choose}
        onPoint={lights.point}
      />
    </div>
  );
}
