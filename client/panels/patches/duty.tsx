import type { FeatureCollection } from 'geojson';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatrolSummary } from '#core/contract/crews.ts';
import { useLanguage } from '../../app/i18n.ts';
import { fitBounds } from '../../map/highlight.ts';
import { Select } from '../../ui/controls.tsx';
import { useLengthText } from '../../ui/length.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import '../../ui/table.css';
import { timeText } from '../../ui/time.ts';
import { today } from '../../ui/today.ts';
import { useShownRegion } from '../batches/queries.ts';
import { quarterOf, quartersBefore } from './quarters.ts';
import { useDuty } from './queries.ts';
import { usePatchMap } from './use-patch-map.ts';

/** 履职台账: patrols done and due by grid and quarter; a patrol's track is shown on the map. */
export function Duty() {
  const { t } = useTranslation();
  const { code, region } = useShownRegion();
  const now = quarterOf(today());
  const [quarter, setQuarter] = useState(now);
  const [shown, setShown] = useState<PatrolSummary | null>(null);
  const { data, error, refetch } = useDuty(code, quarter);
  const track = useMemo<FeatureCollection>(
    () => ({
      type: 'FeatureCollection',
      features: shown?.track
        ? [{ type: 'Feature', properties: { kind: 'round', colour: 0 }, geometry: shown.track }]
        : [],
    }),
    [shown],
  );
  usePatchMap(track, () => {});
  return (
    <section className="patch-statistics" aria-label={t('patches.tab.duty')}>
      <Select
        label={t('patches.duty.quarter')}
        value={quarter}
        options={quartersBefore(now, 8).map((value) => ({
          value,
          label: t('patches.duty.quarterOf', { year: value.slice(0, 4), quarter: value.slice(-1) }),
        }))}
        onChange={setQuarter}
      />
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting label={t('patches.loading')} />}
      {data && data.grids.length === 0 && data.patrols.length === 0 && (
        <Empty
          title={t('patches.duty.none', { region: region?.name ?? code ?? '' })}
          hint={t('patches.duty.noneHint')}
        />
      )}
      {data && data.grids.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="patch-scroll" tabIndex={0} aria-label={t('patches.duty.table')}>
          <table className="table">
            <caption className="visually-hidden">{t('patches.duty.table')}</caption>
            <thead>
              <tr>
                {(['grid', 'person', 'done', 'due', 'last'] as const).map((column) => (
                  <th
                    key={column}
                    scope="col"
                    className={column === 'done' || column === 'due' ? 'numeric' : ''}
                  >
                    {t(`patches.duty.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.grids.map((grid) => (
                <tr key={grid.id}>
                  <th scope="row">{grid.name}</th>
                  <td>{grid.person ?? '—'}</td>
                  <td className="numeric">{grid.done}</td>
                  <td className="numeric">{grid.due ?? t('patches.duty.noRule')}</td>
                  <td>{grid.lastOn ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {data && data.patrols.length > 0 && <Patrols patrols={data.patrols} shown={shown} onShow={setShown} />}
    </section>
  );
}

interface PatrolsProps {
  readonly patrols: readonly PatrolSummary[];
  readonly shown: PatrolSummary | null;
  readonly onShow: (patrol: PatrolSummary | null) => void;
}

function Patrols({ patrols, shown, onShow }: PatrolsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const length = useLengthText();
  return (
    <section className="patch-section" aria-label={t('patches.duty.patrols')}>
      <h4>{t('patches.duty.patrols')}</h4>
      <ul className="patch-comments">
        {patrols.map((patrol) => (
          <li key={patrol.id}>
            <p>
              {patrol.person.name} · {timeText(new Date(patrol.startedAt).toISOString(), language)} ·{' '}
              {length(patrol.lengthMeters)} · {t('patches.duty.flags', { count: patrol.flags })}
            </p>
            <small>
              {patrol.grids
                .map((grid) =>
                  t(grid.counted ? 'patches.duty.counted' : 'patches.duty.notCounted', {
                    grid: grid.name,
                    // As the phone counts: a minute that is not full would make a short patrol look long enough.
                    minutes: Math.floor(grid.minutes),
                  }),
                )
                .join('；')}
            </small>{' '}
            {patrol.track && (
              <button
                type="button"
                className="link-button"
                aria-pressed={shown?.id === patrol.id}
                onClick={() => {
                  onShow(shown?.id === patrol.id ? null : patrol);
                  const points = patrol.track?.coordinates ?? [];
                  const [lons, lats] = [0, 1].map((axis) => points.map((point) => point[axis] ?? 0));
                  if (points.length > 1) {
                    void fitBounds([
                      Math.min(...lons!),
                      Math.min(...lats!),
                      Math.max(...lons!),
                      Math.max(...lats!),
                    ]);
                  }
                }}
              >
                {t('patches.duty.track')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
