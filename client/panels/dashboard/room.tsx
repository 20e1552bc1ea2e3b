import { useTranslation } from 'react-i18next';
import type { Dashboard } from '#core/contract/indicators.ts';
import { roomAnswer } from '#core/reports/room.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { farmlandTarget } from './farmland-target.ts';
import { openFigure } from './open-figure.ts';

/** 还可征转: the planner's question answered in one sentence by place, with what binds and both figures it comes from. */
export function Room({ data }: { readonly data: Dashboard }) {
  const { t } = useTranslation();
  const text = useAreaText();
  const { room, region, targets, year } = data;
  const farmland = farmlandTarget(data);
  if (room.length === 0) {
    const quota = targets.find(({ indicator }) => indicator === 'conversion_area');
    return (
      <p className="dashboard-no-room">
        {quota ? t('dashboard.room.notMeasured', { year }) : t('dashboard.room.none', { year })}
      </p>
    );
  }
  return (
    <section className="dashboard-room" aria-label={t('dashboard.room.title')}>
      <h3>{t('dashboard.room.title')}</h3>
      <ul>
        {room.map((one) => {
          const { squareMeters, limit } = roomAnswer(one);
          const place = one.place ?? region.name;
          const floor = one.floorMarginSquareMeters;
          return (
            <li key={one.target} className={`room-${limit}`}>
              <p className="room-sentence">
                {t('dashboard.room.sentence', { year: one.year, place })}{' '}
                <strong>
                  <Area value={squareMeters} />
                </strong>{' '}
                <small>{text(squareMeters, { unit: 'm2' })}</small>
              </p>
              <p className="room-why">
                {t('dashboard.room.quota', {
                  quota: text(one.quotaSquareMeters),
                  used: text(one.usedSquareMeters),
                  left: text(one.leftSquareMeters),
                })}
                {floor !== null &&
                  t(floor < 0 ? 'dashboard.room.below' : 'dashboard.room.above', {
                    margin: text(Math.abs(floor)),
                  })}
                <b>{t(`dashboard.room.limit.${limit}`)}</b>
              </p>
              <div className="room-actions">
                <Button onClick={() => openFigure(one.target)}>{t('dashboard.room.open')}</Button>
                {farmland && floor !== null && (
                  <Button onClick={() => openFigure(farmland.target)}>{t('dashboard.room.openFloor')}</Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
