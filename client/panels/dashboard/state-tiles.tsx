import { useTranslation } from 'react-i18next';
import type { Dashboard } from '#core/contract/indicators.ts';
import { classNames } from '../../ui/class-names.ts';
import { StateMark } from '../targets/state-mark.tsx';

export type State = Dashboard['targets'][number]['state'];

const states: readonly State[] = ['holds', 'near', 'breached', 'not-measured'];

interface StateTilesProps {
  readonly targets: Dashboard['targets'];
  readonly only: State | null;
  readonly onOnly: (state: State | null) => void;
}

/** 状态: how many targets hold, are near, are missed, are not measured; pressing one shows those alone. */
export function StateTiles({ targets, only, onOnly }: StateTilesProps) {
  const { t } = useTranslation();
  return (
    <ul className="dashboard-tiles" aria-label={t('dashboard.states')}>
      {states.map((state) => {
        const count = targets.filter((target) => target.state === state).length;
        return (
          <li key={state}>
            <button
              type="button"
              className={classNames('tile', `target-state-${state}`, only === state && 'tile-on')}
              aria-pressed={only === state}
              onClick={() => onOnly(only === state ? null : state)}
            >
              <strong>{count}</strong>
              <StateMark state={state} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
