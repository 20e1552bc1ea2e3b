import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useLanguage } from '../../app/i18n.ts';
import { notify } from '../../state/notice.ts';
import { timeText } from '../../ui/time.ts';
import { CauseDialog } from '../edit/cause-dialog.tsx';
import type { HistorySubject } from './history-store.ts';
import type { HistoryVersion } from './queries.ts';

interface RestoreDialogProps {
  readonly subject: HistorySubject;
  readonly version: HistoryVersion;
  readonly number: number;
  readonly ifMatch: number;
  readonly onClose: () => void;
}

/** 恢复此版本: an earlier state becomes the newest; nothing in between is lost. */
export function RestoreDialog({ subject, version, number, ifMatch, onClose }: RestoreDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <CauseDialog
      layer={subject.ref.layer}
      title={t('history.restoreTitle', { number })}
      confirm={t('history.restore')}
      working={t('history.restoring')}
      onClose={onClose}
      act={async (cause) => {
        await call('POST /api/layers/{layer}/features/{id}/restore', {
          params: subject.ref,
          body: { versionId: version.versionId, ...cause },
          ifMatch,
        });
      }}
      onDone={() => notify(t('history.restored', { number }))}
    >
      <p>
        {t('history.restoreWhat', {
          number,
          time: timeText(version.knownFrom, language),
          label: version.label || version.id,
        })}
      </p>
    </CauseDialog>
  );
}
