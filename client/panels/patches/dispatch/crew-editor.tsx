import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Crew } from '#core/contract/crews.ts';
import { uuidV7 } from '#core/patches/operation.ts';
import { call } from '../../../api/call.ts';
import { notify } from '../../../state/notice.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Waiting } from '../../../ui/progress.tsx';
import { useShownRegion } from '../../batches/queries.ts';
import { useCrews } from '../queries.ts';
import { patchesChanged } from '../send.ts';
import { CrewDot } from './crew-dot.tsx';

type Draft = Pick<Crew, 'id' | 'name' | 'colour' | 'regionCode'> & { readonly members: readonly string[] };

/** 班组: made, changed and put away; who is in them comes from the people who may verify here. */
export function CrewEditor({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { code } = useShownRegion();
  const crews = useCrews(code);
  const [draft, setDraft] = useState<Draft | null>(null);
  const begin = () => {
    const used = new Set(crews.data?.crews.map(({ colour }) => colour));
    const colour = [0, 1, 2, 3, 4, 5, 6, 7].find((each) => !used.has(each)) ?? 0;
    const id = uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    setDraft({ id, name: '', colour, regionCode: code ?? '', members: [] });
  };
  return (
    <section className="patch-section" aria-label={t('patches.crew.title')}>
      <h4>{t('patches.crew.title')}</h4>
      {crews.isPending && <Waiting label={t('patches.loading')} />}
      {crews.error && <ProblemView error={crews.error} onRetry={() => void crews.refetch()} />}
      {draft === null && (
        <>
          <ul className="crew-list">
            {crews.data?.crews.map((crew) => (
              <li key={crew.id}>
                <CrewDot colour={crew.colour} />
                <span>
                  {crew.name}
                  <small>{crew.members.map(({ name }) => name).join('、') || t('patches.crew.empty')}</small>
                </span>
                <Button onClick={() => setDraft({ ...crew, members: crew.members.map(({ id }) => id) })}>
                  {t('patches.crew.change')}
                </Button>
              </li>
            ))}
          </ul>
          <div className="form-actions">
            <Button onClick={onClose}>{t('patches.crew.done')}</Button>
            <Button variant="primary" onClick={begin}>
              {t('patches.crew.add')}
            </Button>
          </div>
        </>
      )}
      {draft && (
        <CrewForm
          key={draft.id}
          draft={draft}
          people={crews.data?.people ?? []}
          onDone={() => setDraft(null)}
        />
      )}
    </section>
  );
}

interface CrewFormProps {
  readonly draft: Draft;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly onDone: () => void;
}

function CrewForm({ draft, people, onDone }: CrewFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(draft.name);
  const [colour, setColour] = useState(draft.colour);
  const [members, setMembers] = useState<readonly string[]>(draft.members);
  const [tried, setTried] = useState(false);
  const fault = name.trim() === '' ? t('patches.crew.nameFault') : undefined;
  const save = useMutation({
    mutationFn: (archived: boolean) =>
      call('POST /api/crews', {
        body: {
          id: draft.id,
          name: name.trim(),
          region: draft.regionCode,
          colour,
          members: [...members],
          archived,
        },
      }),
    onSuccess: async () => {
      await patchesChanged();
      notify(t('patches.crew.saved', { name: name.trim() }));
      onDone();
    },
  });
  return (
    <div className="patches-form">
      <TextField
        label={t('patches.crew.name')}
        value={name}
        maxLength={60}
        onChange={setName}
        error={tried ? fault : undefined}
      />
      <fieldset className="crew-colours">
        <legend>{t('patches.crew.colour')}</legend>
        {[0, 1, 2, 3, 4, 5, 6, 7].map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="crew-colour"
              checked={colour === value}
              onChange={() => setColour(value)}
            />
            <CrewDot colour={value} />
            {value + 1}
          </label>
        ))}
      </fieldset>
      <fieldset className="holders">
        <legend>{t('patches.crew.members')}</legend>
        {people.map((person) => (
          <label key={person.id}>
            <input
              type="checkbox"
              checked={members.includes(person.id)}
              onChange={(event) =>
                setMembers(
                  event.target.checked ? [...members, person.id] : members.filter((id) => id !== person.id),
                )
              }
            />
            <span>{person.name}</span>
          </label>
        ))}
      </fieldset>
      {save.error && <ProblemView error={save.error} />}
      <div className="form-actions">
        <Button onClick={onDone}>{t('patches.crew.cancel')}</Button>
        {draft.name !== '' && (
          <Button
            variant="danger"
            disabledReason={save.isPending ? t('patches.sending') : undefined}
            onClick={() => save.mutate(true)}
          >
            {t('patches.crew.archive')}
          </Button>
        )}
        <Button
          variant="primary"
          disabledReason={save.isPending ? t('patches.sending') : undefined}
          onClick={() => {
            setTried(true);
            if (!fault) save.mutate(false);
          }}
        >
          {t('patches.crew.save')}
        </Button>
      </div>
    </div>
  );
}
