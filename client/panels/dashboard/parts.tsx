import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dashboard } from '#core/contract/indicators.ts';
import type { Workspace } from '#core/contract/workspace.ts';
import { chooseRegion } from '../../commands/choose-region.ts';
import { Area } from '../../ui/area.tsx';
import { SortHeads, type TableSort } from '../../ui/sort-heads.tsx';
import '../../ui/table.css';
import { StateMark } from '../targets/state-mark.tsx';
import { farmlandTarget } from './farmland-target.ts';
import { openFigure } from './open-figure.ts';
import { useRegionName } from './region-name.ts';
import { type PartColumn, sortParts } from './sort-parts.ts';

const columns: readonly PartColumn[] = ['name', 'farmland', 'permanent', 'rows', 'worst'];

interface PartsProps {
  readonly workspace: Workspace;
  readonly data: Dashboard;
}

/** 下级地区: what each part adds; its name goes down to it, its farmland opens to the parcels. */
export function Parts({ workspace, data }: PartsProps) {
  const { t } = useTranslation();
  const [sort, setSort] = useState<TableSort<PartColumn>>({ column: 'farmland', down: true });
  const [all, setAll] = useState(false);
  const sorted = useMemo(() => sortParts(data.parts, sort.column, sort.down), [data.parts, sort]);
  const farmland = farmlandTarget(data);
  const nameOf = useRegionName(workspace);
  if (data.parts.length === 0) return <p className="dashboard-quiet">{t('dashboard.parts.none')}</p>;
  // Where others have a figure the layer is measured: a part without one has no row.
  const absent = (figure: 'farmlandSquareMeters' | 'permanentSquareMeters') =>
    t(
      data.parts.some((part) => part[figure] !== null)
        ? 'dashboard.parts.noRecord'
        : 'dashboard.parts.notMeasured',
    );
  const shown = all ? sorted : sorted.slice(0, 100);
  return (
    <section className="dashboard-parts" aria-label={t('dashboard.parts.title')}>
      <h3>{t('dashboard.parts.title')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="dashboard-scroll" tabIndex={0} aria-label={t('dashboard.parts.table')}>
        <table className="table">
          <caption className="visually-hidden">{t('dashboard.parts.title')}</caption>
          <thead>
            <SortHeads
              columns={columns}
              words={['worst']}
              titleOf={(column) => t(`dashboard.parts.${column}`)}
              sort={sort}
              onSort={setSort}
            />
          </thead>
          <tbody>
            {shown.map((part) => (
              <tr key={part.code}>
                <th scope="row">
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => chooseRegion(workspace, part.code)}
                  >
                    {nameOf(part)}
                  </button>
                </th>
                <td className="numeric">
                  {part.farmlandSquareMeters === null ? (
                    absent('farmlandSquareMeters')
                  ) : farmland && farmland.measured !== null ? (
                    <button
                      type="button"
                      className="link-button"
                      aria-label={t('dashboard.parts.open', { name: nameOf(part) })}
                      onClick={() => openFigure(farmland.target, part.code)}
                    >
                      <Area value={part.farmlandSquareMeters} use="table" />
                    </button>
                  ) : (
                    <Area value={part.farmlandSquareMeters} use="table" />
                  )}
                </td>
                <td className="numeric">
                  {part.permanentSquareMeters === null ? (
                    absent('permanentSquareMeters')
                  ) : (
                    <Area value={part.permanentSquareMeters} use="table" />
                  )}
                </td>
                <td className="numeric">{part.farmlandRows}</td>
                <td>{part.worst ? <StateMark state={part.worst} /> : t('dashboard.parts.noTargets')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {!all && sorted.length > shown.length && (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          {t('dashboard.parts.all', { count: sorted.length })}
        </button>
      )}
    </section>
  );
}
