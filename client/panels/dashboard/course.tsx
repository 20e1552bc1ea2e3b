import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dashboard } from '#core/contract/indicators.ts';
import { Area } from '../../ui/area.tsx';
import { Waiting } from '../../ui/progress.tsx';
import '../../ui/table.css';
import { courseOf } from './course-points.ts';

const Chart = lazy(async () => ({ default: (await import('./chart.tsx')).Chart }));

/** 趋势与预测: farmland by year against its floor, then what plans will leave of it; the same as a table. */
export function Course({ data }: { readonly data: Dashboard }) {
  const { t } = useTranslation();
  const course = useMemo(() => courseOf(data, (year) => t('dashboard.course.planOf', { year })), [data, t]);
  return (
    <section className="dashboard-course" aria-label={t('dashboard.course.title')}>
      <h3>{t('dashboard.course.title')}</h3>
      {course.points.length === 0 ? (
        <p className="dashboard-quiet">{t('dashboard.course.none')}</p>
      ) : (
        <>
          <Suspense fallback={<Waiting label={t('dashboard.course.drawing')} />}>
            <Chart course={course} />
          </Suspense>
          {data.forecast.length === 0 && (
            <p className="dashboard-quiet">{t('dashboard.course.noForecast')}</p>
          )}
          <details>
            <summary>{t('dashboard.course.asTable')}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <section className="dashboard-scroll" tabIndex={0} aria-label={t('dashboard.course.asTable')}>
              <table className="table">
                <caption className="visually-hidden">{t('dashboard.course.title')}</caption>
                <thead>
                  <tr>
                    {(['moment', 'farmland', 'conversion', 'green'] as const).map((column) => (
                      <th key={column} scope="col" className={column === 'moment' ? '' : 'numeric'}>
                        {t(`dashboard.course.${column}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {course.points.map((point) => (
                    <tr key={point.label}>
                      <th scope="row">{point.label}</th>
                      <td className="numeric">
                        <Area value={point.farmland} use="table" />
                      </td>
                      <td className="numeric">
                        {point.planned ? <Area value={point.planned.conversion} use="table" /> : '—'}
                      </td>
                      <td className="numeric">
                        {point.planned ? <Area value={point.planned.green} use="table" /> : '—'}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </details>
        </>
      )}
    </section>
  );
}
