import Gavel from 'lucide-react/icons/gavel';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchConflictView, PatchView } from '#core/contract/patches.ts';
import { uuidV7 } from '#core/patches/operation.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { notify } from '../../../state/notice.ts';
import { useMay } from '../../../state/session.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { timeText } from '../../../ui/time.ts';
import { useFieldText, useFieldTitle } from '../field-text.ts';
import { useMuText } from '../mu-area.tsx';
import { useNames } from '../names.ts';
import { useAct } from '../queries.ts';
import { eventOf, type Settlement, settlementsOf } from '../settle.ts';

interface ConflictCardProps {
  readonly patch: PatchView;
  readonly conflict: PatchConflictView;
}

/** 待裁决一项: both sides with who and when, and the ways to settle it: one press chooses, one more confirms. */
export function ConflictCard({ patch, conflict }: ConflictCardProps) {
  const { t } = useTranslation();
  const may = useMay();
  const [chosen, setChosen] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct();
  const title = useConflictTitle()(patch, conflict);
  const label = useSettlementLabel();
  const settlements = settlementsOf(patch, conflict, may('add', 'patches', patch.regionCode));
  const settlement = chosen === null ? undefined : settlements[chosen];
  const outline = conflict.kind === 'field' && conflict.field === 'outline';
  // Who may review and may not draw settles everything but outlines.
  const mine =
    may(outline ? 'edit_geometry' : 'review', 'patches', patch.regionCode) &&
    may('review', 'patches', patch.regionCode);
  const fault = settlement?.reason && reason.trim().length < 2 ? t('patches.decide.reasonFault') : undefined;
  const confirm = () => {
    setTried(true);
    if (!settlement || fault || act.isPending) return;
    const newUid = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    act.mutate(settlement.acts(reason, newUid), {
      onSuccess: () => notify(t('patches.conflict.settled', { number: patch.number })),
    });
  };
  return (
    <article className="conflict" aria-label={title}>
      <h5>
        <Gavel size={15} aria-hidden /> {title}
      </h5>
      <Sides patch={patch} conflict={conflict} />
      {mine ? (
        <div className="conflict-ways">
          {settlements.map((each, index) => (
            <Button
              key={`${each.key} ${each.side ?? each.state ?? each.step ?? ''}`}
              aria-pressed={chosen === index}
              onClick={() => setChosen(chosen === index ? null : index)}
            >
              {label(each, conflict)}
            </Button>
          ))}
        </div>
      ) : (
        <p className="patches-note">
          {t(outline ? 'patches.conflict.notYourOutline' : 'patches.conflict.notYours')}
        </p>
      )}
      {settlement && (
        <div className="conflict-confirm">
          <p className="patches-note">{t(`patches.conflict.what.${settlement.key}`)}</p>
          <TextField
            label={t(settlement.reason ? 'patches.decide.reason' : 'patches.decide.note')}
            value={reason}
            maxLength={500}
            onChange={setReason}
            error={tried ? fault : undefined}
          />
          <Button
            variant="primary"
            disabledReason={act.isPending ? t('patches.sending') : undefined}
            onClick={confirm}
          >
            {act.isPending ? t('patches.sending') : t('patches.conflict.confirm')}
          </Button>
        </div>
      )}
      {act.error && <ProblemView error={act.error} />}
    </article>
  );
}

function Sides({ patch, conflict }: ConflictCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const text = useFieldText();
  if (conflict.kind === 'withdrawn-with-work') {
    return (
      <ul className="conflict-work">
        {conflict.operations.map((operation) => {
          const event = eventOf(patch, operation);
          return (
            <li key={operation}>
              {event
                ? `${event.person.name} · ${event.step ? t(`patches.step.${event.step}`) : t(`patches.kind.${event.content.kind}`)} · ${timeText(new Date(event.at).toISOString(), language)}`
                : operation}
            </li>
          );
        })}
      </ul>
    );
  }
  if (conflict.kind === 'closed-with-remaining') return null;
  const words = (value: unknown) =>
    conflict.kind === 'field' ? text(conflict.field, value) : name('state', String(value));
  return (
    <dl className="conflict-sides">
      {conflict.candidates.map(({ operation, person, at, value }, side) => {
        const content = eventOf(patch, operation)?.content;
        const writes = conflict.kind !== 'field' && content?.kind === 'step' ? content.writes : [];
        return (
          <div key={operation}>
            <dt>
              {conflict.candidates.length > 1 && <b>{t(`patches.side.${side}`)}</b>} {person.name}
              <small>{timeText(new Date(at).toISOString(), language)}</small>
            </dt>
            <dd>
              {words(value)}
              {writes.map((write) => (
                <FieldLine key={write.field} field={write.field} value={write.value} />
              ))}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function FieldLine({ field, value }: { readonly field: string; readonly value: unknown }) {
  const title = useFieldTitle();
  const text = useFieldText();
  return (
    <small>
      {title(field)}：{text(field, value)}
    </small>
  );
}

/** A sentence that says what stands against what. */
export function useConflictTitle(): (patch: PatchView, conflict: PatchConflictView) => string {
  const { t } = useTranslation();
  const title = useFieldTitle();
  const name = useNames();
  const mu = useMuText();
  return (patch, conflict) => {
    switch (conflict.kind) {
      case 'field':
        return t('patches.conflict.field', { field: title(conflict.field) });
      case 'state':
        return t('patches.conflict.state');
      case 'void-step': {
        const step = eventOf(patch, conflict.candidates[0]?.operation)?.step;
        return t(`patches.conflict.void.${conflict.why}`, {
          person: conflict.candidates[0]?.person.name ?? '',
          step: step ? t(`patches.step.${step}`) : name('state', String(conflict.candidates[0]?.value)),
        });
      }
      case 'withdrawn-with-work':
        return t('patches.conflict.withdrawn', { count: conflict.operations.length });
      case 'closed-with-remaining':
        return conflict.areaSquareMeters === null
          ? t('patches.conflict.closedUnknown')
          : t('patches.conflict.closed', { area: mu(conflict.areaSquareMeters) });
    }
  };
}

function useSettlementLabel(): (settlement: Settlement, conflict: PatchConflictView) => string {
  const { t } = useTranslation();
  const name = useNames();
  return ({ key, side, state, step }, conflict) => {
    const candidates = 'candidates' in conflict ? conflict.candidates : [];
    const person = candidates.find(({ value }) => value === state)?.person ?? candidates[side ?? 0]?.person;
    return t(`patches.conflict.way.${key}`, {
      side: side === undefined ? '' : t(`patches.side.${side}`),
      person: person?.name ?? '',
      state: state ? name('state', state) : '',
      step: step ? t(`patches.step.${step}`) : '',
    });
  };
}
