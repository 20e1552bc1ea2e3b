import { useTranslation } from 'react-i18next';
import { instantOf } from '#core/patches/reduce.ts';
import { useAfterPaint } from '../../ui/use-after-paint.ts';
import { useFieldLanguage } from '../app/i18n.ts';
import type { PhonePatch } from './phone-patches.ts';
import { personHere } from './phone-store.ts';
import { momentWords } from './words.ts';

/** 流转记录, newest first: what was done to it, by whom, and whether the office has it. */
export function PatchHistory({ patch }: { readonly patch: PhonePatch }) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const { operations, names, unsent } = patch;
  const here = personHere();
  const painted = useAfterPaint();
  if (!painted || operations.length === 0) return null;
  const sorted = [...operations].sort((a, b) => instantOf(b) - instantOf(a) || (a.id < b.id ? 1 : -1));
  return (
    <section className="patch-history" aria-labelledby="patch-history">
      <h2 id="patch-history">{t('patch.history')}</h2>
      <ol>
        {sorted.map((operation) => (
          <li key={operation.id}>
            <strong>
              {operation.kind === 'step'
                ? t(`patch.stepDone.${operation.step}`)
                : operation.kind === 'photo'
                  ? t('patch.kind.photo', { role: t(`camera.role.${operation.photo.role}`) })
                  : t(`patch.kind.${operation.kind}`)}
            </strong>
            <span>
              {names[operation.person] ??
                (operation.person === here.id ? here.name : null) ??
                t('patch.someone')}{' '}
              · {momentWords(instantOf(operation), language)}
            </span>
            {'writes' in operation && operation.writes.length > 0 && (
              <span>
                {operation.writes.map(({ field }) => t(`patch.field.${field}`)).join(t('camera.and'))}
              </span>
            )}
            {'reason' in operation && operation.reason && <span>{operation.reason}</span>}
            {operation.kind === 'comment' && <span>{operation.text}</span>}
            {unsent.has(operation.id) && <span className="task-progress">{t('tasks.progress.queued')}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
