import { useTranslation } from 'react-i18next';
import type { Dashboard } from '#core/contract/indicators.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useAreaText } from '../../ui/area.tsx';
import { bulletScale, marginWord } from '../targets/margin.ts';
import { StateMark } from '../targets/state-mark.tsx';
import '../targets/targets.css';
import { openFigure } from './open-figure.ts';

type BoardTarget = Dashboard['targets'][number];

/** 指标: a bar for each, measured against its line; what is not measured says why, and has no bar. */
export function TargetBars({ targets }: { readonly targets: readonly BoardTarget[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('dashboard.targets')} className="dashboard-targets">
      <h3>{t('dashboard.targets')}</h3>
      {targets.length === 0 && <p className="dashboard-quiet">{t('dashboard.noneOfState')}</p>}
      <ul>
        {targets.map((target) => (
          <TargetBar key={target.target} target={target} />
        ))}
      </ul>
    </section>
  );
}

function TargetBar({ target }: { readonly target: BoardTarget }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const figure = useFigureText();
  const { comparator, measured, margin, state, unit } = target;
  const title = target.place ? `${target.title[language]}（${target.place}）` : target.title[language];
  return (
    <li className={`dashboard-target bullet-${state}`}>
      <div className="dashboard-target-head">
        {measured === null ? (
          <span>{title}</span>
        ) : (
          <button type="button" className="link-button" onClick={() => openFigure(target.target)}>
            {title}
          </button>
        )}
        <StateMark state={state} />
      </div>
      <p className="dashboard-quiet">
        {t(`targets.target.${comparator}`)} {target.reportedText} {target.reportedUnit}
        {measured !== null && ` · ${t('targets.measured')} ${figure(measured, unit)}`}
        {measured !== null && margin !== null && (
          <>
            {' · '}
            {t(`targets.margin.${marginWord(comparator, margin)}`, {
              area: figure(Math.abs(margin), unit, true),
            })}
          </>
        )}
      </p>
      {measured === null ? (
        <p className="dashboard-quiet">
          {t('dashboard.why', { reason: target.reason?.[language] ?? t('targets.notMeasured') })}
        </p>
      ) : (
        <Bar target={target} measured={measured} title={title} />
      )}
    </li>
  );
}

function Bar({
  target,
  measured,
  title,
}: {
  readonly target: BoardTarget;
  readonly measured: number;
  readonly title: string;
}) {
  const { t } = useTranslation();
  const figure = useFigureText();
  const scale = bulletScale(measured, target.value);
  const label = t('dashboard.barLabel', {
    title,
    measured: figure(measured, target.unit),
    line: t(`targets.target.${target.comparator}`),
    target: figure(target.value, target.unit),
  });
  return (
    <div
      className="bullet"
      role="img"
      aria-label={label}
      style={{ '--measured': scale.measured, '--target': scale.target } as React.CSSProperties}
    >
      <span className="bullet-track">
        <span className="bullet-measured" />
        <span className="bullet-mark" />
      </span>
    </div>
  );
}

/** A figure in the unit it is kept in: areas in the chosen unit. */
function useFigureText() {
  const { t } = useTranslation();
  const text = useAreaText();
  return (value: number, unit: BoardTarget['unit'], visible = false) => {
    if (unit === 'area') {
      const usual = text(value);
      // A margin that the chosen unit would print as nothing is said in square metres.
      return visible && Number.parseFloat(usual) === 0 ? text(value, { unit: 'm2' }) : usual;
    }
    return t(`dashboard.unit.${unit}`, { value: Math.round(value * 100) / 100 });
  };
}
