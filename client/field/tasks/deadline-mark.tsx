import CircleCheck from 'lucide-react/icons/circle-check';
import CirclePause from 'lucide-react/icons/circle-pause';
import Clock from 'lucide-react/icons/clock';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import type { PulledPatch } from '#core/contract/field-patches.ts';
import type { PatchStateCode } from '#core/patches/steps.ts';

interface DeadlineMarkProps {
  readonly deadline: PulledPatch['deadline'];
  readonly state: PatchStateCode;
}

const SIGNS = { red: OctagonAlert, yellow: TriangleAlert, green: Clock, none: Clock } as const;

/** 期限灯: a sign, a colour and the words. */
export function DeadlineMark({ deadline, state }: DeadlineMarkProps) {
  const { t } = useTranslation();
  const { light, dueOn, daysLeft, paused, provisional } = deadline;
  if (state === 'closed') {
    return (
      <span className="light light-closed">
        <CircleCheck size={18} aria-hidden />
        {t('tasks.closed')}
      </span>
    );
  }
  if (dueOn === null && !paused) return null;
  const Sign = paused ? CirclePause : SIGNS[light];
  const left = Math.abs(Math.ceil(daysLeft ?? 0));
  const words = paused
    ? t('tasks.paused')
    : daysLeft === null
      ? t('tasks.due', { day: dueOn?.slice(5) })
      : daysLeft < 0
        ? t('tasks.over', { days: left })
        : daysLeft === 0
          ? t('tasks.today')
          : t('tasks.left', { days: left });
  return (
    <span className={`light light-${light}`} title={dueOn ?? undefined}>
      <Sign size={18} aria-hidden />
      {words}
      {provisional && t('tasks.provisional')}
    </span>
  );
}
