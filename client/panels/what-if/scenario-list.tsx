import Archive from 'lucide-react/icons/archive';
import Columns3 from 'lucide-react/icons/columns-3';
import Copy from 'lucide-react/icons/copy';
import Plus from 'lucide-react/icons/plus';
import { useTranslation } from 'react-i18next';
import type { ScenarioSummary } from '#core/contract/scenarios.ts';
import type { Workspace } from '#core/contract/workspace.ts';
import { useRegion } from '../../state/region.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { COMPARE_LIMIT, tick, useComparing } from './comparing.ts';
import { useScenarios } from './queries.ts';
import { Room } from './room.tsx';
import { archive, duplicate, newScenario, openScenario } from './save.ts';

/** 情景清单: mine, shared with me and the demonstration's; a new one; some beside each other. */
export function ScenarioList({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useScenarios();
  const chosen = useComparing((state) => state.chosen);
  const region = useRegion((state) => state.code) ?? workspace.region;
  const scenarios = data?.scenarios ?? [];
  const groups = [
    ['mine', scenarios.filter(({ mine }) => mine)],
    ['shared', scenarios.filter(({ mine, owner }) => !mine && owner !== null)],
    ['demonstration', scenarios.filter(({ mine, owner }) => !mine && owner === null)],
  ] as const;
  const begin = () =>
    newScenario({
      region,
      name: t('whatIf.newName', { count: scenarios.length + 1 }),
      year: workspace.year,
      surveyDate: null,
      note: '',
      items: [],
    });
  const several = chosen.filter((id) => scenarios.some((scenario) => scenario.id === id));

  return (
    <div className="what-if">
      <p className="what-if-lead">
        {t('whatIf.lead')}
        {workspace.demonstration && <DemonstrationMark small />}
      </p>
      <div className="what-if-buttons">
        <Button variant="primary" icon={<Plus size={16} aria-hidden />} onClick={begin}>
          {t('whatIf.new')}
        </Button>
        <Button
          icon={<Columns3 size={16} aria-hidden />}
          disabledReason={several.length < 2 ? t('whatIf.compare.why', { count: COMPARE_LIMIT }) : undefined}
          onClick={() => useComparing.setState({ shown: true })}
        >
          {t('whatIf.compare.button', { count: several.length })}
        </Button>
      </div>
      <Room region={region} year={workspace.year} />
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting label={t('whatIf.listing')} />}
      {data && scenarios.length === 0 && <Empty title={t('whatIf.none')} hint={t('whatIf.noneHint')} />}
      {groups.map(
        ([group, members]) =>
          members.length > 0 && (
            <section key={group} aria-label={t(`whatIf.group.${group}`)}>
              <h3 className="what-if-heading">{t(`whatIf.group.${group}`)}</h3>
              <ul className="what-if-list">
                {members.map((scenario) => (
                  <ScenarioRow key={scenario.id} scenario={scenario} chosen={chosen.includes(scenario.id)} />
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  );
}

interface ScenarioRowProps {
  readonly scenario: ScenarioSummary;
  readonly chosen: boolean;
}

function ScenarioRow({ scenario, chosen }: ScenarioRowProps) {
  const { t } = useTranslation();
  const { id, name, year, itemCount, owner, mine, shared } = scenario;
  return (
    <li className="what-if-row">
      <input
        type="checkbox"
        aria-label={t('whatIf.compare.tick', { name })}
        checked={chosen}
        onChange={(event) => tick(id, event.target.checked)}
      />
      <button type="button" className="what-if-open" onClick={() => openScenario(id)}>
        <strong>{name}</strong>
        <small>
          {[
            t('whatIf.yearOf', { year }),
            t('whatIf.itemCount', { count: itemCount }),
            !mine && owner,
            mine && shared && t('whatIf.isShared'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </button>
      <IconButton label={t('whatIf.duplicate', { name })} onClick={() => void duplicate(id)}>
        <Copy size={16} aria-hidden />
      </IconButton>
      {mine && (
        <IconButton
          label={t('whatIf.archive', { name })}
          onClick={() => void archive(id, scenario.versionId, name)}
        >
          <Archive size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
