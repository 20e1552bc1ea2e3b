import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../api/endpoints.ts';
import { CrewDot } from './crew-dot.tsx';
import type { Holder } from './plan.ts';

interface HolderChoiceProps {
  readonly crews: ResponseOf<'GET /api/crews'>;
  readonly value: Holder | null;
  readonly onChange: (holder: Holder) => void;
}

/** 承办: crews first, then people; beside each what they still have in hand. */
export function HolderChoice({ crews: { crews, people }, value, onChange }: HolderChoiceProps) {
  const { t } = useTranslation();
  const name = useId();
  const holders: readonly { readonly holder: Holder; readonly open: number; readonly more: string }[] = [
    ...crews.map((crew) => ({
      holder: { kind: 'crew' as const, id: crew.id, name: crew.name, colour: crew.colour },
      open: crew.openPatches,
      more: crew.members.map((member) => member.name).join('、'),
    })),
    ...people.map((person) => ({
      holder: { kind: 'person' as const, id: person.id, name: person.name },
      open: person.openPatches,
      more: t('patches.dispatch.person'),
    })),
  ];
  if (holders.length === 0) return <p className="patches-note">{t('patches.dispatch.nobodyThere')}</p>;
  return (
    <fieldset className="holders">
      <legend>{t('patches.dispatch.to')}</legend>
      {holders.map(({ holder, open, more }) => (
        <label key={`${holder.kind} ${holder.id}`}>
          <input
            type="radio"
            name={name}
            checked={value?.id === holder.id && value.kind === holder.kind}
            onChange={() => onChange(holder)}
          />
          {holder.colour !== undefined && <CrewDot colour={holder.colour} />}
          <span>
            {holder.name}
            <small>{more}</small>
          </span>
          <small>{t('patches.dispatch.inHand', { count: open })}</small>
        </label>
      ))}
    </fieldset>
  );
}
