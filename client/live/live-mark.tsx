import Radio from 'lucide-react/icons/radio';
import Unplug from 'lucide-react/icons/unplug';
import { useTranslation } from 'react-i18next';
import { useLive } from './live-state.ts';
import './live-mark.css';

/** 实时标记: says quietly that the screen follows the server, and plainly when it does not. */
export function LiveMark() {
  const { t } = useTranslation();
  const link = useLive((state) => state.link);
  if (link === 'off' || link === 'connecting') return null;
  const lost = link === 'lost';
  const Icon = lost ? Unplug : Radio;
  return (
    <span className={lost ? 'live-mark live-lost' : 'live-mark'} role="status" title={t(`live.${link}Note`)}>
      <Icon size={14} aria-hidden />
      {t(`live.${link}`)}
    </span>
  );
}
