import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../ui/field.tsx';

/** 与纸质二维码比对: what a QR reader gave, or the hash as printed; enough of its beginning will do. */
export function PaperHash({ contentSha256 }: { readonly contentSha256: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const wanted = hashIn(text);
  const verdict = wanted === null ? null : contentSha256.startsWith(wanted) ? 'same' : 'differs';
  return (
    <div className="evidence-paper">
      <TextField
        label={t('evidence.paper.label')}
        hint={t('evidence.paper.hint')}
        value={text}
        onChange={setText}
        spellCheck={false}
        autoComplete="off"
      />
      <p role="status" className={`evidence-paper-${verdict ?? 'empty'}`}>
        {verdict && t(`evidence.paper.${verdict}`)}
      </p>
    </div>
  );
}

/** Eight figures and letters at least: fewer agree by chance. */
function hashIn(text: string): string | null {
  const [last = ''] = text.trim().toLowerCase().split(':').slice(-1);
  const hash = last.replaceAll(/[\s…]/g, '');
  return /^[0-9a-f]{8,64}$/.test(hash) ? hash : null;
}
