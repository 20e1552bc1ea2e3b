import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../app/i18n.ts';
import { Segmented, Select } from '../../../ui/controls.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../../ui/progress.tsx';
import { timeText } from '../../../ui/time.ts';
import { useShownRegion } from '../../batches/queries.ts';
import { Exports } from '../exports.tsx';
import { RegisterTabs } from '../inbox/register-tabs.tsx';
import { MuArea } from '../mu-area.tsx';
import { useNames } from '../names.ts';
import { setFilters, useOpened } from '../opened.ts';
import { type Across, type By, useStatistics } from '../queries.ts';
import { Pieces } from './pieces.tsx';
import { conditionsOf, openable, rowsOf } from './rows.ts';
import { StatisticsTable } from './statistics-table.tsx';

const Chart = lazy(async () => ({ default: (await import('./statistics-chart.tsx')).StatisticsChart }));

const BY: readonly By[] = ['class', 'state', 'town', 'village', 'month', 'assignee', 'light', 'register'];
const ACROSS = ['', 'state', 'class', 'light'] as const;

/** 统计: one register at a time by one key, or by two; every count opens the list, every farmland area its pieces. */
export function Statistics() {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const { code, region } = useShownRegion();
  const register = useOpened((state) => state.filters.register);
  const [by, setBy] = useState<By>('class');
  const [across, setAcross] = useState<'' | Across>('');
  const [pieces, setPieces] = useState<{ key: string; layer: 'land_parcels' | 'permanent_farmland' } | null>(
    null,
  );
  // Between registers there is nothing to add: they stand side by side, never summed.
  const whole = by === 'register';
  const query = useMemo(
    () => ({ ...(code ? { region: code } : {}), ...(whole ? {} : { register }) }),
    [code, register, whole],
  );
  const { data, error, refetch } = useStatistics(query, by, across === '' ? undefined : across);
  const rows = useMemo(
    () =>
      rowsOf(data?.rows ?? [], (row) => {
        if (by === 'light') return t(`patches.light.${row.key as 'red'}`);
        const words =
          by === 'class' || by === 'state' || by === 'register' ? name(by, row.key) : row.name || row.key;
        return words || t('patches.stats.nobody');
      }),
    [data, by, name, t],
  );
  const open = (key: string) => {
    const filters = openable(by, key);
    if (!filters) return;
    setFilters({
      patchClass: '',
      state: '',
      light: '',
      assignee: '',
      month: '',
      text: '',
      conflicts: false,
      ...filters,
    });
    useOpened.setState({ tab: 'inbox' });
  };
  return (
    <section className="patch-statistics" aria-label={t('patches.tab.statistics')}>
      {!whole && <RegisterTabs />}
      <div className="patches-line">
        <Select
          label={t('patches.stats.by')}
          value={by}
          options={BY.map((value) => ({ value, label: t(`patches.stats.key.${value}`) }))}
          onChange={(value) => {
            setBy(value);
            setPieces(null);
          }}
        />
        <Segmented
          label={t('patches.stats.across')}
          value={across}
          options={ACROSS.filter((value) => value !== by).map((value) => ({
            value,
            label: t(`patches.stats.acrossKey.${value || 'none'}`),
          }))}
          onChange={setAcross}
        />
      </div>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting label={t('patches.loading')} />}
      {data && rows.length === 0 && (
        <Empty
          title={t('patches.stats.none', { region: region?.name ?? code ?? '' })}
          hint={t('patches.none.hint')}
        />
      )}
      {data && rows.length > 0 && (
        <>
          {!whole && (
            <dl className="patch-facts">
              {(['issued', 'verified', 'closed'] as const).map((key) => (
                <div key={key}>
                  <dt>{t(`patches.stats.${key}`)}</dt>
                  <dd>
                    {t('patches.stats.count', { count: data[key].count })} ·{' '}
                    <MuArea value={data[key].areaSquareMeters} />
                  </dd>
                </div>
              ))}
              <div>
                <dt>{t('patches.stats.remaining')}</dt>
                <dd>
                  <MuArea value={data.remainingSquareMeters} />
                </dd>
              </div>
            </dl>
          )}
          <p className="patches-note">{t('patches.stats.rule')}</p>
          <Suspense fallback={<Waiting label={t('patches.stats.drawing')} />}>
            <Chart rows={rows} title={t(`patches.stats.key.${by}`)} />
          </Suspense>
          <StatisticsTable
            rows={rows}
            by={by}
            across={across === '' ? null : across}
            overlay={data.overlay}
            {...(openable(by, rows[0]?.key ?? '') ? { onOpen: open } : {})}
            onPieces={(key, layer) => setPieces({ key, layer })}
          />
          <p className="patches-note">
            {data.overlay
              ? t(data.overlay.stale ? 'patches.stats.overlayStale' : 'patches.stats.overlayMade', {
                  time: timeText(data.overlay.madeAt, language),
                })
              : t('patches.stats.overlayNone')}
          </p>
          {pieces && (
            <Pieces
              query={{ ...query, ...conditionsOf(by, pieces.key) }}
              layer={pieces.layer}
              title={rows.find(({ key }) => key === pieces.key)?.name ?? ''}
              onClose={() => setPieces(null)}
            />
          )}
        </>
      )}
      <Exports query={query} />
    </section>
  );
}
