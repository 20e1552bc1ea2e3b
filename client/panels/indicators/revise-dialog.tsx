import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';
import { useLanguage } from '../../app/i18n.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { formFaults, formOfTarget } from './form-values.ts';
import { useChangeTarget } from './queries.ts';
import { TargetFields } from './target-fields.tsx';
import './indicators.css';

interface ReviseDialogProps {
  readonly target: Target;
  /** Ends it instead. */
  readonly end: boolean;
  readonly onClose: () => void;
}

/** 修订或停用指标: with its reason; what it was stays in the history. */
export function ReviseDialog({ target, end, onClose }: ReviseDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const body = useRef<HTMLDivElement>(null);
  const [form, setForm] = useState(() => formOfTarget(target));
  const [tried, setTried] = useState(false);
  const change = useChangeTarget(target.id);
  const all = formFaults(form);
  const faults = end ? (all.reason ? { reason: all.reason } : {}) : all;
  const name = `${target.title[language]}${target.place ? ` · ${target.place}` : ''} · ${target.year}`;
  const run = () => {
    setTried(true);
    if (Object.keys(faults).length > 0) {
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    change.mutate(
      { form: end ? null : form, reason: form.reason },
      {
        onSuccess: () => {
          onClose();
          notify(t(end ? 'indicators.ended' : 'indicators.revised', { name }));
        },
      },
    );
  };
  return (
    <Dialog
      title={t(end ? 'indicators.endTitle' : 'indicators.reviseTitle', { name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('indicators.cancel')}</Button>
          <Button
            variant={end ? 'danger' : 'primary'}
            disabledReason={change.isPending ? t('indicators.saving') : undefined}
            onClick={run}
          >
            {t(end ? 'indicators.end' : 'indicators.revise')}
          </Button>
        </>
      }
    >
      <div ref={body} className="revise">
        <p className="indicators-note">{t(end ? 'indicators.endWhat' : 'indicators.reviseWhat')}</p>
        {end ? (
          <TextField
            label={t('indicators.field.reason')}
            value={form.reason}
            onChange={(reason) => setForm({ ...form, reason })}
            maxLength={500}
            autoComplete="off"
            hint={t('indicators.reasonHint')}
            error={tried && faults.reason ? t(`indicators.fault.${faults.reason}`) : undefined}
          />
        ) : (
          <TargetFields
            fixed
            form={form}
            faults={tried ? faults : {}}
            onChange={(part) => setForm({ ...form, ...part })}
          />
        )}
        {change.error && <ProblemView error={change.error} />}
      </div>
    </Dialog>
  );
}
