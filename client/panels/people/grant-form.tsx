import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#core/contract/people.ts';
import {
  ADMINISTRATORS,
  type AdministratorRole,
  isAdministrator,
  ROLE_IDS,
  type RoleId,
  roleTitles,
} from '#core/rights/roles.ts';
import { useLanguage } from '../../app/i18n.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/controls.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { grantableRoles } from './find-people.ts';
import { type People, useChangePerson } from './queries.ts';
import { RegionChoice } from './region-choice.tsx';

interface GrantFormProps {
  readonly person: Person;
  readonly people: People;
  readonly administrator: AdministratorRole;
}

/** 授予角色. The system administrator only appoints the first administrators that are vacant. */
export function GrantForm({ person, people, administrator }: GrantFormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const held = person.grants.map(({ role }) => role);
  const allowed = administrator === 'security' ? ROLE_IDS : people.vacant;
  const roles = grantableRoles(held, allowed, ADMINISTRATORS);
  const [chosen, setChosen] = useState<RoleId | null>(null);
  const [region, setRegion] = useState(people.regions[0]?.code ?? '');
  const change = useChangePerson(person.id);
  const role = chosen && roles.includes(chosen) ? chosen : roles[0];
  if (!role) {
    return administrator === 'security' ? <p className="field-note">{t('people.excluded')}</p> : null;
  }
  const needsRegion = !isAdministrator(role);
  return (
    <form
      className="grant-form"
      aria-label={t('people.grantTitle')}
      onSubmit={(event) => {
        event.preventDefault();
        if (change.isPending) return;
        change.mutate(
          { kind: 'grant', role, ...(needsRegion ? { regionCode: region } : {}) },
          {
            onSuccess: () =>
              notify(t('people.did.grant', { name: person.name, role: roleTitles[role][language] })),
          },
        );
      }}
    >
      <h4>{t(administrator === 'security' ? 'people.grantTitle' : 'people.appointTitle')}</h4>
      {administrator === 'system' && <p className="field-note">{t('people.appointNote')}</p>}
      {change.error && <ProblemView error={change.error} />}
      <div className="grant-line">
        <Select
          label={t('people.role')}
          value={role}
          options={roles.map((value) => ({ value, label: roleTitles[value][language] }))}
          onChange={setChosen}
        />
        {needsRegion && <RegionChoice regions={people.regions} value={region} onChange={setRegion} />}
        <Button type="submit" variant="primary">
          {t('people.grant')}
        </Button>
      </div>
    </form>
  );
}
