import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from '../app/escape.ts';
import { classNames } from './class-names.ts';
import './demonstration-mark.css';

/** 示意数据: says that what is shown is invented; pressed, it explains. */
export function DemonstrationMark({ small = false }: { readonly small?: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  useEscape(open, () => setOpen(false));
  if (small) return <span className="demonstration demonstration-small">{t('demonstration.mark')}</span>;
  return (
    <span className="demonstration-place">
      <button
        type="button"
        className={classNames('demonstration')}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        onBlur={() => setOpen(false)}
      >
        {t('demonstration.mark')}
      </button>
      {open && (
        <span id={id} role="note" className="demonstration-note">
          {t('demonstration.explanation')}
        </span>
      )}
    </span>
  );
}
