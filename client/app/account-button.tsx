import { useTranslation } from 'react-i18next';
import { roleTitles } from '#core/rights/roles.ts';
import { usePanels } from '../state/panels.ts';
import { usePerson } from '../state/session.ts';
import { classNames } from '../ui/class-names.ts';
import { useLanguage } from './i18n.ts';

/** 我的账户: who is signed in; opens what belongs to them. `wide` is the phone's, with words beside the initial. */
export function AccountButton({ wide = false }: { readonly wide?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const person = usePerson();
  const pressed = usePanels((state) => state.panel === 'account');
  const { open, toggle } = usePanels.getState();
  if (!person) return null;
  const roles = [...new Set(person.grants.map(({ role }) => roleTitles[role][language]))].join(' · ');
  return (
    <button
      type="button"
      className={classNames('account-button', wide && 'account-button-wide')}
      aria-pressed={pressed}
      title={roles}
      onClick={() => (wide ? open('account') : toggle('account'))}
    >
      <span className="initial" aria-hidden>
        {initialOf(person.demonstration ? roles : person.name, person.demonstration)}
      </span>
      <span className="account-name">
        <span className="visually-hidden">{t('panels.account')} </span>
        {person.name}
        {wide && roles && <small>{roles}</small>}
      </span>
    </button>
  );
}

/** One character for a face: the last of a Chinese name (given names tell people apart), the first of others and of titles. */
function initialOf(name: string, first: boolean): string {
  const letters = [...name.trim()];
  const han = letters.filter((letter) => /\p{Script=Han}/u.test(letter));
  return ((first ? letters[0] : han.at(-1)) ?? letters[0] ?? '·').toUpperCase();
}
