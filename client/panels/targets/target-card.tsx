import ArrowLeftRight from 'lucide-react/icons/arrow-left-right';
import ListTree from 'lucide-react/icons/list-tree';
import Ruler from 'lucide-react/icons/ruler';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';
import { useLanguage } from '../../app/i18n.ts';
import { openRulers } from '../../state/rulers.ts';
import { Area } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { BulletBar } from './bullet-bar.tsx';
import { type FigureText, useFigureText } from './figure-text.ts';
import { marginWord } from './margin.ts';
import { openNumber, useOpenedNumber } from './opened-number.ts';
import { fullCode } from './regions.ts';
import { StateMark } from './state-mark.tsx';
import { TargetChanges } from './target-changes.tsx';
import { VillageTable } from './village-table.tsx';

interface TargetCardProps {
  readonly target: Target;
  /** Village chosen in the top bar, whose part is told apart. */
  readonly part?: string | undefined;
}

/** 指标卡片: target, measured, margin, state, and the way into the number. */
export function TargetCard({ target, part }: TargetCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = useFigureText(target);
  const isArea = target.unit === 'area';
  const titleId = useId();
  const place = useFocusOnMount<HTMLElement>(useOpenedNumber.getState().left === target.id);
  const { measured } = target;
  const village = part && target.byVillage.find((item) => fullCode(item.code) === part);

  return (
    <article ref={place} tabIndex={-1} className={`target target-${target.state}`} aria-labelledby={titleId}>
      <header className="target-head">
        <h3 id={titleId}>
          {target.title[language]}
          {target.place && <span className="target-place">{target.place}</span>}
        </h3>
        <StateMark state={target.state} />
      </header>

      <dl className="target-figures">
        <div>
          <dt>{t(`targets.target.${target.comparator}`)}</dt>
          <dd>
            {isArea ? <Area value={target.value} /> : reported(target)}
            {isArea && <small>{t('targets.asPrinted', { text: reported(target) })}</small>}
          </dd>
        </div>
        <div>
          <dt>{t('targets.measured')}</dt>
          <dd>
            {!measured && <span>{t('targets.notMeasured')}</span>}
            {measured && (isArea ? <Area value={measured.value} /> : text(measured.value))}
            {measured && isArea && <small>{text(measured.value, { unit: 'm2' })}</small>}
          </dd>
        </div>
        {measured && (
          <div>
            <dt>{t('targets.marginTitle')}</dt>
            <dd className="target-margin">
              {t(`targets.margin.${marginWord(target.comparator, measured.margin)}`, {
                area: visibleText(Math.abs(measured.margin), text),
              })}
              {isArea && (
                <small>
                  {measured.margin > 0 ? '+' : measured.margin < 0 ? '−' : ''}
                  {text(Math.abs(measured.margin), { unit: 'm2' })}
                </small>
              )}
            </dd>
          </div>
        )}
      </dl>

      {measured && <BulletBar target={target} measured={measured.value} />}
      {!measured && (
        <p className="target-note">
          {t('targets.notMeasuredWhy', { reason: target.reason?.[language] ?? t('targets.noReason') })}
        </p>
      )}
      {target.note && <p className="target-note">{t('targets.noteOf', { note: target.note })}</p>}

      {village && (
        <p className="target-part">
          <span>
            {t('targets.villagePart', {
              village: village.name,
              area: text(village.value),
              count: village.rowCount,
            })}
          </span>
          <button
            type="button"
            className="link-button"
            onClick={() => openNumber({ id: target.id, region: village.code })}
          >
            {t('targets.openPart')}
          </button>
        </p>
      )}

      {measured && (
        <div className="target-actions">
          <Button
            variant="primary"
            icon={<ListTree size={16} aria-hidden />}
            onClick={() => openNumber({ id: target.id })}
          >
            {t('targets.open', { count: measured.rowCount })}
          </Button>
          <Button
            icon={<ArrowLeftRight size={16} aria-hidden />}
            onClick={() => openNumber({ id: target.id, movement: true })}
          >
            {t('targets.movement.open')}
          </Button>
          {isArea && (
            <Button
              icon={<Ruler size={16} aria-hidden />}
              onClick={() =>
                openRulers({
                  kind: 'target',
                  id: target.id,
                  title: `${target.title[language]} · ${target.regionName}`,
                })
              }
            >
              {t('targets.rulers')}
            </Button>
          )}
        </div>
      )}

      <TargetChanges target={target} />
      {target.byVillage.length > 0 && (
        <details className="target-more">
          <summary>{t('targets.byVillage', { count: target.byVillage.length })}</summary>
          <VillageTable target={target} part={part} />
        </details>
      )}
      <details className="target-more">
        <summary>{t('targets.basis')}</summary>
        <dl className="target-basis">
          <dt>{t('targets.source')}</dt>
          <dd>
            {target.sourceDocument}
            {target.sourceClause && <q>{target.sourceClause}</q>}
          </dd>
          <dt>{t('targets.rule')}</dt>
          <dd>
            {target.rule.text[language]}
            <small>{target.rule.source}</small>
          </dd>
          <dt>{t('targets.dataDate')}</dt>
          <dd>{measured?.dataDate ?? t('targets.noDate')}</dd>
        </dl>
      </details>
    </article>
  );
}

/** In square metres where the chosen unit would print a margin as nothing. */
function visibleText(margin: number, text: FigureText): string {
  const usual = text(margin);
  return Number.parseFloat(usual) === 0 ? text(margin, { unit: 'm2' }) : usual;
}

function reported({ reportedText, reportedUnit }: Target): string {
  return `${reportedText} ${reportedUnit}`;
}
