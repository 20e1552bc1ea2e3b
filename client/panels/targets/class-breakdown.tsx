import { useTranslation } from 'react-i18next';
import { Area } from '../../ui/area.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { RowGroup } from './group-rows.ts';
import './opened.css';

interface ClassBreakdownProps {
  readonly groups: readonly RowGroup[];
  /** Class that the table is narrowed to, or null. */
  readonly chosen: string | null;
  readonly onChoose: (landClass: string | null) => void;
}

/** 按地类: what each class adds; pressing one narrows the table and the lights to it. */
export function ClassBreakdown({ groups, chosen, onChoose }: ClassBreakdownProps) {
  const { t } = useTranslation();
  return (
    <ul className="classes" aria-label={t('targets.byClass')}>
      {groups.map((group) => (
        <li key={group.code}>
          <button
            type="button"
            className={classNames('class-row', chosen === group.code && 'class-row-on')}
            aria-pressed={chosen === group.code}
            onClick={() => onChoose(chosen === group.code ? null : group.code)}
          >
            <span className="class-name">
              {group.code} {group.name || t('targets.noClass')}
            </span>
            <span className="class-count">{t('targets.count', { count: group.rowCount })}</span>
            <Area value={group.value} use="table" />
            <span className="class-share">{(group.share * 100).toFixed(1)} %</span>
            <span
              className="class-bar"
              aria-hidden
              style={{ '--share': group.share } as React.CSSProperties}
            />
          </button>
        </li>
      ))}
    </ul>
  );
}
