import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { type ComponentProps, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import './field.css';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Said under the field, and read with it. */
  readonly hint?: string | undefined;
  /** Why the value cannot be taken. */
  readonly error?: string | undefined;
}

/** 输入框 with its name above, and below it what it wants or what is wrong. */
export function TextField({ label, value, onChange, hint, error, className, ...rest }: TextFieldProps) {
  const id = useId();
  const noteId = useId();
  const note = error ?? hint;
  return (
    <div className={classNames('field', className)}>
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        className="input"
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={[note && noteId, rest['aria-describedby']].filter(Boolean).join(' ') || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {note && (
        <p id={noteId} className={classNames('field-note', error && 'field-error')}>
          {note}
        </p>
      )}
    </div>
  );
}

type PasswordFieldProps = Omit<TextFieldProps, 'type' | 'hint' | 'error'> & {
  readonly autoComplete: 'current-password' | 'new-password';
};

/** 口令框: hidden until the eye is pressed. */
export function PasswordField({ label, value, onChange, className, ...rest }: PasswordFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <div className={classNames('field', className)}>
      <label htmlFor={id}>{label}</label>
      <div className="field-password">
        <input
          spellCheck={false}
          autoCapitalize="off"
          {...rest}
          id={id}
          className="input"
          type={shown ? 'text' : 'password'}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        <IconButton
          label={t(shown ? 'ui.hidePassword' : 'ui.showPassword', { field: label })}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff size={18} aria-hidden /> : <Eye size={18} aria-hidden />}
        </IconButton>
      </div>
    </div>
  );
}
