import AlarmClock from 'lucide-react/icons/alarm-clock';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import Clock from 'lucide-react/icons/clock';
import Hourglass from 'lucide-react/icons/hourglass';
import { useTranslation } from 'react-i18next';
import type { PatchSummary } from '#core/contract/patches.ts';
import type { LightCode } from './filters.ts';

const ICONS = { none: CircleDashed, green: CircleCheck, yellow: Clock, red: AlarmClock } as const;

/** 亮灯: an icon and its words; the colour only repeats them. */
export function LightMark({ light, text }: { readonly light: LightCode; readonly text?: string }) {
  const { t } = useTranslation();
  const Icon = ICONS[light];
  return (
    <span className={`light light-${light}`}>
      <Icon size={15} aria-hidden />
      {text || t(`patches.light.${light}`)}
    </span>
  );
}

/** 期限 with its light: the day, and how many working days are left or over. */
export function DeadlineMark({ deadline }: { readonly deadline: PatchSummary['deadline'] }) {
  const { t } = useTranslation();
  const { light, dueOn, paused } = deadline;
  const days = useDaysText()(deadline);
  return (
    <span
      className={`light light-${light}`}
      title={deadline.provisional ? t('patches.due.provisional') : undefined}
    >
      <LightIcon light={light} />
      <span>
        {days || t(`patches.light.${light}`)}
        {dueOn && <small> {t('patches.due.on', { day: dueOn })}</small>}
        {paused && (
          <small>
            {' '}
            <Hourglass size={12} aria-hidden /> {t('patches.due.paused')}
          </small>
        )}
      </span>
    </span>
  );
}

function LightIcon({ light }: { readonly light: LightCode }) {
  const Icon = ICONS[light];
  return <Icon size={15} aria-hidden />;
}

/** `剩 2 个工作日`, `逾期 1 个工作日`, `今日到期`; empty when none runs. */
export function useDaysText(): (deadline: PatchSummary['deadline']) => string {
  const { t } = useTranslation();
  return ({ light, daysLeft }) => {
    if (light === 'none' || daysLeft === null) return '';
    if (daysLeft === 0 && light !== 'red') return t('patches.due.today');
    return daysLeft < 0 || light === 'red'
      ? t('patches.due.over', { count: Math.max(1, -daysLeft) })
      : t('patches.due.left', { count: daysLeft });
  };
}
