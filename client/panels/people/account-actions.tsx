import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#core/contract/people.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { isLocked } from './find-people.ts';
import type { OneTimeLinkProps } from './one-time-link.tsx';
import { useChangePerson, useResetPerson } from './queries.ts';

interface AccountActionsProps {
  readonly person: Person;
  readonly onLink: (link: Omit<OneTimeLinkProps, 'onClose'>) => void;
}

type Asked = 'reset' | 'disable' | 'clear-second-factor';

/** 账户操作 of the system administrator. */
export function AccountActions({ person, onLink }: AccountActionsProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const change = useChangePerson(person.id);
  const reset = useResetPerson(person.id);
  const running = asked === 'reset' ? reset : change;
  const done = (what: string) => {
    setAsked(null);
    notify(what);
  };
  const confirm = () => {
    if (asked === 'reset') {
      reset.mutate(undefined, {
        onSuccess: (answer) => {
          setAsked(null);
          onLink(answer);
        },
      });
    } else if (asked) {
      change.mutate(
        { kind: asked },
        { onSuccess: () => done(t(`people.did.${asked}`, { name: person.name })) },
      );
    }
  };
  const ask = (what: Asked) => () => {
    change.reset();
    reset.reset();
    setAsked(what);
  };
  const now = (kind: 'enable' | 'unlock') => () =>
    change.mutate({ kind }, { onSuccess: () => done(t(`people.did.${kind}`, { name: person.name })) });
  return (
    <section className="person-section" aria-labelledby="person-account">
      <h3 id="person-account">{t('people.account')}</h3>
      <Rename person={person} />
      {change.error && !asked && <ProblemView error={change.error} />}
      <div className="person-actions">
        <Button onClick={ask('reset')}>{t('people.do.reset')}</Button>
        {isLocked(person, Date.now()) && <Button onClick={now('unlock')}>{t('people.do.unlock')}</Button>}
        {person.secondFactor && (
          <Button onClick={ask('clear-second-factor')}>{t('people.do.clear-second-factor')}</Button>
        )}
        {person.state === 'disabled' ? (
          <Button onClick={now('enable')}>{t('people.do.enable')}</Button>
        ) : (
          <Button variant="danger" onClick={ask('disable')}>
            {t('people.do.disable')}
          </Button>
        )}
      </div>
      {asked && (
        <ConfirmDialog
          title={t(`people.ask.${asked}`, { name: person.name })}
          what={t(`people.what.${asked}`)}
          confirm={t(`people.do.${asked}`)}
          pending={running.isPending}
          error={running.error}
          onConfirm={confirm}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

function Rename({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const [name, setName] = useState(person.name);
  const change = useChangePerson(person.id);
  const wanted = name.trim();
  const reason = !wanted ? t('people.fillIn') : wanted === person.name ? t('people.sameName') : undefined;
  return (
    <form
      className="person-rename"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason || change.isPending) return;
        change.mutate(
          { kind: 'rename', name: wanted },
          { onSuccess: () => notify(t('people.did.rename', { name: wanted })) },
        );
      }}
    >
      <TextField label={t('people.name')} value={name} onChange={setName} maxLength={60} autoComplete="off" />
      <Button type="submit" disabledReason={reason}>
        {t('people.do.rename')}
      </Button>
      {change.error && <ProblemView error={change.error} />}
    </form>
  );
}
