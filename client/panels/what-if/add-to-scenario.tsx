import Calculator from 'lucide-react/icons/calculator';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/queries.ts';
import type { FeatureRef } from '../../state/link.ts';
import { notify } from '../../state/notice.ts';
import { usePanels } from '../../state/panels.ts';
import { useRegion } from '../../state/region.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { useDraft } from './draft.ts';
import { addFeature, holds } from './pick.ts';
import { newScenario } from './save.ts';

/** 加入情景: the feature becomes an item of the open scenario, or of a new one. */
export function AddToScenario({ feature }: { readonly feature: FeatureRef }) {
  const { t } = useTranslation();
  const workspace = useWorkspace().data;
  const chosen = useRegion((state) => state.code);
  const content = useDraft((state) => state.content);
  const there = content !== null && holds(feature);
  const add = () => {
    if (!workspace) return;
    if (!useDraft.getState().content) {
      newScenario({
        region: chosen ?? workspace.region,
        name: t('whatIf.newName', { count: 1 }),
        year: workspace.year,
        surveyDate: null,
        note: '',
        items: [],
      });
    }
    usePanels.getState().open('what-if');
    void addFeature(feature).then(
      () => useSelection.getState().clear(),
      () => notify(t('whatIf.pick.failed')),
    );
  };
  return (
    <Button
      icon={<Calculator size={16} aria-hidden />}
      disabledReason={there ? t('whatIf.pick.already') : undefined}
      onClick={add}
    >
      {t('whatIf.pick.add')}
    </Button>
  );
}
