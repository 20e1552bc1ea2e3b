import Ban from 'lucide-react/icons/ban';
import Eye from 'lucide-react/icons/eye';
import Focus from 'lucide-react/icons/focus';
import History from 'lucide-react/icons/history';
import Link from 'lucide-react/icons/link';
import PenLine from 'lucide-react/icons/pen-line';
import Ruler from 'lucide-react/icons/ruler';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeatureSummary } from '#core/contract/layers.ts';
import { loadText } from '../../app/i18n.ts';
import { panelById } from '../../app/panels.ts';
import { copyLink } from '../../commands/copy-link.ts';
import { fitBounds } from '../../map/highlight.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { useLayers } from '../../state/layers.ts';
import { openRulers } from '../../state/rulers.ts';
import { useMay } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';
import { openEdit } from '../edit/draft-store.ts';
import { WithdrawDialog } from '../edit/withdraw-dialog.tsx';
import { openHistory } from '../history/history-store.ts';
import { PICKABLE } from '../what-if/pickable.ts';
import { OpenInRegister } from './open-in-register.tsx';

const AddToScenario = lazy(async () => {
  const [part] = await Promise.all([import('../what-if/add-to-scenario.tsx'), loadText('scenarios')]);
  return { default: part.AddToScenario };
});

/** What can be done with the feature that is shown. */
export function FeatureActions({ feature }: { readonly feature: FeatureSummary }) {
  const { t } = useTranslation();
  const visible = useLayers((state) => state.settings[feature.layer].visible);
  const setVisible = useLayers((state) => state.setVisible);
  const ref = { layer: feature.layer, id: feature.id };
  return (
    <div className="card-actions">
      <Button icon={<Focus size={16} />} onClick={() => void fitBounds(feature.bounds)}>
        {t('detail.zoomTo')}
      </Button>
      {feature.layer === 'patches' && panelById('patches') && <OpenInRegister id={feature.id} />}
      <Button icon={<Link size={16} />} onClick={() => void copyLink(ref)}>
        {t('detail.copyLink')}
      </Button>
      {panelById('rulers') && (
        <Button
          icon={<Ruler size={16} />}
          onClick={() => openRulers({ kind: 'feature', ref, title: feature.label })}
        >
          {t('panels.rulers')}
        </Button>
      )}
      <Button
        icon={<History size={16} />}
        onClick={() => openHistory(ref, feature.label || String(feature.id), feature.regionCode)}
      >
        {t('panels.history')}
      </Button>
      {!visible && (
        <Button icon={<Eye size={16} />} onClick={() => setVisible(feature.layer, true)}>
          {t('detail.showLayer')}
        </Button>
      )}
      {feature.layer in PICKABLE && panelById('what-if') && (
        <Suspense>
          <AddToScenario feature={ref} />
        </Suspense>
      )}
      <EditActions feature={feature} />
    </div>
  );
}

/** 编辑与注销, for those who may; of the past nothing can be changed. */
function EditActions({ feature }: { readonly feature: FeatureSummary }) {
  const { t } = useTranslation();
  const may = useMay();
  const past = isPast(useMoments());
  const [withdrawing, setWithdrawing] = useState(false);
  const { layer, regionCode } = feature;
  const fields = may('edit_attributes', layer, regionCode);
  const outline = may('edit_geometry', layer, regionCode);
  if (!fields && !outline) return null;
  const why = past ? t('asOf.noEditing') : undefined;
  return (
    <>
      <Button
        icon={<PenLine size={16} />}
        disabledReason={why}
        onClick={() => openEdit({ layer, id: feature.id })}
      >
        {t('panels.edit')}
      </Button>
      {fields && outline && (
        <Button icon={<Ban size={16} />} disabledReason={why} onClick={() => setWithdrawing(true)}>
          {t('edit.withdraw.button')}
        </Button>
      )}
      {withdrawing && <WithdrawDialog feature={feature} onClose={() => setWithdrawing(false)} />}
    </>
  );
}
