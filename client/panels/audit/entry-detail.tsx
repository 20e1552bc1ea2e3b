import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { AuditEntry } from '#core/contract/audit.ts';
import { useLanguage } from '../../app/i18n.ts';
import { preciseTime } from '../../ui/time.ts';
import { useActionTitle } from './action-title.ts';
import { readable } from './readable.ts';

/** 一条日志 in full. */
export function EntryDetail({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const actionTitle = useActionTitle();
  const { lines, differences } = readable(entry.detail);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('audit.time'), preciseTime(entry.at)],
    [t('audit.person'), entry.person?.name ?? t('audit.system')],
    [t('audit.action'), `${actionTitle(entry.action)} (${entry.action})`],
    [t('audit.outcome'), t(`audit.outcomes.${entry.outcome}`)],
    [t('audit.layer'), entry.layer && (layerById(entry.layer)?.title[language] ?? entry.layer)],
    [t('audit.subject'), entry.subject],
    [t('audit.region'), entry.regionCode],
    [t('audit.address'), entry.address],
    [t('audit.request'), entry.requestId],
  ];
  return (
    <div className="entry-detail">
      <dl>
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {lines.length > 0 && (
        <>
          <h3>{t('audit.detail')}</h3>
          <dl>
            {lines.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {differences.length > 0 && (
        <>
          <h3>{t('audit.changes')}</h3>
          <table className="entry-changes">
            <thead>
              <tr>
                <th scope="col">{t('audit.field')}</th>
                <th scope="col">{t('audit.before')}</th>
                <th scope="col">{t('audit.after')}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ name, before, after }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{before || '—'}</td>
                  <td>{after || '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <h3>{t('audit.hash')}</h3>
      <p className="entry-hash">
        <code>{entry.hash}</code>
      </p>
    </div>
  );
}
