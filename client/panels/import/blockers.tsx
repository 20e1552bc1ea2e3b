import CircleHelp from 'lucide-react/icons/circle-help';
import { useTranslation } from 'react-i18next';
import type { ImportChanges } from '#core/contract/imports.ts';
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
                {t(`import.settle.${settleKey(settle)}`)}
              </Button>
            )}
          </div>
        </section>
      ))}
    </>
  );
}

/** Words of the button: what its change says. */
function settleKey(settle: ImportChanges): string {
  if (settle.confirmOutside) return 'outside';
  if (settle.swapAxes !== undefined) return 'swap';
  if (settle.skipBadRows) return 'skip';
  if (settle.crs !== undefined) return 'crs';
  return 'apply';
}
