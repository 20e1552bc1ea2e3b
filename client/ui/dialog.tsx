import X from 'lucide-react/icons/x';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  /** Without it the dialog stays until what it asks for is done. */
  readonly onClose?: () => void;
  readonly className?: string;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly actions?: ReactNode;
}

/** 对话框: modal, by the browser's own `<dialog>`: focus stays inside, Esc closes, focus returns. */
export function Dialog({ title, onClose, className, children, actions }: DialogProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  const leaving = useRef(false);
  const titleId = useId();

  // Before the element goes, so that the browser gives the focus back to where it was.
  useLayoutEffect(() => {
    const dialog = ref.current;
    leaving.current = false;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      if (!dialog) return;
      leaving.current = true;
      dialog.close();
    };
  }, []);

  return (
    <dialog
      ref={ref}
      className={classNames('dialog', className)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      // Some browsers close a dialog in spite of a refused `cancel`.
      onClose={() => !onClose && !leaving.current && ref.current?.showModal()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (!onClose) event.preventDefault();
      }}
    >
      <header className="dialog-header">
        <h2 id={titleId}>{title}</h2>
        {onClose && (
          <IconButton label={t('ui.close')} onClick={onClose}>
            <X size={18} aria-hidden />
          </IconButton>
        )}
      </header>
      <div className="dialog-body">{children}</div>
      {actions && <footer className="dialog-actions">{actions}</footer>}
    </dialog>
  );
}
