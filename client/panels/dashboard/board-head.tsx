import ChevronRight from 'lucide-react/icons/chevron-right';
import { useTranslation } from 'react-i18next';
import type { Dashboard } from '#core/contract/indicators.ts';
import type { Workspace } from '#core/contract/workspace.ts';
import { chooseRegion } from '../../commands/choose-region.ts';
import { Select } from '../../ui/controls.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { regionsUpwards } from '../targets/regions.ts';
import { useRegionName } from './region-name.ts';

interface BoardHeadProps {
  readonly workspace: Workspace;
  readonly data: Dashboard;
  readonly onYear: (year: number) => void;
}

/** 看板的头: where, which year, of which day; the way up. */
export function BoardHead({ workspace, data, onYear }: BoardHeadProps) {
  const { t } = useTranslation();
  const nameOf = useRegionName(workspace);
  const { region, year, years } = data;
  const above = regionsUpwards(region.code, workspace.regions).slice(1).reverse();
  const choices = years.includes(year) ? years : [...years, year].sort((a, b) => a - b);
  return (
    <header className="dashboard-head">
      <nav aria-label={t('dashboard.where')} className="dashboard-where">
        {above.map((one) => (
          <span key={one.code}>
            <button type="button" className="link-button" onClick={() => chooseRegion(workspace, one.code)}>
              {nameOf(one)}
            </button>
            <ChevronRight size={14} aria-hidden />
          </span>
        ))}
        <strong aria-current="page">{nameOf(region)}</strong>
        {workspace.demonstration && <DemonstrationMark small />}
      </nav>
      <div className="dashboard-choices">
        <Select
          label={t('dashboard.year')}
          value={String(year)}
          options={[...choices].reverse().map((one) => ({
            value: String(one),
            label: t('dashboard.yearOf', { year: one }),
          }))}
          onChange={(value) => onYear(Number(value))}
        />
        <span className="dashboard-date">
          {data.dataDate ? t('dashboard.dataDate', { date: data.dataDate }) : t('dashboard.noDate')}
        </span>
      </div>
    </header>
  );
}
