import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Indicator } from '#core/contract/indicators.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { useLanguage } from '../../app/i18n.ts';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { useIndicators } from './queries.ts';

/** 指标库: each indicator with what it counts, in words made from the formula itself, and the rule it comes from. */
export function Library() {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const { data, error, refetch } = useIndicators();
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting label={t('indicators.loading')} />;
  if (data.length === 0) return <Empty title={t('indicators.none')} hint={t('indicators.noneHint')} />;
  const found = findIndicators(data, wanted);
  const measured = data.filter(({ formula }) => formula !== null).length;
  return (
    <>
      <p className="indicators-note">{t('indicators.count', { count: data.length, measured })}</p>
      <TextField
        label={t('indicators.find')}
        type="search"
        value={wanted}
        onChange={setWanted}
        autoComplete="off"
      />
      {found.length === 0 && <Empty title={t('indicators.notFound')} hint={t('indicators.notFoundHint')} />}
      <ul className="indicator-list">
        {found.map((indicator) => (
          <li key={indicator.code}>
            <IndicatorCard indicator={indicator} />
          </li>
        ))}
      </ul>
    </>
  );
}

function IndicatorCard({ indicator }: { readonly indicator: Indicator }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const { title, unit, comparator, decimals, warningRatio, rule, formulaText, own } = indicator;
  return (
    <article className="indicator" aria-labelledby={id}>
      <h3 id={id}>
        {title[language]}
        {!own && <small>{t('indicators.shipped')}</small>}
        {own && <small>{t('indicators.own')}</small>}
      </h3>
      <dl>
        <dt>{t('indicators.formula')}</dt>
        <dd className={formulaText ? '' : 'indicator-unmeasured'}>
          {formulaText?.[language] ?? t('indicators.notMeasured')}
        </dd>
        <dt>{t('indicators.rule')}</dt>
        <dd>
          {rule.text[language]}
          <small>{t('indicators.source', { source: rule.source })}</small>
        </dd>
        <dt>{t('indicators.kind')}</dt>
        <dd>
          {t(`indicators.unit.${unit}`)} · {t(`indicators.comparator.${comparator}`)} ·{' '}
          {t('indicators.decimals', { count: decimals })} ·{' '}
          {t('indicators.band', { percent: roundHalfUp(warningRatio * 100, 2) })}
        </dd>
      </dl>
    </article>
  );
}

const FIRST = ['farmland_retention', 'permanent_farmland'];

/** Indicators whose name or rule holds the words, farmland first, then as the library has them. */
export function findIndicators(indicators: readonly Indicator[], words: string): readonly Indicator[] {
  const wanted = words.trim().toLowerCase();
  const rank = ({ code }: Indicator) => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);
  return indicators
    .filter(({ title, rule }) =>
      [title.zh, title.en, rule.text.zh, rule.text.en].some((text) => text.toLowerCase().includes(wanted)),
    )
    .sort((a, b) => rank(a) - rank(b));
}
