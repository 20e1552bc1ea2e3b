import CircleCheck from 'lucide-react/icons/circle-check';
import MapPin from 'lucide-react/icons/map-pin';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BalanceEntry } from '#core/contract/batches.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { useMay } from '../../state/session.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { BalanceForm } from './balance-form.tsx';
import { balanceOf, counts } from './figures.ts';
import { showFeature } from './light.ts';
import { openBatch } from './opened-batch.ts';
import { useBalance, useShownRegion } from './queries.ts';
import { ReverseDialog } from './reverse-dialog.tsx';

/** 占补台账: what was occupied, what makes it good, and whether they balance; entries are taken back, never deleted. */
export function BalanceLedger() {
  const { t } = useTranslation();
  const text = useAreaText();
  const may = useMay();
  const past = isPast(useMoments());
  const { code, region, demonstration } = useShownRegion();
  const { data, error, refetch } = useBalance(code);
  const [entering, setEntering] = useState(false);
  const [reversing, setReversing] = useState<BalanceEntry | null>(null);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data || code === undefined) return <Waiting label={t('batches.loading')} />;

  const writes =
    !past &&
    (may('edit_attributes', 'conversion_batches', code) || may('approve', 'conversion_batches', code));
  const own = balanceOf(data.entries);
  const agrees =
    own.occupied === data.occupiedSquareMeters &&
    own.supplied === data.suppliedSquareMeters &&
    own.balance === data.balanceSquareMeters;
  const Icon = agrees ? CircleCheck : OctagonAlert;
  return (
    <>
      <p className="batches-where">
        {region?.name ?? code}
        {demonstration && <DemonstrationMark small />}
      </p>
      <dl className="batch-facts">
        <div>
          <dt>{t('batches.balance.occupied')}</dt>
          <dd>
            <Area value={data.occupiedSquareMeters} both />
          </dd>
        </div>
        <div>
          <dt>{t('batches.balance.supplied')}</dt>
          <dd>
            <Area value={data.suppliedSquareMeters} both />
          </dd>
        </div>
        <div>
          <dt>{t('batches.balance.balance')}</dt>
          <dd className={data.balanceSquareMeters < 0 ? 'batch-lacking' : ''}>
            {t(data.balanceSquareMeters < 0 ? 'batches.balance.lacks' : 'batches.balance.over', {
              area: text(Math.abs(data.balanceSquareMeters)),
            })}
            <small>{text(data.balanceSquareMeters, { unit: 'm2' })}</small>
          </dd>
        </div>
      </dl>
      <p className={agrees ? 'batch-sum' : 'batch-sum batch-sum-wrong'} role="status">
        <Icon size={16} aria-hidden />
        {t(agrees ? 'batches.balance.sumEqual' : 'batches.balance.sumUnequal', {
          count: data.entries.length,
        })}
      </p>
      {writes && !entering && (
        <div>
          <Button variant="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setEntering(true)}>
            {t('batches.balance.enter')}
          </Button>
        </div>
      )}
      {entering && <BalanceForm region={code} onClose={() => setEntering(false)} />}
      {data.entries.length === 0 ? (
        <Empty title={t('batches.balance.none')} hint={t('batches.balance.noneHint')} />
      ) : (
        <ul className="entries" aria-label={t('batches.balance.entries')}>
          {data.entries.map((entry) => (
            <li key={entry.id} className={counts(entry) ? 'entry' : 'entry entry-void'}>
              <p className="entry-head">
                <strong>
                  {entry.reverses === null
                    ? t(`batches.balance.kind.${entry.entry}`)
                    : t('batches.balance.reversal', { id: entry.reverses })}
                </strong>
                <Area value={entry.areaSquareMeters} use="table" both />
              </p>
              <p>
                {t('batches.balance.number', { id: entry.id })} · {entry.acceptedOn} ·{' '}
                {entry.document ?? t('batches.noDocument')}
                {entry.projectNumber && ` · ${t('batches.balance.project', { number: entry.projectNumber })}`}
              </p>
              {entry.note && <p>{entry.note}</p>}
              {entry.reversedBy !== null && (
                <p className="batch-note">{t('batches.balance.reversed', { id: entry.reversedBy })}</p>
              )}
              <p className="entry-actions">
                {entry.batch && (
                  <button type="button" className="text-button" onClick={() => openBatch(entry.batch!.id)}>
                    {t('batches.balance.ofBatch', { number: entry.batch.number })}
                  </button>
                )}
                {entry.land && (
                  <IconButton
                    label={t('batches.balance.showLand', { label: entry.land.label })}
                    onClick={() => void showFeature({ layer: 'land_parcels', id: entry.land!.id })}
                  >
                    <MapPin size={16} aria-hidden />
                  </IconButton>
                )}
                {writes && entry.batch === null && counts(entry) && (
                  <Button variant="quiet" onClick={() => setReversing(entry)}>
                    {t('batches.balance.reverse')}
                  </Button>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
      {reversing && <ReverseDialog entry={reversing} onClose={() => setReversing(null)} />}
    </>
  );
}
