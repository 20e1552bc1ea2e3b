import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import { returnReasons } from '#core/patches/registers.ts';
import { type PatchStep, stepRules } from '#core/patches/steps.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { notify } from '../../../state/notice.ts';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/controls.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { stepOf, writeOf } from '../make-operation.ts';
import { useBilingual } from '../names.ts';
import { choose, useOpened } from '../opened.ts';
import { useAct } from '../queries.ts';

/** Forward first, the way back last. */
const ORDER: readonly PatchStep[] = [
  'dispatch',
  'require-rectification',
  'close',
  'submit',
  'report-rectified',
  'start',
  'return',
  'return-rectification',
  'reopen',
];
const BACK: readonly PatchStep[] = ['return', 'return-rectification', 'reopen'];

/** 办理: the steps that this person may take now, with their reason; nothing looks done before the server's receipt. */
export function Decision({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const both = useBilingual();
  const steps = ORDER.filter((step) => patch.nextSteps.includes(step));
  const [chosen, setChosen] = useState<PatchStep | undefined>();
  const [reason, setReason] = useState('');
  const [mu, setMu] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct();
  const step = chosen && steps.includes(chosen) ? chosen : steps[0];
  const hindrances = patch.hindrances.length > 0 && (
    <ul className="patch-hindrances" aria-label={t('patches.hindrances')}>
      {patch.hindrances.map(({ code, message }) => (
        <li key={code}>
          <TriangleAlert size={14} aria-hidden /> {both(message)}
        </li>
      ))}
    </ul>
  );
  if (!step) {
    return (
      <section className="patch-section patch-next" aria-labelledby="patch-next">
        <h4 id="patch-next">{t('patches.decide.title')}</h4>
        <p className="patches-note">
          {t(patch.splitState === 'split' ? 'patches.waits.split' : `patches.waits.${patch.state}`)}
        </p>
        {hindrances}
      </section>
    );
  }
  const wanted = stepRules[step].reason;
  const reasonFault = wanted && reason.trim().length < 2 ? t('patches.decide.reasonFault') : undefined;
  const asksArea = step === 'report-rectified' || step === 'close';
  const area = mu.trim() === '' ? null : Number(mu);
  const areaFault =
    asksArea && area !== null && !(area >= 0 && Number.isFinite(area))
      ? t('patches.decide.areaFault')
      : undefined;
  if (step === 'dispatch') {
    return (
      <section className="patch-section patch-next" aria-labelledby="patch-next">
        <h4 id="patch-next">{t('patches.decide.title')}</h4>
        <StepChoice steps={steps} step={step} onChange={setChosen} />
        <p className="patches-note">{t('patches.decide.what.dispatch')}</p>
        {hindrances}
        <div className="form-actions">
          <Button
            variant="primary"
            onClick={() => {
              choose([patch], true);
              useOpened.setState({ uid: null, left: patch.uid, dispatching: true });
            }}
          >
            {t('patches.dispatch.open')}
          </Button>
        </div>
      </section>
    );
  }
  return (
    <form
      className="patch-section patch-next"
      aria-labelledby="patch-next"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (reasonFault || areaFault) {
          const form = event.currentTarget;
          requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
          return;
        }
        if (act.isPending) return;
        act.reset();
        const writes =
          asksArea && area !== null
            ? [writeOf(patch, 'remaining_area', Math.round((area / 0.0015) * 100) / 100)]
            : [];
        act.mutate([stepOf(patch, step, { reason, writes })], {
          onSuccess: () =>
            notify(t('patches.decide.done', { step: t(`patches.step.${step}`), number: patch.number })),
        });
      }}
    >
      <h4 id="patch-next">{t('patches.decide.title')}</h4>
      <StepChoice steps={steps} step={step} onChange={setChosen} />
      <p className="patches-note">{t(`patches.decide.what.${step}`)}</p>
      {hindrances}
      {asksArea && (
        <TextField
          label={t('patches.decide.remaining')}
          inputMode="decimal"
          value={mu}
          onChange={setMu}
          hint={t('patches.decide.remainingHint')}
          error={tried ? areaFault : undefined}
        />
      )}
      {step === 'return' && <ReturnReasons patch={patch} onChoose={setReason} />}
      <TextField
        label={t(wanted ? 'patches.decide.reason' : 'patches.decide.note')}
        value={reason}
        maxLength={500}
        onChange={setReason}
        error={tried ? reasonFault : undefined}
      />
      {act.error && <ProblemView error={act.error} />}
      <div className="form-actions">
        <Button
          type="submit"
          variant={BACK.includes(step) ? 'danger' : 'primary'}
          disabledReason={act.isPending ? t('patches.sending') : undefined}
        >
          {act.isPending ? t('patches.sending') : t(`patches.step.${step}`)}
        </Button>
      </div>
    </form>
  );
}

interface StepChoiceProps {
  readonly steps: readonly PatchStep[];
  readonly step: PatchStep;
  readonly onChange: (step: PatchStep) => void;
}

function StepChoice({ steps, step, onChange }: StepChoiceProps) {
  const { t } = useTranslation();
  if (steps.length < 2) return null;
  return (
    <Segmented
      label={t('patches.decide.which')}
      value={step}
      options={steps.map((value) => ({ value, label: t(`patches.step.${value}`) }))}
      onChange={onChange}
    />
  );
}

/** 常用退回原因 of the register; another may always be written. */
function ReturnReasons({
  patch,
  onChoose,
}: {
  readonly patch: PatchView;
  readonly onChoose: (reason: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <fieldset className="patch-reasons">
      <legend className="visually-hidden">{t('patches.decide.reasons')}</legend>
      {returnReasons(patch.register).map((code) => (
        <button key={code.code} type="button" className="patch-chip" onClick={() => onChoose(code[language])}>
          {code[language]}
        </button>
      ))}
    </fieldset>
  );
}
