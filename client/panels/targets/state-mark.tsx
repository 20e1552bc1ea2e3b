import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';

const icons = {
  holds: CircleCheck,
  near: TriangleAlert,
  breached: OctagonAlert,
  'not-measured': CircleDashed,
};

/** 状态: by word, icon and colour together. */
export function StateMark({ state }: { readonly state: Target['state'] }) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <span className={`target-state target-state-${state}`}>
      <Icon size={16} aria-hidden />
      {t(`targets.state.${state}`)}
    </span>
  );
}
