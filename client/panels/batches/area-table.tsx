import CircleCheck from 'lucide-react/icons/circle-check';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch } from '#core/contract/batches.ts';
import { Area } from '../../ui/area.tsx';
import { AREA_COLUMNS, sumAreas, unequalColumns } from './figures.ts';
import { fitParcels } from './light.ts';
import '../../ui/table.css';

/** 报批面积表: a line a parcel; its name opens it to its classes and shows it on the map. The rows are added up here and must be the total. */
export function AreaTable({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  const { parcels, areas } = batch;
  const columns = AREA_COLUMNS.filter(({ key, always }) => always || areas[key] > 0);
  const unequal = unequalColumns(parcels, areas);
  const Icon = unequal.length === 0 ? CircleCheck : OctagonAlert;
  return (
    <section className="batch-section" aria-labelledby="batch-areas">
      <h4 id="batch-areas">{t('batches.areas')}</h4>
      {parcels.length === 0 ? (
        <p className="batch-note">{t('batches.noParcels')}</p>
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="batch-scroll" tabIndex={0} aria-label={t('batches.areas')}>
            <table className="table batch-table">
              <caption className="visually-hidden">{t('batches.areasCaption')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('batches.parcel')}</th>
                  {columns.map(({ key }) => (
                    <th key={key} scope="col" className="numeric">
                      {t(`batches.column.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {parcels.map((parcel) => (
                  <Fragment key={parcel.id}>
                    <tr className={open === parcel.id ? 'table-selected' : ''}>
                      <th scope="row">
                        <button
                          type="button"
                          className="text-button"
                          aria-expanded={open === parcel.id}
                          onClick={() => {
                            setOpen(open === parcel.id ? null : parcel.id);
                            if (open !== parcel.id) fitParcels([parcel]);
                          }}
                        >
                          {parcel.name || parcel.number}
                        </button>
                      </th>
                      {columns.map(({ key }) => (
                        <td key={key} className="numeric">
                          <Area value={parcel.areas[key]} use="table" />
                        </td>
                      ))}
                    </tr>
                    {open === parcel.id && (
                      <tr className="batch-classes">
                        <td colSpan={columns.length + 1}>
                          <ClassList parcel={parcel} />
                        </td>
                      </tr>
                    )}
                  </Fragment>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{t('batches.total')}</th>
                  {columns.map(({ key }) => (
                    <td key={key} className="numeric">
                      <Area value={areas[key]} use="table" />
                    </td>
                  ))}
                </tr>
              </tfoot>
            </table>
          </section>
          <p className={unequal.length === 0 ? 'batch-sum' : 'batch-sum batch-sum-wrong'} role="status">
            <Icon size={16} aria-hidden />
            {unequal.length === 0
              ? t('batches.sumEqual', { count: parcels.length })
              : t('batches.sumUnequal', {
                  columns: unequal.map((key) => t(`batches.column.${key}`)).join(t('batches.comma')),
                })}
          </p>
        </>
      )}
      {batch.reportedText && (
        <p className="batch-note">
          {t('batches.reported', { text: batch.reportedText, unit: batch.reportedUnit ?? '' })}
        </p>
      )}
    </section>
  );
}

function ClassList({ parcel }: { readonly parcel: Batch['parcels'][number] }) {
  const { t } = useTranslation();
  const { byClass } = parcel.areas;
  return (
    <dl className="class-list">
      <dt>{t('batches.plannedUse')}</dt>
      <dd>
        {parcel.plannedUse ?? t('batches.notNamed')} · {t('batches.classAfter')}{' '}
        {parcel.landClassAfter ?? t('batches.notNamed')}
      </dd>
      {byClass.map(({ code, name, areaSquareMeters }) => (
        <Fragment key={code}>
          <dt>
            {code} {name}
          </dt>
          <dd>
            <Area value={areaSquareMeters} use="table" />
          </dd>
        </Fragment>
      ))}
      <dt>{t('batches.classSum')}</dt>
      <dd>
        <Area value={sumAreas(byClass.map((item) => item.areaSquareMeters))} use="table" />
      </dd>
    </dl>
  );
}
