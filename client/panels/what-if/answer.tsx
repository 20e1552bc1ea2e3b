import CloudOff from 'lucide-react/icons/cloud-off';
import Database from 'lucide-react/icons/database';
import LoaderCircle from 'lucide-react/icons/loader-circle';
import Zap from 'lucide-react/icons/zap';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatIf } from '#core/contract/what-if.ts';
import { announce } from '../../state/announcer.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { FarmlandCard } from './farmland-card.tsx';
import { farmlandEffect } from './farmland-effect.ts';
import { FigureButton } from './figure-button.tsx';
import { marginText } from './margin-text.ts';
import type { Figures } from './reckoner.ts';
import { Touched } from './touched.tsx';
import { useFigures } from './use-figures.ts';

/** 回答: does the floor hold, by how much, and what is touched; and who worked it out. */
export function Answer() {
  const { t } = useTranslation();
  const figures = useFigures();
  const { answer, current, settled, problem } = figures;
  useAnnouncement(figures);
  if (!answer) {
    return problem !== null ? <ProblemView error={problem} /> : <Waiting label={t('whatIf.computing')} />;
  }
  const effect = farmlandEffect(answer);
  return (
    <section
      className={classNames('what-if-answer', !current && 'what-if-stale')}
      aria-label={t('whatIf.answer')}
      aria-busy={!settled}
    >
      <SourceLine figures={figures} />
      {problem !== null && <ProblemView error={problem} />}
      <FarmlandCard answer={answer} effect={effect} />
      <dl className="what-if-moved">
        {(['lost', 'gained'] as const).map((figure) => {
          const value =
            figure === 'lost'
              ? answer.total.farmlandLostSquareMeters
              : answer.total.farmlandGainedSquareMeters;
          return (
            <div key={figure}>
              <dt>{t(`whatIf.${figure}`)}</dt>
              <dd>
                <FigureButton opened={{ figure }} name={t(`whatIf.${figure}`)}>
                  <Area value={value} use="table" />
                </FigureButton>
                <SquareMetersOf value={value} />
              </dd>
            </div>
          );
        })}
        <div>
          <dt>{t('whatIf.total')}</dt>
          <dd>
            <Area value={answer.total.areaSquareMeters} use="table" />
            <SquareMetersOf value={answer.total.areaSquareMeters} />
          </dd>
        </div>
      </dl>
      <Touched answer={answer} />
    </section>
  );
}

/** m², small, beside a figure. */
export function SquareMetersOf({ value }: { readonly value: number }) {
  const text = useAreaText();
  return <small>{text(value, { unit: 'm2' })}</small>;
}

/** 预览 or 数据库核算; dimmed figures say that they are being worked out anew. */
function SourceLine({ figures }: { readonly figures: Figures }) {
  const { t } = useTranslation();
  const { current, source, offline, difference } = figures;
  const state = !current ? 'stale' : source === 'server' ? 'server' : offline ? 'offline' : 'preview';
  const Icon = { stale: LoaderCircle, server: Database, offline: CloudOff, preview: Zap }[state];
  return (
    <p className={`what-if-source what-if-source-${state}`} data-source={state}>
      <Icon size={16} aria-hidden />
      <span>
        <strong>{t(`whatIf.source.${state}`)}</strong>
        {!current && offline && ` ${t('whatIf.source.unreachable')}`}
        {difference !== null && current && ` ${t('whatIf.source.differs', { area: difference.toFixed(2) })}`}
      </span>
    </p>
  );
}

/** The database's answer is read out; previews are not, they would never stop. */
function useAnnouncement({ answer, source, settled }: Figures): void {
  const { t } = useTranslation();
  const text = useAreaText();
  const said = settled && source === 'server' && answer ? sentence(answer, t, text) : null;
  useEffect(() => {
    if (said) announce(said);
  }, [said]);
}

function sentence(
  answer: WhatIf,
  t: ReturnType<typeof useTranslation>['t'],
  text: ReturnType<typeof useAreaText>,
): string {
  const effect = farmlandEffect(answer);
  if (effect?.afterSquareMeters == null)
    return t('whatIf.said.lost', { lost: text(answer.total.farmlandLostSquareMeters) });
  return t('whatIf.said.remaining', {
    remaining: text(effect.afterSquareMeters),
    margin: marginText(effect, t, text),
  });
}
