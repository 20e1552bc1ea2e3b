import Check from 'lucide-react/icons/check';
import { useTranslation } from 'react-i18next';
import type { Batch } from '#core/contract/batches.ts';
import { STATUSES, stageState } from './figures.ts';

/** 办理阶段: where the batch stands between plan and ground, each stage with the day it was reached. */
export function Stepper({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation();
  return (
    <ol className="stepper" aria-label={t('batches.stages')}>
      {STATUSES.map((stage, index) => {
        const state = stageState(stage, batch.status);
        const reached = batch.events.filter((event) => event.step === stage).at(-1);
        return (
          <li
            key={stage}
            className={`stepper-stage stepper-${state}`}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <span className="stepper-mark" aria-hidden>
              {state === 'done' ? <Check size={14} /> : index + 1}
            </span>
            <span>{t(`batches.stage.${stage}`)}</span>
            <span className="visually-hidden">{t(`batches.stageState.${state}`)}</span>
            {state !== 'ahead' && reached && <small>{reached.happenedOn}</small>}
          </li>
        );
      })}
    </ol>
  );
}
