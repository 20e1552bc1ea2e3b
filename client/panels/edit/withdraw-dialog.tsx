import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { FeatureSummary } from '#core/contract/layers.ts';
import { call } from '../../api/call.ts';
import { useLanguage } from '../../app/i18n.ts';
import { notify } from '../../state/notice.ts';
import { useSelection } from '../../state/selection.ts';
import { dayOf } from '../../ui/today.ts';
import { openHistory } from '../history/history-store.ts';
import { CauseDialog } from './cause-dialog.tsx';

interface WithdrawDialogProps {
  readonly feature: FeatureSummary;
  readonly onClose: () => void;
}

/** 注销: the feature ends on the ground; what it was stays in its history. */
export function WithdrawDialog({ feature, onClose }: WithdrawDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { layer, id, versionId, regionCode } = feature;
  const label = feature.label || String(id);
  return (
    <CauseDialog
      layer={layer}
      title={t('edit.withdraw.title', { label })}
      confirm={t('edit.withdraw.confirm')}
      working={t('edit.withdraw.working')}
      danger
      since={dayOf(feature.validFrom)}
      onClose={onClose}
      act={async (cause) => {
        await call('POST /api/layers/{layer}/features/{id}/withdraw', {
          params: { layer, id },
          body: cause,
          ifMatch: versionId,
        });
      }}
      onDone={() => {
        useSelection.getState().clear();
        openHistory({ layer, id }, label, regionCode);
        notify(t('edit.withdraw.done', { label }));
      }}
    >
      <p>{t('edit.withdraw.what', { layer: layerById(layer).title[language], label })}</p>
      <p>{t('edit.withdraw.stays')}</p>
    </CauseDialog>
  );
}
