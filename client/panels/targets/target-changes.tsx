import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';
import { loadText } from '../../app/i18n.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { useMay } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';

const ReviseDialog = lazy(async () => {
  const [{ ReviseDialog: Component }] = await Promise.all([
    import('../indicators/revise-dialog.tsx'),
    loadText('indicators'),
  ]);
  return { default: Component };
});

/** 修订与停用, for whoever keeps the targets. */
export function TargetChanges({ target }: { readonly target: Target }) {
  const { t } = useTranslation();
  const may = useMay();
  const past = isPast(useMoments());
  const [asked, setAsked] = useState<'revise' | 'end' | null>(null);
  if (past || !may('edit_attributes', 'targets', target.regionCode)) return null;
  return (
    <div className="target-actions">
      <Button variant="quiet" onClick={() => setAsked('revise')}>
        {t('targets.revise')}
      </Button>
      <Button variant="quiet" onClick={() => setAsked('end')}>
        {t('targets.end')}
      </Button>
      {asked && (
        <Suspense fallback={null}>
          <ReviseDialog target={target} end={asked === 'end'} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </div>
  );
}
