import { useTranslation } from 'react-i18next';
import type { BatchEvent } from '#core/contract/batches.ts';
import { useLanguage } from '../../app/i18n.ts';
import { timeText } from '../../ui/time.ts';

/** 办理过程: every step with its day, document and who recorded it; the newest first. */
export function Course({ events }: { readonly events: readonly BatchEvent[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <section className="batch-section" aria-labelledby="batch-course">
      <h4 id="batch-course">{t('batches.course')}</h4>
      {events.length === 0 && <p className="batch-note">{t('batches.noCourse')}</p>}
      <ol className="course">
        {[...events]
          .sort((a, b) => b.id - a.id)
          .map((event) => (
            <li key={event.id}>
              <p className="course-head">
                <strong>{t(`batches.step.${event.step}`)}</strong>
                <span>{event.happenedOn}</span>
              </p>
              <p>{event.document ?? t('batches.noDocument')}</p>
              {event.note && <p>{event.note}</p>}
              <p className="batch-note">
                {t('batches.recordedBy', {
                  who: event.recordedBy ?? t('batches.seeded'),
                  time: timeText(event.recordedAt, language),
                })}
              </p>
            </li>
          ))}
      </ol>
    </section>
  );
}
