import Eye from 'lucide-react/icons/eye';
import Focus from 'lucide-react/icons/focus';
import Link from 'lucide-react/icons/link';
import Ruler from 'lucide-react/icons/ruler';
import { useTranslation } from 'react-i18next';
import type { FeatureSummary } from '#core/contract/layers.ts';
import { panelById } from '../../app/panels.ts';
import { copyLink } from '../../commands/copy-link.ts';
import { fitBounds } from '../../map/highlight.ts';
import { useLayers } from '../../state/layers.ts';
import { openRulers } from '../../state/rulers.ts';
import { Button } from '../../ui/button.tsx';

/** What can be done with the feature that is shown. */
export function FeatureActions({ feature }: { readonly feature: FeatureSummary }) {
  const { t } = useTranslation();
  const visible = useLayers((state) => state.settings[feature.layer].visible);
  const setVisible = useLayers((state) => state.setVisible);
  return (
    <div className="card-actions">
      <Button icon={<Focus size={16} />} onClick={() => void fitBounds(feature.bounds)}>
        {t('detail.zoomTo')}
      </Button>
      <Button
        icon={<Link size={16} />}
        onClick={() => void copyLink({ layer: feature.layer, id: feature.id })}
      >
        {t('detail.copyLink')}
      </Button>
      {panelById('rulers') && (
        <Button
          icon={<Ruler size={16} />}
          onClick={() =>
            openRulers({
              kind: 'feature',
              ref: { layer: feature.layer, id: feature.id },
              title: feature.label,
            })
          }
        >
          {t('panels.rulers')}
        </Button>
      )}
      {!visible && (
        <Button icon={<Eye size={16} />} onClick={() => setVisible(feature.layer, true)}>
          {t('detail.showLayer')}
        </Button>
      )}
    </div>
  );
}
