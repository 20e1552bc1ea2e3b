import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import { useLanguage } from '../../../app/i18n.ts';
import '../../../ui/table.css';
import { timeText } from '../../../ui/time.ts';
import { useFieldText, useFieldTitle } from '../field-text.ts';
import { fieldCourses } from './field-course.ts';

/** 填报: every field as it was and as it is reported, and by whom. */
export function Values({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const title = useFieldTitle();
  const text = useFieldText();
  const courses = fieldCourses(patch);
  return (
    <section className="patch-section" aria-label={t('patches.values.title')}>
      <h4>{t('patches.values.title')}</h4>
      {courses.length === 0 ? (
        <p className="patches-note">{t('patches.values.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="patch-scroll" tabIndex={0} aria-label={t('patches.values.table')}>
          <table className="table patch-values">
            <caption className="visually-hidden">{t('patches.values.title')}</caption>
            <thead>
              <tr>
                {(['field', 'before', 'now', 'by'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`patches.values.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {courses.map(({ field, now, before, by }) => (
                <tr key={field}>
                  <th scope="row">{title(field)}</th>
                  <td>{before === undefined ? '—' : text(field, before)}</td>
                  <td>{text(field, now)}</td>
                  <td>
                    {by ? (
                      <>
                        {by.person.name}
                        <small>{timeText(new Date(by.at).toISOString(), language)}</small>
                      </>
                    ) : (
                      t('patches.values.imported')
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
