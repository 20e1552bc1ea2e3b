import { useTranslation } from 'react-i18next';
import type { Movement } from '#core/contract/indicators.ts';
import type { Target } from '#core/contract/targets.ts';
import type { Cause } from '#core/contract/versions.ts';
import { momentText } from '../../state/as-of.ts';
import { classNames } from '../../ui/class-names.ts';
import { useFigureText } from './figure-text.ts';
import type { Bar, Waterfall } from './waterfall.ts';
import '../../ui/table.css';

interface WaterfallChartProps {
  readonly picture: Waterfall;
  readonly movement: Movement;
  readonly target: Target;
  /** Cause that the rows are narrowed to. */
  readonly chosen: Cause | null;
  readonly onChoose: (cause: Cause) => void;
}

/** 瀑布图 as a table whose last column draws it: words, signs and numbers say what the bars show. A cause's name opens its rows. */
export function WaterfallChart({ picture, movement, target, chosen, onChoose }: WaterfallChartProps) {
  const { t } = useTranslation();
  const text = useFigureText(target);
  const name = (bar: Bar) => {
    if (bar.key === 'from' || bar.key === 'to') {
      return t(`targets.movement.at.${bar.key}`, { moment: momentText(movement[bar.key].moment) });
    }
    const cause = bar.key;
    const title = t(`targets.cause.${cause}`);
    if (!bar.rowCount) return title;
    return (
      <button
        type="button"
        className="link-button"
        aria-pressed={chosen === cause}
        onClick={() => onChoose(cause)}
      >
        {title}
        <small>{t('targets.movement.rowCount', { count: bar.rowCount })}</small>
      </button>
    );
  };
  return (
    <>
      <table className="table waterfall">
        <caption className="visually-hidden">{t('targets.movement.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('targets.movement.cause')}</th>
            <th scope="col" className="numeric">
              {t('targets.movement.figure')}
            </th>
            <th scope="col">{t('targets.movement.picture')}</th>
          </tr>
        </thead>
        <tbody>
          {picture.bars.map((bar) => {
            const total = bar.key === 'from' || bar.key === 'to';
            const direction = total ? 'total' : bar.value > 0 ? 'gain' : bar.value < 0 ? 'loss' : 'none';
            return (
              <tr
                key={bar.key}
                className={classNames(total && 'waterfall-total', chosen === bar.key && 'table-selected')}
              >
                <th scope="row">{name(bar)}</th>
                <td className="numeric">
                  {total
                    ? text(bar.value, { unit: 'm2' })
                    : `${bar.value > 0 ? '+' : bar.value < 0 ? '−' : ''}${text(Math.abs(bar.value), { unit: 'm2' })}`}
                  <small>{text(Math.abs(bar.value), { use: 'table' })}</small>
                </td>
                <td aria-hidden>
                  <span className={classNames('waterfall-track', picture.cut && total && 'waterfall-cut')}>
                    <span
                      className={`waterfall-bar waterfall-${direction}`}
                      style={
                        {
                          '--low': Math.min(bar.start, bar.end),
                          '--length': Math.abs(bar.end - bar.start),
                        } as React.CSSProperties
                      }
                    />
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {picture.cut && <p className="target-note">{t('targets.movement.cut')}</p>}
    </>
  );
}
