import CircleCheck from 'lucide-react/icons/circle-check';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { WhatIf } from '#core/contract/what-if.ts';
import { useLanguage } from '../../app/i18n.ts';
import { momentText } from '../../state/as-of.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { OpenedHead } from '../targets/opened-head.tsx';
import { useDraft } from './draft.ts';
import { type FigureRow, rowsOfFigure } from './figure-rows.ts';
import { useLandClassName, useRegionName } from './names.ts';
import { type Opened, openFigure } from './opened.ts';
import { RemainingSum } from './remaining-sum.tsx';
import { useFigures } from './use-figures.ts';
import { useLitPieces } from './use-lit-pieces.ts';

interface OpenedFigureProps {
  readonly opened: Opened;
  readonly answer: WhatIf;
}

/** 打开数字: formula, data date, and the pieces that the figure sums, in a table and lit on the map. */
export function OpenedFigure({ opened, answer }: OpenedFigureProps) {
  const { t } = useTranslation();
  const source = useFigures(({ current, source }) => (current ? source : 'stale'));
  const title = useTitle(opened, answer);
  return (
    <div className="opened">
      <OpenedHead title={title} back={t('whatIf.open.back')} onBack={() => openFigure(null)} />
      <p className="opened-rule">
        {t(`whatIf.formula.${opened.figure}`)}
        <small>
          {t('whatIf.open.moment', { moment: momentText(answer.moments.asOf) })} ·{' '}
          {t(`whatIf.source.${source ?? 'preview'}`)}
        </small>
      </p>
      {opened.figure === 'remaining' ? (
        <RemainingSum answer={answer} />
      ) : (
        <Rows opened={opened} answer={answer} title={title} />
      )}
    </div>
  );
}

function useTitle({ figure, key }: Opened, answer: WhatIf): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const className = useLandClassName();
  const regionName = useRegionName();
  const item = useDraft((state) => state.content?.items.find(({ id }) => id === key)?.name);
  switch (figure) {
    case 'class':
      return `${key} ${className(key ?? '')}`;
    case 'village':
      return answer.total.byVillage.find(({ code }) => code === key)?.name ?? regionName(key ?? '');
    case 'touched':
      return answer.touched.find(({ layer }) => layer === key)?.title[language] ?? key ?? '';
    case 'item':
      return item ?? '';
    default:
      return t(`whatIf.${figure}`);
  }
}

function Rows({ opened, answer, title }: OpenedFigureProps & { readonly title: string }) {
  const { t } = useTranslation();
  const text = useAreaText();
  const language = useLanguage();
  const className = useLandClassName();
  const regionName = useRegionName();
  const items = useDraft((state) => state.content?.items ?? NO_ITEMS);
  const { rows, total, sum } = useMemo(() => rowsOfFigure(opened, answer, items), [opened, answer, items]);
  const lights = useLitPieces(rows);
  // Features may overlap one another; their union counts once.
  const union = opened.figure === 'touched' && sum > total;
  const equal = sum === total || union;
  const pieces = opened.figure !== 'touched';
  const columns: Column<FigureRow>[] = [
    { key: 'label', title: t('whatIf.row.label'), render: (row) => row.label || String(row.id) },
    ...(pieces
      ? ([
          {
            key: 'class',
            title: t('whatIf.row.class'),
            render: (row) => `${row.landClass} ${className(row.landClass ?? '')}`,
          },
          ...(['parcel', 'deducted', 'ofClass'] as const).map((area) => ({
            key: area,
            title: t(`whatIf.row.${area}`),
            numeric: true,
            render: (row: FigureRow) => (row.areas?.[area] ?? 0).toFixed(2),
          })),
        ] satisfies Column<FigureRow>[])
      : []),
    {
      key: 'value',
      title: t('whatIf.row.value'),
      numeric: true,
      render: (row) => <Area value={row.value} use="table" />,
    },
    ...(pieces
      ? ([
          {
            key: 'village',
            title: t('whatIf.row.village'),
            render: (row) => regionName(row.regionCode ?? ''),
          },
          {
            key: 'item',
            title: t('whatIf.row.item'),
            render: (row) => items.find(({ id }) => id === row.item)?.name ?? '',
          },
        ] satisfies Column<FigureRow>[])
      : []),
  ];
  return (
    <>
      <section
        className={`sum-line sum-line-${equal ? 'equal' : 'different'}`}
        aria-label={t('whatIf.open.check')}
      >
        <p className="sum-line-equation">
          {t('whatIf.open.sum', { count: rows.length, sum: text(sum, { unit: 'm2' }) })}
          <small>{text(sum, { use: 'table' })}</small>
        </p>
        <p className="sum-line-verdict" role="status">
          {equal ? <CircleCheck size={16} aria-hidden /> : <OctagonAlert size={16} aria-hidden />}
          <span>
            {t(`whatIf.open.${union ? 'union' : equal ? 'equal' : 'different'}`, {
              total: text(total, { unit: 'm2' }),
            })}
          </span>
        </p>
      </section>
      {opened.figure === 'touched' && opened.key === 'permanent_farmland' && (
        <p className="target-note">{t('whatIf.open.permanentNote')}</p>
      )}
      <div className="rows-table what-if-rows">
        <Table
          caption={t('whatIf.row.caption', {
            title,
            count: rows.length,
            layer: layerById(rows[0]?.layer ?? 'land_parcels').title[language],
          })}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.key}
          selectedKey={lights.selectedKey}
          onActivate={lights.choose}
          onPoint={lights.point}
        />
      </div>
    </>
  );
}

const NO_ITEMS: never[] = [];
