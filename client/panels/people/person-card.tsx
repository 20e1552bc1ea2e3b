import ArrowLeft from 'lucide-react/icons/arrow-left';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#core/contract/people.ts';
import type { AdministratorRole } from '#core/rights/roles.ts';
import { useLanguage } from '../../app/i18n.ts';
import { IconButton } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { timeText } from '../../ui/time.ts';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { AccountActions } from './account-actions.tsx';
import { isLocked } from './find-people.ts';
import { Grants } from './grants.tsx';
import type { OneTimeLinkProps } from './one-time-link.tsx';
import { PersonState } from './person-state.tsx';
import type { People } from './queries.ts';

interface PersonCardProps {
  readonly person: Person;
  readonly people: People;
  /** Role of who looks. */
  readonly administrator: AdministratorRole;
  readonly onBack: () => void;
  readonly onLink: (link: Omit<OneTimeLinkProps, 'onClose'>) => void;
}

/** 一个人员: the account, and what may be done with it. */
export function PersonCard({ person, people, administrator, onBack, onLink }: PersonCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const title = useFocusOnMount<HTMLHeadingElement>();
  return (
    <article className="person">
      <header>
        <IconButton className="people-back" label={t('people.back')} onClick={onBack}>
          <ArrowLeft size={18} aria-hidden />
        </IconButton>
        <div>
          <h2 ref={title} tabIndex={-1}>
            {person.name} {person.demonstration && <DemonstrationMark small />}
          </h2>
          <p>{person.username}</p>
        </div>
        <PersonState person={person} />
      </header>
      <dl className="person-facts">
        <Fact name={t('people.lastSeen')}>
          {person.lastSeenAt ? timeText(person.lastSeenAt, language) : t('people.neverSeen')}
        </Fact>
        <Fact name={t('people.created')}>{timeText(person.createdAt, language)}</Fact>
        <Fact name={t('people.secondFactor')}>
          {t(person.secondFactor ? 'people.secondFactorOn' : 'people.secondFactorOff')}
        </Fact>
        {isLocked(person, Date.now()) && (
          <Fact name={t('people.lockedUntil')}>{timeText(person.lockedUntil!, language)}</Fact>
        )}
      </dl>
      <Grants person={person} people={people} administrator={administrator} />
      {administrator === 'system' && <AccountActions person={person} onLink={onLink} />}
    </article>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
