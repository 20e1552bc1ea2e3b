import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#core/contract/people.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useAddPerson } from './queries.ts';

interface AddPersonProps {
  readonly onClose: () => void;
  readonly onAdded: (answer: { person: Person; link: string; expiresAt: string }) => void;
}

const USERNAME = /^[a-z0-9][a-z0-9._-]{1,39}$/;

/** 新增人员: a name to call and a name to sign in with; the password is set by the person alone. */
export function AddPerson({ onClose, onAdded }: AddPersonProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [username, setUsername] = useState('');
  const add = useAddPerson();
  const wrong = username !== '' && !USERNAME.test(username);
  const reason = !name.trim() || !username || wrong ? t('people.fillIn') : undefined;
  return (
    <Dialog title={t('people.add')} onClose={onClose} className="small-dialog">
      <form
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!reason && !add.isPending) add.mutate({ name: name.trim(), username }, { onSuccess: onAdded });
        }}
      >
        {add.error && <ProblemView error={add.error} />}
        <TextField
          label={t('people.name')}
          value={name}
          onChange={setName}
          maxLength={60}
          autoComplete="off"
          autoFocus
        />
        <TextField
          label={t('people.username')}
          value={username}
          onChange={(typed) => setUsername(typed.trim().toLowerCase())}
          maxLength={40}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          hint={t('people.usernameHint')}
          error={wrong ? t('people.usernameHint') : undefined}
        />
        <p className="field-note">{t('people.addNote')}</p>
        <div className="form-actions">
          <Button onClick={onClose}>{t('people.cancel')}</Button>
          <Button type="submit" variant="primary" disabledReason={reason}>
            {t('people.addSubmit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
