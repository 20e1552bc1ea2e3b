import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchStatistics } from '#core/contract/patch-statistics.ts';
import '../../../ui/table.css';
import { MuArea } from '../mu-area.tsx';
import { useNames } from '../names.ts';
import type { Across, By } from '../queries.ts';
import type { StatisticsRow } from './rows.ts';

interface StatisticsTableProps {
  readonly rows: readonly StatisticsRow[];
  readonly by: By;
  readonly across: Across | null;
  readonly overlay: PatchStatistics['overlay'];
  readonly onOpen?: (key: string) => void;
  readonly onPieces: (key: string, layer: 'land_parcels' | 'permanent_farmland') => void;
}

/** 统计表: what the chart shows, and what it cannot. */
export function StatisticsTable({ rows, by, across, overlay, onOpen, onPieces }: StatisticsTableProps) {
  const { t } = useTranslation();
  const name = useNames();
  const laid = new Map(overlay?.byKey.map((each) => [each.key, each]));
  const acrossName = (key: string) => {
    if (across === 'light') return t(`patches.light.${key as 'red'}`);
    return across ? name(across, key) : key;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="patch-scroll" tabIndex={0} aria-label={t('patches.stats.table')}>
      <table className="table">
        <caption className="visually-hidden">{t('patches.stats.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`patches.stats.key.${by}`)}</th>
            {(['issued', 'area', 'verified', 'closed', 'remaining', 'farmland', 'permanent'] as const).map(
              (column) => (
                <th key={column} scope="col" className="numeric">
                  {t(`patches.stats.${column}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const shares = laid.get(row.key);
            return (
              <Fragment key={row.key}>
                <tr>
                  <th scope="row">{row.name}</th>
                  <td className="numeric">
                    {onOpen ? (
                      <button
                        type="button"
                        className="link-button"
                        aria-label={t('patches.stats.open', { name: row.name, count: row.issued.count })}
                        onClick={() => onOpen(row.key)}
                      >
                        {row.issued.count}
                      </button>
                    ) : (
                      row.issued.count
                    )}
                  </td>
                  <td className="numeric">
                    <MuArea value={row.issued.areaSquareMeters} />
                  </td>
                  <td className="numeric">{row.verified.count}</td>
                  <td className="numeric">{row.closed.count}</td>
                  <td className="numeric">
                    <MuArea value={row.remainingSquareMeters} />
                  </td>
                  {(['farmland', 'permanent'] as const).map((figure) => (
                    <td key={figure} className="numeric">
                      {shares ? (
                        <button
                          type="button"
                          className="link-button"
                          aria-label={t('patches.stats.openPieces', {
                            name: row.name,
                            figure: t(`patches.stats.${figure}`),
                          })}
                          onClick={() =>
                            onPieces(row.key, figure === 'farmland' ? 'land_parcels' : 'permanent_farmland')
                          }
                        >
                          <MuArea value={shares[`${figure}SquareMeters`]} />
                        </button>
                      ) : (
                        '—'
                      )}
                    </td>
                  ))}
                </tr>
                {row.across.map((part) => (
                  <tr key={part.across} className="patch-across">
                    <td>{acrossName(part.across ?? '')}</td>
                    <td className="numeric">{part.issued.count}</td>
                    <td className="numeric">
                      <MuArea value={part.issued.areaSquareMeters} />
                    </td>
                    <td className="numeric">{part.verified.count}</td>
                    <td className="numeric">{part.closed.count}</td>
                    <td className="numeric">
                      <MuArea value={part.remainingSquareMeters} />
                    </td>
                    <td />
                    <td />
                  </tr>
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
