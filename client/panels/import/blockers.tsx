import CircleHelp from 'lucide-react/icons/circle-help';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import type { PreviewProps } from './preview.tsx';

/** 待确认: questions that must be answered before anything is stored; where one click can answer, it is offered. */
export function Blockers({ preview, onChange }: PreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      {preview.blockers.map(({ type, title, detail, next, settle }) => (
        <section key={type} className="import-blocker" role="alert">
          <CircleHelp size={18} aria-hidden />
          <div>
            <strong>{title[language]}</strong>
            <p>{detail[language]}</p>
            <p>{next[language]}</p>
            {settle && (
              <Button variant="primary" onClick={() => onChange(settle)}>
                {t(
                  settle.confirmOutside
                    ? 'import.settle.outside'
                    : settle.swapAxes
                      ? 'import.settle.swap'
                      : 'import.settle.apply',
                )}
              </Button>
            )}
          </div>
        </section>
      ))}
    </>
  );
}
