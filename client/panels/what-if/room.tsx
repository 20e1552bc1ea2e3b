import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useRoom } from './queries.ts';

interface RoomProps {
  readonly region: string;
  readonly year: number;
}

/** 还可征转: what the planned quota and the farmland floor still leave, by place; the less of the two binds. */
export function Room({ region, year }: RoomProps) {
  const { t } = useTranslation();
  const text = useAreaText();
  const { data, error, refetch } = useRoom(region, year);
  // An older server knows nothing of it.
  if (error instanceof ApiProblem && error.body.status === 404) return null;
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data || data.room.length === 0) return null;
  return (
    <section className="what-if-room" aria-label={t('whatIf.room.title', { year: data.year })}>
      <h3 className="what-if-heading">{t('whatIf.room.title', { year: data.year })}</h3>
      <ul>
        {data.room.map((room) => {
          const floor = room.floorMarginSquareMeters;
          const least = Math.max(
            0,
            floor === null ? room.leftSquareMeters : Math.min(room.leftSquareMeters, floor),
          );
          const place = room.place ?? data.region.name;
          return (
            <li key={room.target}>
              <p>
                {t('whatIf.room.place', { place, year: room.year })}{' '}
                <strong>
                  <Area value={least} />
                </strong>
                <small>{text(least, { unit: 'm2' })}</small>
              </p>
              <small>
                {t('whatIf.room.quota', {
                  quota: text(room.quotaSquareMeters),
                  used: text(room.usedSquareMeters),
                  left: text(room.leftSquareMeters),
                })}{' '}
                {floor === null
                  ? t('whatIf.room.noFloor')
                  : t(floor < 0 ? 'whatIf.room.broken' : 'whatIf.room.floor', {
                      margin: text(Math.abs(floor)),
                    })}{' '}
                {floor !== null &&
                  t(floor < room.leftSquareMeters ? 'whatIf.room.floorBinds' : 'whatIf.room.quotaBinds')}
              </small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
