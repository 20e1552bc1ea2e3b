import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';
import type { Region } from '#core/contract/workspace.ts';
import { download } from '../../api/download.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useMoments } from '../../state/as-of.ts';
import { useMay } from '../../state/session.ts';
import { Select } from '../../ui/controls.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { Empty } from '../../ui/progress.tsx';
import { fullCode } from './regions.ts';
import { TargetCard } from './target-card.tsx';

interface TargetListProps {
  /** Region chosen in the top bar. */
  readonly asked: string;
  /** Region that the targets belong to; a region above `asked` when that has none of its own. */
  readonly region: Region | null;
  readonly targets: readonly Target[];
  /** Year of the workspace. */
  readonly year: number;
  readonly demonstration: boolean;
}

/** 指标卡片, farmland first, for one year. */
export function TargetList({ asked, region, targets, year, demonstration }: TargetListProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const may = useMay();
  const moments = useMoments();
  const years = [...new Set(targets.map((target) => target.year))].sort((a, b) => b - a);
  const [wanted, setYear] = useState(year);
  const shown = years.includes(wanted) ? wanted : years[0];
  if (!region || shown === undefined) {
    return <Empty title={t('targets.none')} hint={t('targets.noneHint')} />;
  }
  const inherited = fullCode(region.code) !== fullCode(asked);
  const part = inherited ? fullCode(asked) : undefined;
  const ofYear = targets.filter((target) => target.year === shown);

  return (
    <div className="targets">
      <header className="targets-head">
        <p className="targets-region">
          {(language === 'en' && region.nameEn) || region.name}
          {demonstration && <DemonstrationMark small />}
        </p>
        <Select
          label={t('targets.year')}
          value={String(shown)}
          options={years.map((value) => ({
            value: String(value),
            label: t('targets.yearOf', { year: value }),
          }))}
          onChange={(value) => setYear(Number(value))}
        />
      </header>
      {may('export', 'targets', region.code) && (
        <div className="targets-export">
          <ExportButton
            label={t('targets.exportReport')}
            onExport={() =>
              download('GET /api/targets/export', {
                query: { region: region.code, year: shown, ...moments },
              })
            }
          />
        </div>
      )}
      {inherited && <p className="targets-inherited">{t('targets.inherited', { region: region.name })}</p>}
      {[...ofYear]
        .sort((a, b) => rank(a) - rank(b))
        .map((target) => (
          <TargetCard key={target.id} target={target} part={part} />
        ))}
    </div>
  );
}

const FIRST = ['farmland_retention', 'permanent_farmland'];

function rank(target: Target): number {
  const index = FIRST.indexOf(target.indicator);
  return index < 0 ? FIRST.length : index;
}
