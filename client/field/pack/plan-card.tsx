import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { bytesText } from '../app/bytes.ts';
import type { NamedPlan } from './use-plan.ts';

interface PlanCardProps {
  readonly plan: NamedPlan;
  /** Bytes; null where the browser does not tell. */
  readonly free: number | null;
  readonly onDownload: () => void;
  readonly onCancel: () => void;
}

/** Room that is left for photographs and records, whatever maps are loaded. */
const SPARE_BYTES = 50 * 1024 * 1024;

/** 下载之前: how much it will be, and whether there is room for it. */
export function PlanCard({ plan: { name, plan }, free, onDownload, onCancel }: PlanCardProps) {
  const { t } = useTranslation();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const tooLarge = free !== null && plan.estimatedBytes + SPARE_BYTES > free;
  return (
    <section className="pack-plan" aria-labelledby="pack-plan-title">
      <h2 id="pack-plan-title" ref={heading} tabIndex={-1}>
        {name}
      </h2>
      <dl className="facts">
        <dt>{t('pack.size')}</dt>
        <dd>
          {t('pack.about', { size: bytesText(plan.estimatedBytes) })}（
          {t('pack.tiles', { count: plan.tiles })}）
        </dd>
        <dt>{t('pack.room')}</dt>
        <dd>{free === null ? t('shell.device.roomUnknown') : t('pack.free', { size: bytesText(free) })}</dd>
        <dt>{t('pack.content')}</dt>
        <dd>{t('pack.contentIs')}</dd>
      </dl>
      {tooLarge && <p className="notice-warning">{t('pack.noRoom')}</p>}
      <div className="pack-actions">
        <Button onClick={onCancel}>{t('pack.cancel')}</Button>
        <Button
          variant="primary"
          disabledReason={tooLarge ? t('pack.noRoom') : undefined}
          onClick={onDownload}
        >
          {t('pack.download')}
        </Button>
      </div>
    </section>
  );
}
