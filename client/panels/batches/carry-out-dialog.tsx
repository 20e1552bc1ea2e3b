import CircleCheck from 'lucide-react/icons/circle-check';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import { useTranslation } from 'react-i18next';
import type { Batch } from '#core/contract/batches.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { difference, farmlandPromise, sumAreas } from './figures.ts';
import { useFarmlandFloor } from './queries.ts';

interface CarryOutDialogProps {
  readonly batch: Batch;
  /** Taking it back instead. */
  readonly undo: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** 实施确认: by how much the farmland will fall, from what to what, and against which floor, before the ledger changes. */
export function CarryOutDialog({ batch, undo, pending, error, onConfirm, onClose }: CarryOutDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = useAreaText();
  const floor = useFarmlandFloor(batch.regionCode);
  const promise = farmlandPromise(batch);
  const both = (area: number) => `${text(area, { unit: 'm2' })}（${text(area)}）`;
  const before = floor.data?.measured?.value;
  const after =
    before === undefined ? undefined : undo ? sumAreas([before, promise]) : difference(before, promise);
  const margin = after === undefined || !floor.data ? undefined : difference(after, floor.data.value);
  const breaks = margin !== undefined && margin < 0;
  const Icon = breaks ? OctagonAlert : CircleCheck;
  return (
    <Dialog
      title={t(undo ? 'batches.carry.undoTitle' : 'batches.carry.title', { batch: batch.name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('batches.carry.keep')}</Button>
          <Button
            variant={undo || breaks ? 'danger' : 'primary'}
            disabledReason={
              pending ? t('batches.recording') : floor.isPending ? t('batches.carry.asking') : undefined
            }
            onClick={onConfirm}
          >
            {t(undo ? 'batches.carry.undoConfirm' : 'batches.carry.confirm')}
          </Button>
        </>
      }
    >
      <div className="carry">
        <p className="carry-sentence">
          {t(undo ? 'batches.carry.rises' : 'batches.carry.falls', { area: both(promise) })}
        </p>
        {floor.isPending && <Waiting label={t('batches.carry.asking')} />}
        {floor.error && <ProblemView error={floor.error} onRetry={() => void floor.refetch()} />}
        {floor.data === null && <p className="batch-warning">{t('batches.carry.noFloor')}</p>}
        {floor.data && after !== undefined && margin !== undefined && (
          <>
            <dl className="batch-facts">
              <div>
                <dt>{t('batches.carry.before')}</dt>
                <dd>{both(floor.data.measured!.value)}</dd>
              </div>
              <div>
                <dt>{t('batches.carry.after')}</dt>
                <dd>{both(after)}</dd>
              </div>
              <div>
                <dt>{t('batches.carry.floor', { region: floor.data.regionName, year: floor.data.year })}</dt>
                <dd>
                  {both(floor.data.value)}
                  <small>
                    {floor.data.title[language]} · {floor.data.sourceDocument}
                  </small>
                </dd>
              </div>
            </dl>
            <p className={breaks ? 'batch-verdict batch-verdict-block' : 'batch-verdict'}>
              <Icon size={16} aria-hidden />{' '}
              {t(breaks ? 'batches.carry.below' : 'batches.carry.above', { area: both(Math.abs(margin)) })}
            </p>
          </>
        )}
        <p className="batch-note">
          {t(undo ? 'batches.carry.undoWhat' : 'batches.carry.what', { count: batch.pieces.length })}
        </p>
        {error !== null && error !== undefined && <ProblemView error={error} />}
      </div>
    </Dialog>
  );
}
