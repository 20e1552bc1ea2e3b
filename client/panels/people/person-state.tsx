import { useTranslation } from 'react-i18next';
import type { Person } from '#core/contract/people.ts';
import { roleTitles } from '#core/rights/roles.ts';
import { useLanguage } from '../../app/i18n.ts';
import { classNames } from '../../ui/class-names.ts';
import { isLocked } from './find-people.ts';

/** 状态: in words, with a colour that only repeats them. */
export function PersonState({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const locked = isLocked(person, Date.now());
  return (
    <span className="person-state">
      <span
        className={classNames(
          'chip',
          person.state === 'active' && 'chip-good',
          person.state === 'invited' && 'chip-warning',
        )}
      >
        {t(`people.state.${person.state}`)}
      </span>
      {locked && <span className="chip chip-bad">{t('people.locked')}</span>}
    </span>
  );
}

/** Roles in one line: `所员 · 西营门街道`. */
export function useRolesText(): (person: Person) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return ({ grants }) =>
    grants
      .map(({ role, regionName, regionCode }) =>
        [roleTitles[role][language], regionName ?? regionCode].filter(Boolean).join(' · '),
      )
      .join(language === 'zh' ? '；' : '; ') || t('people.noRole');
}
