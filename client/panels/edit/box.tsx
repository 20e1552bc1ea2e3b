import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import '../../ui/field.css';

/** What a box's control must carry to be named and explained. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-required': true | undefined;
}

interface BoxProps {
  readonly label: string;
  readonly required?: boolean | undefined;
  /** Said beside the box, after what is wrong with it. */
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

/** 表单项: a control with its name above, and below it what it wants and what is wrong. */
export function Box({ label, required = false, hint, error, children }: BoxProps) {
  const { t } = useTranslation();
  const id = useId();
  const notes = `${id}-notes`;
  return (
    <div className={classNames('field', error && 'field-wrong')}>
      <label htmlFor={id}>
        {label}
        {required && <span className="edit-required">{t('edit.required')}</span>}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': error || hint ? notes : undefined,
        'aria-required': required || undefined,
      })}
      {(error || hint) && (
        <div id={notes}>
          {error && <p className="field-note field-error">{error}</p>}
          {hint && <p className="field-note">{hint}</p>}
        </div>
      )}
    </div>
  );
}
