import Footprints from 'lucide-react/icons/footprints';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { navigate, useRoute } from '../app/route.ts';
import { distanceWords } from '../patch/words.ts';
import { usePatrol } from './patrol.ts';

/** 巡查牌 on the map: that a patrol goes on, or that one stands still until the person says so. A press opens it. */
export function PatrolPill() {
  const { t } = useTranslation();
  const { record, found, unkept } = usePatrol();
  const open = useRoute(({ path }) => path[0] === 'patrol');
  if (!record || open) return null;
  const still = found || record.paused;
  return (
    <button
      type="button"
      className={classNames('position-pill', still || unkept ? 'position-poor' : 'position-good')}
      onClick={() => navigate(['patrol'])}
    >
      <Footprints size={20} aria-hidden />
      <span>
        {unkept
          ? t('patrol.pill.unkept')
          : still
            ? t('patrol.pill.off')
            : t('patrol.pill.on', { way: distanceWords(t, record.track.meters) })}
      </span>
    </button>
  );
}
