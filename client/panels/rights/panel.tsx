import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { catalog } from '#core/catalog/index.ts';
import { ACTIONS } from '#core/rights/rights.ts';
import { isAdministrator, ROLE_IDS, roleTitles } from '#core/rights/roles.ts';
import { call } from '../../api/call.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Segmented } from '../../ui/controls.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { rightsGrid } from './grid.ts';
import '../../ui/table.css';
import './rights.css';

const roles = ROLE_IDS.filter((role) => !isAdministrator(role));

/** 权限表: for a role, what it may do with every layer inside its regions. */
export function Panel() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [role, setRole] = useState(roles[0]!);
  const { data, error, refetch } = useQuery({
    queryKey: ['rights'],
    queryFn: ({ signal }) => call('GET /api/rights', { signal }),
  });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting label={t('ui.loading')} />;
  const rows = rightsGrid(data.rights, role);
  const title = (subject: string) =>
    catalog.find(({ id }) => id === subject)?.title[language] ?? t('rights.targets');
  return (
    <div className="rights">
      <p className="rights-note">{t('rights.note')}</p>
      <Segmented
        label={t('rights.role')}
        value={role}
        options={roles.map((value) => ({ value, label: roleTitles[value][language] }))}
        onChange={setRole}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it */}
      <section className="rights-scroll" tabIndex={0} aria-label={t('rights.table')}>
        <table className="table rights-table">
          <caption className="visually-hidden">
            {t('rights.caption', { role: roleTitles[role][language] })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('rights.subject')}</th>
              {ACTIONS.map((action) => (
                <th key={action} scope="col">
                  {t(`rights.action.${action}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ subject, actions }) => (
              <tr key={subject}>
                <th scope="row">{title(subject)}</th>
                {ACTIONS.map((action) => (
                  <td key={action}>
                    {actions.has(action) ? (
                      <Check size={18} role="img" aria-label={t('rights.yes')} className="rights-yes" />
                    ) : (
                      <Minus size={16} role="img" aria-label={t('rights.no')} className="rights-no" />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="rights-note">{t('rights.administrators')}</p>
    </div>
  );
}
