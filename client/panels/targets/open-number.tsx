import Ruler from 'lucide-react/icons/ruler';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';
import { download } from '../../api/download.ts';
import { queryClient } from '../../api/query-client.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useMoments } from '../../state/as-of.ts';
import { openRulers } from '../../state/rulers.ts';
import { useMay } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/controls.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { ClassBreakdown } from './class-breakdown.tsx';
import { useFigureText } from './figure-text.ts';
import { groupByLandClass, ROW_ORDERS, type RowOrder, sortRows } from './group-rows.ts';
import { OpenedHead } from './opened-head.tsx';
import { openNumber } from './opened-number.ts';
import { useTargetRows } from './queries.ts';
import { fullCode } from './regions.ts';
import { RowsTable } from './rows-table.tsx';
import { checkSum } from './sum-check.ts';
import { SumLine } from './sum-line.tsx';
import { useLitRows } from './use-lit-rows.ts';

interface OpenNumberProps {
  readonly target: Target;
  /** Village whose part is open; absent: the whole figure. */
  readonly region?: string | undefined;
}

/** 打开数字: the parcels that a figure sums, with the proof that they do, in a table and lit on the map. */
export function OpenNumber({ target, region }: OpenNumberProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const may = useMay();
  const text = useFigureText(target);
  const moments = useMoments();
  const [order, setOrder] = useState<RowOrder>('number');
  const [landClass, setLandClass] = useState<string | null>(null);
  const query = useTargetRows({ id: target.id, ...(region ? { region } : {}) });
  const { pages, rows, first, complete, error } = query;

  const village = region
    ? target.byVillage.find((item) => fullCode(item.code) === fullCode(region))
    : undefined;
  const figure = village ?? target.measured!;
  const check = useMemo(() => checkSum(pages, figure, complete), [pages, figure, complete]);
  const groups = useMemo(() => groupByLandClass(rows), [rows]);
  const shown = useMemo(
    () =>
      sortRows(landClass === null ? rows : rows.filter((row) => (row.landClass ?? '') === landClass), order),
    [rows, landClass, order],
  );
  const lights = useLitRows(shown);
  const place = village?.name ?? target.place ?? target.regionName;
  const title = `${target.title[language]} · ${place}`;

  return (
    <div className="opened">
      <OpenedHead title={title} back={t('targets.backToTargets')} onBack={() => openNumber(null)} />
      {error && <ProblemView error={error} onRetry={() => void query.refetch()} />}
      <SumLine
        check={check}
        figure={figure}
        text={text}
        loading={query.isFetching}
        onMore={query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : undefined}
        onReload={() => void queryClient.invalidateQueries({ queryKey: ['targets'] })}
      />
      <p className="opened-rule">
        {(first?.rule ?? target.rule).text[language]}
        <small>
          {t('targets.ruleSource', { source: (first?.rule ?? target.rule).source })}
          {target.measured?.dataDate && ` · ${t('targets.dataDateOf', { date: target.measured.dataDate })}`}
        </small>
      </p>
      {groups.some((group) => group.code !== '') && (
        <ClassBreakdown groups={groups} chosen={landClass} onChoose={setLandClass} />
      )}
      <div className="opened-tools">
        <Select
          label={t('targets.order.label')}
          value={order}
          options={ROW_ORDERS.map((value) => ({ value, label: t(`targets.order.${value}`) }))}
          onChange={setOrder}
        />
        {may('export', first?.layer ?? target.measured!.layer, region ?? target.regionCode) && (
          <ExportButton
            label={t('targets.exportRows')}
            onExport={() =>
              download('GET /api/targets/{id}/export', {
                params: { id: target.id },
                query: { ...(region ? { region } : {}), ...moments },
              })
            }
          />
        )}
        {target.unit === 'area' && (
          <Button
            icon={<Ruler size={16} aria-hidden />}
            onClick={() =>
              openRulers({ kind: 'target', id: target.id, ...(region ? { region } : {}), title })
            }
          >
            {t('targets.rulers')}
          </Button>
        )}
      </div>
      {rows.length > lights.limit && (
        <p className="target-note">{t('targets.litLimit', { count: lights.limit })}</p>
      )}
      <RowsTable
        rows={shown}
        title={title}
        text={text}
        lights={lights}
        classed={groups.some((group) => group.code !== '')}
      />
    </div>
  );
}
