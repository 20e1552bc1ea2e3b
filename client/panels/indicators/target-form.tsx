import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { formFaults, type TargetForm as Values } from './form-values.ts';
import { useAddTarget } from './queries.ts';
import { TargetFields } from './target-fields.tsx';

interface TargetFormProps {
  readonly label: string;
  readonly start: Values;
  /** Words of the button that stores it. */
  readonly confirm: string;
  readonly onStored: (form: Values) => void;
  readonly onCancel?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** 录入一个指标: stored when a person presses the button, and not before every box can be taken. */
export function TargetForm({ label, start, confirm, onStored, onCancel, children }: TargetFormProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState(start);
  const [tried, setTried] = useState(false);
  const add = useAddTarget();
  const faults = formFaults(form);
  return (
    <form
      className="target-form"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(faults).length > 0) {
          const element = event.currentTarget;
          requestAnimationFrame(() => element.querySelector<HTMLElement>('[aria-invalid]')?.focus());
          return;
        }
        if (!add.isPending) add.mutate(form, { onSuccess: () => onStored(form) });
      }}
    >
      {children}
      <TargetFields
        form={form}
        faults={tried ? faults : {}}
        onChange={(change) => setForm({ ...form, ...change })}
      />
      {add.error && <ProblemView error={add.error} />}
      <div className="form-actions">
        {onCancel && <Button onClick={onCancel}>{t('indicators.cancel')}</Button>}
        <Button
          type="submit"
          variant="primary"
          disabledReason={add.isPending ? t('indicators.saving') : undefined}
        >
          {add.isPending ? t('indicators.saving') : confirm}
        </Button>
      </div>
    </form>
  );
}
