import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './button.css';

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
  /** Why the button cannot be used now; a disabled action always says why. */
  readonly disabledReason?: string | undefined;
}

/** A button with words; stays focusable when it cannot be used, so that its reason can be read. */
export function Button({
  variant = 'plain',
  icon,
  disabledReason,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames('button', `button-${variant}`, className)}
      aria-disabled={disabledReason ? true : undefined}
      title={disabledReason ?? rest.title}
      onClick={disabledReason ? (event) => event.preventDefault() : onClick}
    >
      {icon}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Accessible name, also the tooltip. */
  readonly label: string;
  readonly pressed?: boolean | undefined;
  readonly children: ReactNode;
}

/** A button with an icon only: its name is spoken and shown on hover. */
export function IconButton({ label, pressed, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      className={classNames('icon-button', className)}
      aria-label={label}
      aria-pressed={pressed}
    >
      {children}
    </button>
  );
}
