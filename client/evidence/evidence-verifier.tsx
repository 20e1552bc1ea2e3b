import FileCheck from 'lucide-react/icons/file-check';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Progress } from '../ui/progress.tsx';
import { EvidenceResult } from './evidence-result.tsx';
import { type Outcome, verifyPack } from './verify-pack.ts';
import './evidence.css';

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'reading'; readonly share: number }
  | { readonly kind: 'done'; readonly outcome: Outcome };

/** 核验举证包: files are dropped or chosen, and compared with their manifest here, without a connection. */
export function EvidenceVerifier() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<State>({ kind: 'waiting' });
  const [over, setOver] = useState(false);

  const verify = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setState({ kind: 'reading', share: 0 });
    const outcome = await verifyPack(files, (share) => setState({ kind: 'reading', share }));
    setState({ kind: 'done', outcome });
  };
  // The page itself takes files that are dropped, to import them: these are not for it.
  const own = (act: (event: DragEvent) => void) => (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };

  return (
    <div className="evidence">
      <p>{t('evidence.purpose')}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which does the same. */}
      <div
        className={classNames('evidence-zone', over && 'evidence-zone-over')}
        onDragEnter={own(() => setOver(true))}
        onDragOver={own(() => {})}
        onDragLeave={own(() => setOver(false))}
        onDrop={own((event) => {
          setOver(false);
          void verify([...event.dataTransfer.files]);
        })}
      >
        <FileCheck size={28} aria-hidden />
        <p>{t('evidence.drop')}</p>
        <Button variant="primary" onClick={() => input.current?.click()}>
          {t('evidence.choose')}
        </Button>
        <p className="evidence-hint">{t('evidence.accepts')}</p>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('evidence.choose')}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            void verify(files);
          }}
        />
      </div>
      {state.kind === 'reading' && <Progress label={t('evidence.reading')} value={state.share} />}
      <div aria-live="polite">{state.kind === 'done' && <EvidenceResult outcome={state.outcome} />}</div>
    </div>
  );
}
