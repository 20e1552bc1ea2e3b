import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { missingPhotos } from '#core/field/judge-photos.ts';
import { photoTarget } from '#core/field/photo-target.ts';
import { announce } from '../../state/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { today } from '../../ui/today.ts';
import { useAfterPaint } from '../../ui/use-after-paint.ts';
import { DECLINATION_DEGREES } from '../position/declination.ts';
import { usePosition } from '../position/position.ts';
import { FieldChoice } from './field-choice.tsx';
import { type FieldStep, fieldSteps, submitFaults } from './field-steps.ts';
import {
  choicesOf,
  FORM_FIELDS,
  type FormField,
  type FormValues,
  faultsOf,
  formOf,
  setField,
  writesOf,
} from './form-values.ts';
import type { PhonePatch } from './phone-patches.ts';
import { photoRulesFor } from './photo-rules.ts';
import { recordWork } from './record-work.ts';
import { useFormDraft } from './use-form-draft.ts';

const LONG: readonly FormField[] = ['description', 'note'];
/** So many reach into the first picture; the others are below its edge. */
const FIRST_FIELDS = 3;

/** 填报: kept as a draft at every change; saved as operations, and handed in when nothing is missing. */
export function PatchForm({ patch }: { readonly patch: PhonePatch }) {
  const { t } = useTranslation();
  const { state, register, uid } = patch;
  const [draft, setDraft, dropDraft, restored] = useFormDraft(uid);
  const form: FormValues = useMemo(() => ({ ...formOf(state), ...draft }), [state, draft]);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState<FieldStep | null>(null);
  const [told, setTold] = useState<{ readonly text: string; readonly bad: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const worth = usePosition((position) => position.worth);
  const painted = useAfterPaint();

  const steps = fieldSteps(state);
  const finishing = steps.find((step) => step !== 'start') ?? null;
  const writes = writesOf(state, form);
  const faults = faultsOf(form, today());
  const complete = useMemo(() => {
    const target = patch.outline && photoTarget(patch.outline);
    const photos = state.photos.filter(({ removed }) => removed === null);
    return target
      ? missingPhotos(target, photoRulesFor(register), photos, DECLINATION_DEGREES).complete
      : null;
  }, [patch.outline, state.photos, register]);

  const finish = finishing
    ? submitFaults(
        finishing,
        {
          judgement: form.judgement ?? '',
          remaining: form.remaining_area ?? '',
          hasOutline: patch.outline !== null,
        },
        complete,
        reason,
      )
    : [];
  const change = (field: FormField, value: string) => {
    setTold(null);
    setDraft({ ...draft, ...changedOf(form, setField(register, form, field, value)) });
  };
  const save = async (step: FieldStep | null) => {
    if (Object.keys(faults).length > 0) return setTold({ text: t('patch.fixFirst'), bad: true });
    setBusy(true);
    try {
      await recordWork(patch, writes, step, reason);
      await dropDraft();
      setReason('');
      setAsked(null);
      const text = t(step ? `patch.done.${step}` : 'patch.done.save');
      setTold({ text, bad: false });
      announce(text);
    } catch {
      setTold({ text: t('patch.notSaved'), bad: true });
    } finally {
      setBusy(false);
    }
  };
  const press = () => {
    if (!finishing) return;
    if (finish.length > 0) setAsked(finishing);
    else void save(finishing);
  };

  useEffect(() => {
    if (restored) announce(t('patch.restored'));
  }, [restored, t]);

  if (steps.length === 0) {
    return (
      <section className="patch-form" aria-label={t('patch.form')}>
        {told && (
          <p role="status" className="patch-told">
            {told.text}
          </p>
        )}
        <p className="patch-info">{t(state.state === 'closed' ? 'patch.isClosed' : 'patch.officeTurn')}</p>
      </section>
    );
  }
  return (
    <section className="patch-form" aria-labelledby="patch-form">
      <h2 id="patch-form">{t('patch.form')}</h2>
      {restored && <p className="patch-notice">{t('patch.restored')}</p>}
      {(painted ? FORM_FIELDS : FORM_FIELDS.slice(0, FIRST_FIELDS)).map((field) => {
        const choices = choicesOf(register, form, field);
        if (choices.length > 0) {
          return (
            <FieldChoice
              key={field}
              label={t(`patch.field.${field}`)}
              value={form[field] ?? ''}
              codes={choices}
              onChange={(value) => change(field, value)}
            />
          );
        }
        if (field === 'judgement_kind' || field === 'use_detail' || field === 'patch_class') return null;
        if ((field === 'remaining_area' || field === 'rectification') && state.state !== 'rectifying') {
          return null;
        }
        const fault = faults[field];
        return (
          <TextField
            key={field}
            label={t(`patch.field.${field}`)}
            value={form[field] ?? ''}
            onChange={(value) => change(field, value)}
            maxLength={LONG.includes(field) ? 1000 : 200}
            {...(field === 'built_on' ? { type: 'date', max: today() } : {})}
            {...(field === 'remaining_area' ? { inputMode: 'decimal', hint: t('patch.remainingHint') } : {})}
            error={fault ? t(`patch.fault.${fault}`) : undefined}
          />
        );
      })}
      {worth !== 'good' && <p className="patch-aside">{t(`patch.position.${worth}`)}</p>}
      <div className="patch-submit">
        {told && (
          <p role="status" className={told.bad ? 'patch-told-bad' : 'patch-told'}>
            {told.text}
          </p>
        )}
        {asked && <SubmitFaults faults={finish} reason={reason} onReason={setReason} />}
        <div className="patch-actions">
          {steps.includes('start') && writes.length === 0 ? (
            <Button aria-busy={busy} onClick={() => void save('start')}>
              {t('patch.step.start')}
            </Button>
          ) : (
            <Button
              aria-busy={busy}
              disabledReason={writes.length === 0 ? t('patch.nothingChanged') : undefined}
              onClick={() => void save(null)}
            >
              {t('patch.save')}
            </Button>
          )}
          {finishing && (
            <Button
              variant="primary"
              aria-busy={busy}
              disabledReason={asked && finish.length > 0 ? t(`patch.lacks.${finish[0]}`) : undefined}
              onClick={press}
            >
              {t(`patch.step.${finishing}`)}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

/** What stands against handing in, and the reason that excuses missing photographs. */
function SubmitFaults({
  faults,
  reason,
  onReason,
}: {
  readonly faults: readonly string[];
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="patch-notice" role="alert">
      {faults.map((fault) => (
        <p key={fault}>{t(`patch.lacks.${fault}`)}</p>
      ))}
      {(faults.includes('photos') || reason !== '') && (
        <TextField
          label={t('patch.photoReason')}
          value={reason}
          onChange={onReason}
          maxLength={500}
          hint={t('patch.photoReasonHint')}
        />
      )}
    </div>
  );
}

/** Only what the person changed goes into the draft: the rest follows the patch. */
function changedOf(before: FormValues, after: FormValues): FormValues {
  return Object.fromEntries(
    FORM_FIELDS.filter((field) => before[field] !== after[field]).map((field) => [field, after[field] ?? '']),
  );
}
