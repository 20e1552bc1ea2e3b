import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';
import { SortHeads, type TableSort } from '../../ui/sort-heads.tsx';
import '../../ui/table.css';
import { useFigureText } from './figure-text.ts';
import { openNumber } from './opened-number.ts';
import { fullCode } from './regions.ts';

type Village = Target['byVillage'][number];
type Column = 'name' | 'value' | 'rowCount';
const COLUMNS: readonly Column[] = ['name', 'value', 'rowCount'];

interface VillageTableProps {
  readonly target: Target;
  readonly part?: string | undefined;
}

/** 按村: each village's part of the figure; its name opens the parcels of that part. */
export function VillageTable({ target, part }: VillageTableProps) {
  const { t } = useTranslation();
  const [sort, setSort] = useState<TableSort<Column>>({ column: 'value', down: true });
  const text = useFigureText(target);
  const most = Math.max(...target.byVillage.map((village) => village.value));

  return (
    <div className="villages-scroll">
      <table className="table villages">
        <caption className="visually-hidden">{t('targets.villageCaption')}</caption>
        <thead>
          <SortHeads
            columns={COLUMNS}
            titleOf={(column) => t(`targets.village.${column}`)}
            sort={sort}
            onSort={setSort}
          />
        </thead>
        <tbody>
          {sortVillages(target.byVillage, sort.column, sort.down).map((village) => (
            <tr key={village.code} className={fullCode(village.code) === part ? 'table-selected' : ''}>
              <th scope="row">
                <button
                  type="button"
                  className="link-button"
                  onClick={() => openNumber({ id: target.id, region: village.code })}
                >
                  {village.name}
                </button>
              </th>
              <td className="numeric villages-value">
                <span
                  className="villages-bar"
                  aria-hidden
                  style={{ '--share': most > 0 ? village.value / most : 0 } as React.CSSProperties}
                />
                {text(village.value, { use: 'table' })}
              </td>
              <td className="numeric">{village.rowCount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A sorted copy; villages that tie stay in code order. */
function sortVillages(villages: readonly Village[], column: Column, down: boolean): Village[] {
  const sign = down ? -1 : 1;
  return [...villages].sort((a, b) => {
    const order = column === 'name' ? a.name.localeCompare(b.name, 'zh') : a[column] - b[column];
    return sign * order || (a.code < b.code ? -1 : 1);
  });
}
