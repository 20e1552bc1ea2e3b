import CircleCheck from 'lucide-react/icons/circle-check';
import ListTree from 'lucide-react/icons/list-tree';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import { useTranslation } from 'react-i18next';
import type { WhatIf } from '#core/contract/what-if.ts';
import { centiSquareMeters } from '#core/geometry/units.ts';
import { panelById } from '../../app/panels.ts';
import { usePanels } from '../../state/panels.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { farmlandEffect } from './farmland-effect.ts';
import { openFigure } from './opened.ts';

/** 耕地剩余 = 现状 − 减少 + 增加: each part opens by itself. */
export function RemainingSum({ answer }: { readonly answer: WhatIf }) {
  const { t } = useTranslation();
  const text = useAreaText();
  const effect = farmlandEffect(answer);
  const { farmlandLostSquareMeters: lost, farmlandGainedSquareMeters: gained } = answer.total;
  const before = effect?.beforeSquareMeters ?? 0;
  const after = effect?.afterSquareMeters ?? 0;
  const sum = centiSquareMeters(before) - centiSquareMeters(lost) + centiSquareMeters(gained);
  const equal = sum === centiSquareMeters(after);
  const rows = [
    ['before', '', before],
    ['lost', '−', lost],
    ['gained', '+', gained],
  ] as const;
  return (
    <>
      <table className="what-if-sum">
        <caption className="visually-hidden">{t('whatIf.remaining')}</caption>
        <tbody>
          {rows.map(([part, sign, value]) => (
            <tr key={part}>
              <th scope="row">{t(`whatIf.${part}`)}</th>
              <td className="numeric">
                {sign} {text(value, { unit: 'm2' })}
              </td>
              <td className="numeric">
                <Area value={value} use="table" />
              </td>
              <td>
                {part !== 'before' && value > 0 && (
                  <Button
                    icon={<ListTree size={16} aria-hidden />}
                    onClick={() => openFigure({ figure: part })}
                  >
                    {t('whatIf.open.rows')}
                  </Button>
                )}
                {part === 'before' && panelById('targets') && (
                  <Button
                    icon={<ListTree size={16} aria-hidden />}
                    onClick={() => usePanels.getState().open('targets')}
                  >
                    {t('whatIf.open.parcels')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('whatIf.remaining')}</th>
            <td className="numeric">= {text(after, { unit: 'm2' })}</td>
            <td className="numeric">
              <Area value={after} use="table" />
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
      <section
        className={`sum-line sum-line-${equal ? 'equal' : 'different'}`}
        aria-label={t('whatIf.open.check')}
      >
        <p className="sum-line-verdict" role="status">
          {equal ? <CircleCheck size={16} aria-hidden /> : <OctagonAlert size={16} aria-hidden />}
          <span>
            {t(equal ? 'whatIf.open.equal' : 'whatIf.open.different', { total: text(after, { unit: 'm2' }) })}
          </span>
        </p>
      </section>
    </>
  );
}
