import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#core/contract/people.ts';
import type { GrantRow } from '#core/contract/session.ts';
import { type AdministratorRole, roleTitles } from '#core/rights/roles.ts';
import { useLanguage } from '../../app/i18n.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { GrantForm } from './grant-form.tsx';
import { type People, useChangePerson } from './queries.ts';

interface GrantsProps {
  readonly person: Person;
  readonly people: People;
  readonly administrator: AdministratorRole;
}

/** 角色与区域: seen by both administrators, kept by the security administrator. */
export function Grants({ person, people, administrator }: GrantsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [revoking, setRevoking] = useState<GrantRow | null>(null);
  const change = useChangePerson(person.id);
  const titleOf = (grant: GrantRow) =>
    [roleTitles[grant.role][language], grant.regionName ?? grant.regionCode].filter(Boolean).join(' · ');
  return (
    <section className="person-section" aria-labelledby="person-roles">
      <h3 id="person-roles">{t('people.roles')}</h3>
      {person.grants.length === 0 && <p>{t('people.noRole')}</p>}
      <ul className="grant-list">
        {person.grants.map((grant) => (
          <li key={grant.id}>
            <span>
              <strong>{roleTitles[grant.role][language]}</strong>
              <small>{grant.regionName ?? (grant.regionCode || t('people.wholeSystem'))}</small>
            </span>
            {administrator === 'security' && (
              <Button
                variant="danger"
                aria-label={t('people.revokeOf', { role: titleOf(grant) })}
                onClick={() => {
                  change.reset();
                  setRevoking(grant);
                }}
              >
                {t('people.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <GrantForm person={person} people={people} administrator={administrator} />
      {revoking && (
        <ConfirmDialog
          title={t('people.revokeAsk', { name: person.name, role: titleOf(revoking) })}
          what={t('people.revokeWhat')}
          confirm={t('people.revoke')}
          pending={change.isPending}
          error={change.error}
          onConfirm={() =>
            change.mutate(
              { kind: 'revoke', grant: revoking.id },
              {
                onSuccess: () => {
                  notify(t('people.did.revoke', { name: person.name, role: titleOf(revoking) }));
                  setRevoking(null);
                },
              },
            )
          }
          onClose={() => setRevoking(null)}
        />
      )}
    </section>
  );
}
