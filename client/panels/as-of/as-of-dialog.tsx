import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isPast, useAsOf, useAsOfDialog } from '../../state/as-of.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { today } from '../../ui/today.ts';
import { chosenMoments, typedMoments } from './moments.ts';
import './as-of.css';

/** 选择时点: a past day for the whole screen; under “advanced” what was known at another day. */
export function AsOfDialog() {
  const { t } = useTranslation();
  const { moments, set, clear } = useAsOf();
  const form = useId();
  const [typed, setTyped] = useState(() => typedMoments(moments));
  const [tried, setTried] = useState(false);
  const chosen = chosenMoments(typed, today());
  const close = () => useAsOfDialog.setState({ open: false });
  const fault = (name: 'asOf' | 'knownAt') =>
    tried && 'fault' in chosen && chosen.field === name ? t(`asOf.fault.${chosen.fault}`) : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if ('fault' in chosen) return;
    if (isPast(chosen)) set(chosen);
    else clear();
    close();
  };

  return (
    <Dialog
      title={t('asOf.title')}
      onClose={close}
      actions={
        <>
          {isPast(moments) && (
            <Button
              onClick={() => {
                clear();
                close();
              }}
            >
              {t('asOf.back')}
            </Button>
          )}
          <Button type="submit" variant="primary" form={form}>
            {t('asOf.show')}
          </Button>
        </>
      }
    >
      <form id={form} className="as-of-form" noValidate onSubmit={submit}>
        <p>{t('asOf.what')}</p>
        <TextField
          label={t('asOf.day')}
          type="date"
          max={today()}
          value={typed.asOf}
          hint={t('asOf.dayHint')}
          error={fault('asOf')}
          onChange={(asOf) => setTyped({ ...typed, asOf })}
        />
        <details open={typed.knownAt !== ''}>
          <summary>{t('asOf.advanced')}</summary>
          <TextField
            label={t('asOf.known')}
            type="date"
            max={today()}
            value={typed.knownAt}
            hint={t('asOf.knownHint')}
            error={fault('knownAt')}
            onChange={(knownAt) => setTyped({ ...typed, knownAt })}
          />
        </details>
      </form>
    </Dialog>
  );
}
