import { useQueries } from '@tanstack/react-query';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '#core/contract/scenarios.ts';
import type { WhatIf } from '#core/contract/what-if.ts';
import { call } from '../../api/call.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useMoments } from '../../state/as-of.ts';
import { useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { bestOf, type ComparedRow, comparedRows } from './compared-rows.ts';
import { useComparing } from './comparing.ts';
import { openScenario } from './save.ts';

interface Compared {
  readonly scenario: Scenario;
  readonly answer: WhatIf;
}

/** 情景对比: two or three beside each other; the best of each line is said in words. */
export function Comparison() {
  const { t } = useTranslation();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const chosen = useComparing((state) => state.chosen);
  const moments = useMoments();
  const demonstration = useWorkspace().data?.demonstration ?? false;
  const queries = useQueries({
    queries: chosen.map((id) => ({
      queryKey: ['what-if', 'compared', id, moments],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Compared> => {
        const scenario = await call('GET /api/scenarios/{id}', { params: { id }, signal });
        const { region, year, items, surveyDate } = scenario;
        const answer = await call('POST /api/what-if', {
          body: { region, year, items, ...(surveyDate ? { asOf: surveyDate } : moments) },
          signal,
        });
        return { scenario, answer };
      },
    })),
  });
  const error = queries.find((query) => query.error)?.error;
  const compared = queries.flatMap(({ data }) => data ?? []);
  return (
    <div className="what-if">
      <div className="what-if-head-line">
        <Button
          variant="quiet"
          icon={<ArrowLeft size={16} aria-hidden />}
          onClick={() => useComparing.setState({ shown: false })}
        >
          {t('whatIf.backToList')}
        </Button>
        {demonstration && <DemonstrationMark small />}
      </div>
      <h3 ref={heading} tabIndex={-1} className="opened-title">
        {t('whatIf.compare.title')}
      </h3>
      {error != null && <ProblemView error={error} />}
      {compared.length < chosen.length && error == null && <Waiting label={t('whatIf.computing')} />}
      {compared.length === chosen.length && compared.length > 0 && <CompareTable compared={compared} />}
      <p className="target-note">{t('whatIf.compare.note')}</p>
    </div>
  );
}

function CompareTable({ compared }: { readonly compared: readonly Compared[] }) {
  const { t } = useTranslation();
  const rows = comparedRows(compared.map(({ answer }) => answer));
  return (
    <div className="what-if-compare">
      <table>
        <caption className="visually-hidden">{t('whatIf.compare.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('whatIf.compare.figure')}</th>
            {compared.map(({ scenario }) => (
              <th key={scenario.id} scope="col">
                <button
                  type="button"
                  className="link-button"
                  onClick={() => {
                    useComparing.setState({ shown: false });
                    openScenario(scenario.id);
                  }}
                >
                  {scenario.name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <CompareRow key={row.figure} row={row} ids={compared.map(({ scenario }) => scenario.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CompareRow({ row, ids }: { readonly row: ComparedRow; readonly ids: readonly string[] }) {
  const { t } = useTranslation();
  const text = useAreaText();
  const best = bestOf(row);
  return (
    <tr>
      <th scope="row">{t(`whatIf.compare.row.${row.figure}`)}</th>
      {row.values.map((value, index) => (
        <td key={ids[index]} className="numeric">
          {row.figure === 'authority'
            ? t(`whatIf.authority.${value}`)
            : typeof value !== 'number'
              ? t('whatIf.notMeasured')
              : `${row.signed && value > 0 ? '+' : value < 0 ? '−' : ''}${text(Math.abs(value), { use: 'table' })}`}
          {best.includes(index) && <small className="what-if-best">{t('whatIf.compare.best')}</small>}
        </td>
      ))}
    </tr>
  );
}
