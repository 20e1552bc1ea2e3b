import CircleAlert from 'lucide-react/icons/circle-alert';
import Info from 'lucide-react/icons/info';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import { useTranslation } from 'react-i18next';
import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import { useLanguage } from '../../app/i18n.ts';
import { flyTo } from '../../map/highlight.ts';
import { Button } from '../../ui/button.tsx';

export type ShownFinding = WhatIf['findings'][number];

const icons = { error: OctagonAlert, warning: CircleAlert, info: Info };
const rank = { error: 0, warning: 1, info: 2 };

interface FindingsProps {
  readonly answer: WhatIf;
  readonly items: readonly ScenarioItem[];
}

/** 提示: everything the answer has to say, worst first; those about one item are on its card as well. */
export function Findings({ answer, items }: FindingsProps) {
  const { t } = useTranslation();
  const all = new Map<string, ShownFinding>();
  for (const finding of [...answer.findings, ...answer.items.flatMap((item) => item.findings)]) {
    all.set(finding.id, finding);
  }
  if (all.size === 0) return null;
  const sorted = [...all.values()].sort((a, b) => rank[a.severity] - rank[b.severity]);
  return (
    <section aria-label={t('whatIf.findings')}>
      <h3 className="what-if-heading">{t('whatIf.findings')}</h3>
      <FindingList findings={sorted} nameOf={(id) => items.find((item) => item.id === id)?.name} />
    </section>
  );
}

interface FindingListProps {
  readonly findings: readonly ShownFinding[];
  readonly nameOf?: (subject: string) => string | undefined;
}

export function FindingList({ findings, nameOf }: FindingListProps) {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  return (
    <ul className="what-if-findings">
      {findings.map((finding) => {
        const Icon = icons[finding.severity];
        const next = `whatIf.next.${finding.code}`;
        const name = nameOf?.(finding.subject);
        const { lonLat } = finding;
        return (
          <li key={finding.id} className={`what-if-finding what-if-finding-${finding.severity}`}>
            <Icon size={16} aria-label={t(`whatIf.severity.${finding.severity}`)} />
            <span>
              {name && <strong>{name} </strong>}
              {finding.message[language]}
              {i18n.exists(next) && <small>{t(next)}</small>}
            </span>
            {lonLat && (
              <Button variant="quiet" onClick={() => void flyTo([lonLat[0], lonLat[1]], 18)}>
                {t('whatIf.showPlace')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
