import { useTranslation } from 'react-i18next';
import type { PatchEvent, PatchView } from '#core/contract/patches.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { timeText } from '../../../ui/time.ts';
import { useFieldText, useFieldTitle } from '../field-text.ts';

/** A device's clock this far from the server's is worth telling, ms. */
const LATE_MILLISECONDS = 10 * 60_000;

/** 流转记录: every operation, the newest first, with who made it, when, and when it reached the office. */
export function Events({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  return (
    <section className="patch-section" aria-label={t('patches.events.title')}>
      <details>
        <summary>
          <h4>{t('patches.events.titleOf', { count: patch.events.length })}</h4>
        </summary>
        <ol className="patch-events">
          {[...patch.events].reverse().map((event) => (
            <EventLine key={event.operation} event={event} />
          ))}
        </ol>
      </details>
    </section>
  );
}

function EventLine({ event }: { readonly event: PatchEvent }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const title = useFieldTitle();
  const text = useFieldText();
  const time = (at: number) => timeText(new Date(at).toISOString(), language);
  const { content } = event;
  const writes = 'writes' in content ? content.writes : [];
  return (
    <li>
      <p>
        <strong>{t(titleKey(event))}</strong> {event.person.name} · {time(event.at)}
      </p>
      {content.kind === 'comment' && <p>{content.text}</p>}
      {event.reason && <p>{t('patches.events.reason', { reason: event.reason })}</p>}
      {writes.length > 0 && (
        <ul>
          {writes.map(({ field, value }) => (
            <li key={field}>
              {title(field)}：{text(field, value)}
            </li>
          ))}
        </ul>
      )}
      <small>
        {event.receivedAt - event.at > LATE_MILLISECONDS &&
          t('patches.events.late', { time: time(event.receivedAt) })}{' '}
        {event.deliveredBy && t('patches.events.delivered', { person: event.deliveredBy.name })}
      </small>
    </li>
  );
}

/** A split and its taking back are written as a field is, and are told as what they are. */
function titleKey({ step, content }: PatchEvent): string {
  if (step) return `patches.step.${step}`;
  const split = 'writes' in content && content.writes.find(({ field }) => field === 'split_state')?.value;
  return split ? `patches.kind.${content.kind}-${split}` : `patches.kind.${content.kind}`;
}
