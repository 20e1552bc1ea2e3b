import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { roleTitles } from '#core/rights/roles.ts';
import { formatLink } from '../state/link.ts';
import { usePanels } from '../state/panels.ts';
import { administratorRole, type SessionPerson } from '../state/session.ts';
import { DemonstrationMark } from '../ui/demonstration-mark.tsx';
import { PanelBody } from './dock.tsx';
import { useLanguage } from './i18n.ts';
import { panelsFor } from './panels.ts';
import { LanguageButton, ThemeButton } from './settings.tsx';
import './administration-shell.css';

/** 管理界面: for administrators, who have no map and no business data; and for people who have no role yet. */
export function AdministrationShell({ person }: { readonly person: SessionPerson }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const wanted = usePanels((state) => state.panel);
  const open = usePanels((state) => state.open);
  const pages = panelsFor(person);
  const page = pages.find(({ id }) => id === wanted) ?? pages[0];
  const role = administratorRole(person);
  useEffect(() => {
    if (!page) return;
    history.replaceState(history.state, '', `/?${formatLink({ panel: page.id, language })}`);
  }, [page, language]);
  if (!page) return null;
  return (
    <div className="administration">
      <header className="administration-top">
        <div className="brand">
          <img src="/icon.svg" alt="" width={28} height={28} />
          <h1>{t('app.name')}</h1>
          {person.demonstration && <DemonstrationMark />}
        </div>
        <span className="administration-role">
          {role ? roleTitles[role][language] : t('administration.noRole')}
        </span>
        <div className="top-bar-settings">
          <LanguageButton />
          <ThemeButton />
        </div>
      </header>
      <nav className="administration-nav" aria-label={t('administration.pages')}>
        {pages.map(({ id, title, icon: Icon }) => (
          <button
            key={id}
            type="button"
            aria-current={id === page.id ? 'page' : undefined}
            onClick={() => open(id)}
          >
            <Icon size={20} />
            <span>{t(title)}</span>
          </button>
        ))}
      </nav>
      <main className={`administration-page page-${page.id}`} aria-label={t(page.title)}>
        <h2 className="visually-hidden">{t(page.title)}</h2>
        {!role && <p className="administration-note">{t('administration.noRoleHint')}</p>}
        <PanelBody key={page.id} panel={page} />
      </main>
    </div>
  );
}
