import { useTranslation } from 'react-i18next';
import type { LayerId } from '#core/catalog/types.ts';
import type { Cause as MovedBy } from '#core/contract/versions.ts';
import { ApiProblem } from '../../api/problem.ts';
import { today } from '../../ui/today.ts';
import { Box } from './box.tsx';
import type { Cause } from './draft-store.ts';

/** What is wrong with the cause; keys under `edit.fault`. */
export interface CauseFaults {
  readonly reason?: 'no-reason' | 'reason-too-long';
  readonly document?: 'document-too-long';
  readonly trueFrom?: 'not-a-date' | 'in-future' | 'before-version';
}

/**
 * 依据检查, as the contract has it.
 *
 * @param since day on which the version that is changed begins on the ground: a change cannot begin before it
 */
export function causeFaults({ reason, document, trueFrom }: Cause, since?: string): CauseFaults {
  const length = reason.trim().length;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(trueFrom);
  return {
    ...(length < 2 ? { reason: 'no-reason' } : length > 500 ? { reason: 'reason-too-long' } : {}),
    ...(document.trim().length > 200 ? { document: 'document-too-long' } : {}),
    ...(!day
      ? { trueFrom: 'not-a-date' }
      : trueFrom > today()
        ? { trueFrom: 'in-future' }
        : since && trueFrom < since
          ? { trueFrom: 'before-version' }
          : {}),
  };
}

const MOVED_BY: readonly MovedBy[] = ['converted', 'occupied', 'reclaimed', 'resurveyed', 'corrected'];
/** Layers that the farmland figures are summed from. */
const SUMMED: readonly LayerId[] = ['land_parcels', 'permanent_farmland'];

interface CauseBoxesProps {
  /** Layer that is changed: of some, what moves their figures is asked for. */
  readonly layer: LayerId;
  readonly cause: Cause;
  readonly faults: CauseFaults;
  /** Day before which it cannot begin. */
  readonly since?: string | undefined;
  /** The server's refusal, when it is about one of these boxes. */
  readonly problem: unknown;
  readonly onChange: (change: Partial<Cause>) => void;
}

/** 依据: the reason of a change, the document it rests on, and since when it is true on the ground. */
export function CauseBoxes({ layer, cause, faults, since, problem, onChange }: CauseBoxesProps) {
  const { t } = useTranslation();
  const refused = problem instanceof ApiProblem ? problem.body : null;
  const fault = (name: keyof CauseFaults) =>
    faults[name]
      ? t(`edit.fault.${faults[name]}`, { day: since })
      : refused?.field === name
        ? refused.detail
        : undefined;
  return (
    <>
      {SUMMED.includes(layer) && (
        <Box label={t('edit.moved.label')} hint={t('edit.moved.hint')}>
          {(control) => (
            <select
              {...control}
              className="select edit-select"
              value={cause.moved ?? ''}
              onChange={(event) => onChange({ moved: event.target.value as MovedBy | '' })}
            >
              <option value="">{t('edit.moved.none')}</option>
              {MOVED_BY.map((value) => (
                <option key={value} value={value}>
                  {t(`edit.moved.${value}`)}
                </option>
              ))}
            </select>
          )}
        </Box>
      )}
      <Box label={t('edit.reason')} required hint={t('edit.reasonHint')} error={fault('reason')}>
        {(control) => (
          <textarea
            {...control}
            className="input edit-text"
            rows={2}
            value={cause.reason}
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        )}
      </Box>
      <Box label={t('edit.document')} hint={t('edit.documentHint')} error={fault('document')}>
        {(control) => (
          <input
            {...control}
            className="input"
            autoComplete="off"
            value={cause.document}
            onChange={(event) => onChange({ document: event.target.value })}
          />
        )}
      </Box>
      <Box label={t('edit.trueFrom')} hint={t('edit.trueFromHint')} error={fault('trueFrom')}>
        {(control) => (
          <input
            {...control}
            className="input"
            type="date"
            min={since}
            max={today()}
            value={cause.trueFrom}
            onChange={(event) => onChange({ trueFrom: event.target.value })}
          />
        )}
      </Box>
    </>
  );
}
