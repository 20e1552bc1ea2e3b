import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Movement } from '#core/contract/indicators.ts';
import type { Target } from '#core/contract/targets.ts';
import type { Cause } from '#core/contract/versions.ts';
import { call } from '../../api/call.ts';
import { ApiProblem } from '../../api/problem.ts';
import { fitBounds, lightUp } from '../../map/highlight.ts';
import { momentText } from '../../state/as-of.ts';
import { notify } from '../../state/notice.ts';
import { usePanels } from '../../state/panels.ts';
import { type Column, Table } from '../../ui/table.tsx';
import { useFigureText } from './figure-text.ts';
import { ringParcel } from './opened-number.ts';

type Row = Movement['rows'][number];

interface MovementRowsProps {
  readonly rows: readonly Row[];
  readonly target: Target;
  /** Cause that they are narrowed to. */
  readonly cause: Cause | null;
  readonly truncated: boolean;
}

/** 变动图斑: the rows that moved the figure, lit on the map while they are shown; choosing one goes there and says who, when and why. */
export function MovementRows({ rows, target, cause, truncated }: MovementRowsProps) {
  const { t } = useTranslation();
  const text = useFigureText(target);
  const [chosen, setChosen] = useState<Row | null>(null);

  useEffect(() => {
    lightUp(rows.map(({ layer, id }) => ({ layer, id })));
    return () => {
      lightUp([]);
      ringParcel(null, true);
    };
  }, [rows]);

  const choose = async (row: Row) => {
    setChosen(row);
    const { sheet, setSheet } = usePanels.getState();
    if (sheet === 'full') setSheet('half');
    try {
      const { bounds } = await call('GET /api/layers/{layer}/features/{id}', {
        params: { layer: row.layer, id: row.id },
      });
      ringParcel({ layer: row.layer, id: row.id }, true);
      await fitBounds(bounds, { maxZoom: 17 });
    } catch (problem) {
      // What moved the figure by ending is not on today's map.
      if (!(problem instanceof ApiProblem) || problem.body.status !== 404) throw problem;
      notify(t('targets.movement.ended', { label: row.label || row.id }));
    }
  };

  const columns: Column<Row>[] = [
    { key: 'label', title: t('targets.row.number'), render: (row) => row.label || String(row.id) },
    { key: 'cause', title: t('targets.movement.cause'), render: (row) => t(`targets.cause.${row.cause}`) },
    {
      key: 'change',
      title: t('targets.movement.change'),
      numeric: true,
      render: (row) =>
        `${row.change > 0 ? '+' : row.change < 0 ? '−' : ''}${text(Math.abs(row.change), { unit: 'm2' })}`,
    },
    { key: 'region', title: t('targets.row.village'), render: (row) => row.regionName },
  ];
  const title = cause ? t(`targets.cause.${cause}`) : t('targets.movement.all');
  return (
    <>
      <h4 className="movement-rows-title">
        {title}
        <small>{t('targets.count', { count: rows.length })}</small>
      </h4>
      {truncated && <p className="target-note">{t('targets.movement.truncated')}</p>}
      {chosen && rows.includes(chosen) && <Why row={chosen} />}
      <div className="rows-table movement-rows">
        <Table
          caption={t('targets.movement.rowsCaption', { title, count: rows.length })}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          selectedKey={chosen ? keyOf(chosen) : null}
          onActivate={(row) => void choose(row)}
        />
      </div>
    </>
  );
}

function Why({ row }: { readonly row: Row }) {
  const { t } = useTranslation();
  return (
    <dl className="movement-why" aria-live="polite">
      <dt>{t('targets.movement.why.row')}</dt>
      <dd>{row.label || row.id}</dd>
      <dt>{t('targets.movement.why.who')}</dt>
      <dd>{row.changedBy ?? t('targets.movement.why.nobody')}</dd>
      <dt>{t('targets.movement.why.reason')}</dt>
      <dd>{row.reason ?? t('targets.movement.why.none')}</dd>
      <dt>{t('targets.movement.why.document')}</dt>
      <dd>{row.document ?? t('targets.movement.why.none')}</dd>
      <dt>{t('targets.movement.why.valid')}</dt>
      <dd>{momentText(row.validFrom)}</dd>
      <dt>{t('targets.movement.why.known')}</dt>
      <dd>{momentText(row.knownFrom)}</dd>
    </dl>
  );
}

/** One feature may have moved the figure more than once. */
function keyOf({ layer, id, cause, knownFrom, change }: Row): string {
  return `${layer}/${id}/${cause}/${knownFrom}/${change}`;
}
