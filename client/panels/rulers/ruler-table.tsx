import CircleCheck from 'lucide-react/icons/circle-check';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import { useTranslation } from 'react-i18next';
import { areaText, areaUnitNames, squareMeters } from '#core/geometry/units.ts';
import { compareRulers, type RulerRow } from '#core/targets/rulers.ts';
import { useLanguage } from '../../app/i18n.ts';
import type { RulersSubject } from '../../state/rulers.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { type Measured, MOST_SHAPES } from './measure.ts';

interface RulerTableProps {
  readonly kind: RulersSubject['kind'];
  readonly measured: Measured;
}

/** 三把尺对照表 with the official routine and the signed figure below, as information. */
export function RulerTable({ kind, measured }: RulerTableProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = useAreaText();
  const { database, browser, sphere, survey, signed } = measured;
  const run = browser !== null && sphere !== null;
  // Rulers that did not run show no figure; standing in for them keeps the table's first row.
  const comparison = compareRulers({ database, browser: browser ?? database, sphere: sphere ?? database });
  const signedDiffers =
    signed !== null && areaText(squareMeters(signed), 'm2', 2) !== areaText(squareMeters(database), 'm2', 2);

  return (
    <>
      <table className="rulers-table">
        <caption className="visually-hidden">{t('rulers.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rulers.ruler')}</th>
            <th scope="col" className="numeric">
              {t('rulers.area')}
            </th>
            <th scope="col" className="numeric">
              {t('rulers.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.rows.map((row) => (
            <tr key={row.ruler} className={row.counts ? 'rulers-counts' : ''}>
              <th scope="row">
                {row.title[language]}
                {row.counts && <span className="rulers-badge">{t('rulers.counts')}</span>}
              </th>
              {row.counts || run ? <Figures row={row} /> : <NotRun count={measured.shapeCount} />}
            </tr>
          ))}
        </tbody>
      </table>
      {run && (
        <p className={comparison.agree ? 'rulers-verdict' : 'rulers-verdict rulers-disagree'} role="status">
          {comparison.agree ? <CircleCheck size={18} aria-hidden /> : <OctagonAlert size={18} aria-hidden />}
          <span>{comparison.sentence[language]}</span>
        </p>
      )}
      <dl className="rulers-more">
        {survey !== null && (
          <div>
            <dt>{t('rulers.survey')}</dt>
            <dd>
              {text(survey, { unit: 'm2' })}
              <small>{t('rulers.surveyNote', { difference: signedText(survey - database) })}</small>
            </dd>
          </div>
        )}
        {signedDiffers && (
          <div>
            <dt>{t(`rulers.signed.${kind}`)}</dt>
            <dd>
              <Area value={signed} use="table" both />
              <small>{t(`rulers.signedNote.${kind}`, { difference: signedText(signed - database) })}</small>
            </dd>
          </div>
        )}
        {kind === 'target' && (
          <div>
            <dt>{t('rulers.shapes')}</dt>
            <dd>{t('rulers.shapeCount', { count: measured.shapeCount })}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Figures({ row }: { readonly row: RulerRow }) {
  const language = useLanguage();
  const text = useAreaText();
  return (
    <>
      <td className="numeric">
        {text(row.areaSquareMeters, { unit: 'm2' })}
        <small>{text(row.areaSquareMeters, { unit: 'ha', use: 'table' })}</small>
        <small>{text(row.areaSquareMeters, { unit: 'mu', use: 'table' })}</small>
      </td>
      <td className="numeric">
        {row.counts ? (
          '—'
        ) : (
          <>
            {signedText(row.differenceSquareMeters)} {areaUnitNames.m2[language]}
            <small>
              {signedNumber(row.differenceMu, 4)} {areaUnitNames.mu[language]}
            </small>
            <small>{signedNumber(row.differencePpm, Math.abs(row.differencePpm) < 1 ? 4 : 1)} ppm</small>
          </>
        )}
      </td>
    </>
  );
}

function NotRun({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  return (
    <td colSpan={2} className="rulers-not-run">
      {t('rulers.notRun')}
      <small>{t('rulers.tooMany', { count, most: MOST_SHAPES })}</small>
    </td>
  );
}

/** m² to 0.01 with its sign, `±0` said as 0.00. */
function signedText(squareMetersValue: number): string {
  return signedNumber(Number(areaText(squareMeters(squareMetersValue), 'm2', 2)), 2);
}

function signedNumber(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  if (Number(digits) === 0) return digits;
  return `${value < 0 ? '−' : '+'}${digits}`;
}
