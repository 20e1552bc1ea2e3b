import UserPlus from 'lucide-react/icons/user-plus';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { administratorRole, usePerson } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/controls.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { AddPerson } from './add-person.tsx';
import { findPeople, SHOWN, type Shown } from './find-people.ts';
import { OneTimeLink, type OneTimeLinkProps } from './one-time-link.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonCard } from './person-card.tsx';
import { usePeople } from './queries.ts';
import './people.css';

/** 人员: accounts for the system administrator, roles for the security administrator. */
export function Panel() {
  const { t } = useTranslation();
  const role = administratorRole(usePerson());
  const { data, error, refetch } = usePeople();
  const [text, setText] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const [selected, setSelected] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState<Omit<OneTimeLinkProps, 'onClose'> | null>(null);
  if (error && !data) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting label={t('people.loading')} />;
  const found = findPeople(data.people, text, shown, Date.now());
  const person = data.people.find(({ id }) => id === selected);
  return (
    <div className={person ? 'people people-open' : 'people'}>
      <section className="people-side" aria-label={t('people.list')}>
        <div className="people-tools">
          <TextField
            label={t('people.search')}
            type="search"
            value={text}
            onChange={setText}
            placeholder={t('people.searchHint')}
            autoComplete="off"
          />
          <div className="people-tools-line">
            <Select
              label={t('people.show')}
              value={shown}
              options={SHOWN.map((value) => ({ value, label: t(`people.shown.${value}`) }))}
              onChange={setShown}
            />
            {role === 'system' && (
              <Button
                variant="primary"
                icon={<UserPlus size={16} aria-hidden />}
                onClick={() => setAdding(true)}
              >
                {t('people.add')}
              </Button>
            )}
          </div>
        </div>
        <p className="people-count" aria-live="polite">
          {t('people.count', { count: found.length })}
        </p>
        <PeopleList people={found} selected={selected} onSelect={setSelected} />
      </section>
      <section className="people-main" aria-label={person?.name ?? t('people.details')}>
        {person && role ? (
          <PersonCard
            key={person.id}
            person={person}
            people={data}
            administrator={role}
            onBack={() => setSelected(null)}
            onLink={setLink}
          />
        ) : (
          <p className="people-none">{t('people.choose')}</p>
        )}
      </section>
      {adding && (
        <AddPerson
          onClose={() => setAdding(false)}
          onAdded={(answer) => {
            setAdding(false);
            setSelected(answer.person.id);
            setLink(answer);
          }}
        />
      )}
      {link && <OneTimeLink {...link} onClose={() => setLink(null)} />}
    </div>
  );
}
