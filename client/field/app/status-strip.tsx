import CloudCheck from 'lucide-react/icons/cloud-check';
import CloudOff from 'lucide-react/icons/cloud-off';
import CloudUpload from 'lucide-react/icons/cloud-upload';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import { beijingDay } from '#core/calendar/beijing-day.ts';
import { classNames } from '../../ui/class-names.ts';
import { useSyncState } from '../sync/sync-state.ts';
import { navigate } from './route.ts';

/** 状态条: what is not yet with the office, and whether the office can be reached. Always there; a press opens the queue. */
export function StatusStrip() {
  const { t } = useTranslation();
  const { unsentRecords, unsentPhotos, confirmedPhotos, takenPhotos, online, lastSyncAt, problem } =
    useSyncState();
  const unsent = unsentRecords + unsentPhotos > 0;
  const Icon = problem ? TriangleAlert : unsent ? CloudUpload : online ? CloudCheck : CloudOff;
  return (
    <button
      type="button"
      className={classNames('status-strip', problem && 'status-problem', unsent && 'status-unsent')}
      onClick={() => navigate(['queue'])}
    >
      <Icon size={20} aria-hidden />
      <span className="status-words">
        <strong>{t(online === null ? 'shell.asking' : online ? 'shell.online' : 'shell.offline')}</strong>
        <span>
          {unsent
            ? t('shell.unsent', { records: unsentRecords, photos: unsentPhotos })
            : t('shell.nothingUnsent')}
        </span>
        {takenPhotos > 0 && (
          <span>{t('shell.photos', { confirmed: confirmedPhotos, taken: takenPhotos })}</span>
        )}
        <span>
          {lastSyncAt === null ? t('shell.neverSynced') : t('shell.lastSync', { time: clock(lastSyncAt) })}
        </span>
        {problem && <span className="status-why">{problem}</span>}
      </span>
    </button>
  );
}

/** Beijing time to the minute, with the day when it is not today's. Not by the browser's formats: they take a phone longer than the whole list. */
function clock(ms: number): string {
  const [day, time] = [beijingDay(ms), new Date(ms + BEIJING_MS).toISOString().slice(11, 16)];
  const [, month, date] = day.split('-').map(Number);
  return day === beijingDay(Date.now()) ? time : `${month}/${date} ${time}`;
}

const BEIJING_MS = 8 * 3_600_000;
