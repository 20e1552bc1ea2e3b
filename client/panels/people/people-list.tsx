import { useTranslation } from 'react-i18next';
import type { Person } from '#core/contract/people.ts';
import { useLanguage } from '../../app/i18n.ts';
import { timeText } from '../../ui/time.ts';
import { PersonState, useRolesText } from './person-state.tsx';

interface PeopleListProps {
  readonly people: readonly Person[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** Everybody that was found, one button each. */
export function PeopleList({ people, selected, onSelect }: PeopleListProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const roles = useRolesText();
  if (people.length === 0) return <p className="people-none">{t('people.nobody')}</p>;
  return (
    <ul className="people-list">
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            aria-current={person.id === selected ? 'true' : undefined}
            onClick={() => onSelect(person.id)}
          >
            <span className="people-name">
              <strong>{person.name}</strong>
              <small>{person.username}</small>
            </span>
            <PersonState person={person} />
            <span className="people-roles">{roles(person)}</span>
            <small className="people-seen">
              {person.lastSeenAt
                ? t('people.seen', { time: timeText(person.lastSeenAt, language) })
                : t('people.neverSeen')}
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
}
