import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { useMay } from '../../../state/session.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { timeText } from '../../../ui/time.ts';
import { useAct } from '../queries.ts';

/** 留言 between field and office. */
export function Comments({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const may = useMay();
  const language = useLanguage();
  const [text, setText] = useState('');
  const act = useAct();
  const allowed =
    may('review', 'patches', patch.regionCode) || may('edit_attributes', 'patches', patch.regionCode);
  if (!allowed && patch.comments.length === 0) return null;
  return (
    <section className="patch-section" aria-label={t('patches.comments.title')}>
      <h4>{t('patches.comments.title')}</h4>
      <ul className="patch-comments">
        {patch.comments.map(({ operation, person, at, text: said }) => (
          <li key={operation}>
            <p>{said}</p>
            <small>
              {person.name} · {timeText(new Date(at).toISOString(), language)}
            </small>
          </li>
        ))}
      </ul>
      {allowed && (
        <form
          className="patch-inline"
          onSubmit={(event) => {
            event.preventDefault();
            if (!text.trim() || act.isPending) return;
            act.mutate([{ uid: patch.uid, kind: 'comment', text: text.trim() }], {
              onSuccess: () => setText(''),
            });
          }}
        >
          <TextField label={t('patches.comments.write')} value={text} maxLength={1000} onChange={setText} />
          <Button
            type="submit"
            disabledReason={
              act.isPending ? t('patches.sending') : text.trim() ? undefined : t('patches.comments.empty')
            }
          >
            {act.isPending ? t('patches.sending') : t('patches.comments.send')}
          </Button>
        </form>
      )}
      {act.error && <ProblemView error={act.error} />}
    </section>
  );
}
