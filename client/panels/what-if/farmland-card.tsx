import { useTranslation } from 'react-i18next';
import type { TargetEffect, WhatIf } from '#core/contract/what-if.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { SquareMetersOf } from './answer.tsx';
import { EffectBar } from './effect-bar.tsx';
import { EffectMark } from './effect-mark.tsx';
import { FigureButton } from './figure-button.tsx';
import { marginText, signOf } from './margin-text.ts';

interface FarmlandCardProps {
  readonly answer: WhatIf;
  readonly effect: TargetEffect | null;
}

/** 耕地剩余与余量: the figure that the whole panel is about, then the other targets. */
export function FarmlandCard({ answer, effect }: FarmlandCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = useAreaText();
  const others = answer.targets.filter((other) => other !== effect);
  const margin = effect?.marginAfterSquareMeters ?? null;
  return (
    <>
      {effect ? (
        <article className={`target target-${effect.stateAfter}`} aria-label={t('whatIf.floor')}>
          <header className="target-head">
            <h3>
              {t('whatIf.against', {
                title: effect.title[language],
                year: effect.year,
                line: t(`whatIf.line.${effect.comparator}`),
                target: text(effect.valueSquareMeters),
              })}
            </h3>
            <EffectMark state={effect.stateAfter} />
          </header>
          <dl className="target-figures">
            <div>
              <dt>{t('whatIf.remaining')}</dt>
              <dd>
                {effect.afterSquareMeters === null ? (
                  t('whatIf.notMeasured')
                ) : (
                  <>
                    <FigureButton opened={{ figure: 'remaining' }} name={t('whatIf.remaining')}>
                      <Area value={effect.afterSquareMeters} />
                    </FigureButton>
                    <SquareMetersOf value={effect.afterSquareMeters} />
                  </>
                )}
              </dd>
            </div>
            {margin !== null && (
              <div>
                <dt>{t('whatIf.marginTitle')}</dt>
                <dd className="target-margin" data-margin={margin}>
                  {marginText(effect, t, text)}
                  <small>
                    {signOf(margin)}
                    {text(Math.abs(margin), { unit: 'm2' })}
                  </small>
                </dd>
              </div>
            )}
          </dl>
          <EffectBar effect={effect} />
          {effect.reason && <p className="target-note">{effect.reason[language]}</p>}
        </article>
      ) : (
        <p className="target-note">{t('whatIf.noFloor')}</p>
      )}
      {others.length > 0 && (
        <details className="target-more">
          <summary>{t('whatIf.otherTargets', { count: others.length })}</summary>
          <ul className="what-if-others">
            {others.map((other) => (
              <li key={other.target}>
                <span>
                  {other.title[language]}
                  {other.place && ` · ${other.place}`} · {t(`whatIf.line.${other.comparator}`)}{' '}
                  {text(other.valueSquareMeters)}
                </span>
                <EffectMark state={other.stateAfter} />
                <small>
                  {other.reason?.[language] ??
                    t('whatIf.otherEffect', {
                      before: text(other.beforeSquareMeters ?? 0, { use: 'table' }),
                      after: text(other.afterSquareMeters ?? 0, { use: 'table' }),
                      margin: marginText(other, t, text),
                    })}
                </small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
