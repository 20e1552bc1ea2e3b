import CircleCheck from 'lucide-react/icons/circle-check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { notify } from '../../state/notice.ts';
import { useRegion } from '../../state/region.ts';
import { useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { formOfProposal, type Proposal } from './form-values.ts';
import { useIndicators } from './queries.ts';
import { TargetForm } from './target-form.tsx';

interface ProposalCardProps {
  readonly number: number;
  readonly proposal: Proposal;
  readonly document: string;
  readonly clause: string;
  readonly lit: boolean;
  readonly onLight: (on: boolean) => void;
}

/** 读出的一项: as it was read, and what was not read; entered only when a person has looked it over and pressed. */
export function ProposalCard({ number, proposal, document, clause, lit, onLight }: ProposalCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = useAreaText();
  const titleId = useId();
  const workspace = useWorkspace().data;
  const shown = useRegion((state) => state.code) ?? workspace?.region ?? '';
  const indicators = useIndicators().data;
  const [checking, setChecking] = useState(false);
  const [stored, setStored] = useState(false);

  const title = indicators?.find(({ code }) => code === proposal.indicator)?.title[language];
  const region = workspace?.regions.find(({ code }) => code === proposal.regionCode)?.name;
  const facts: readonly (readonly [key: string, value: string | null])[] = [
    ['indicator', title ?? proposal.indicator],
    [
      'comparator',
      proposal.comparatorText === null
        ? t('indicators.read.assumed', { what: t(`indicators.comparator.${proposal.comparator}`) })
        : t('indicators.read.comparatorAsRead', {
            what: t(`indicators.comparator.${proposal.comparator}`),
            words: proposal.comparatorText,
          }),
    ],
    [
      'reportedText',
      `${proposal.reportedText} ${proposal.reportedUnit}${
        proposal.unit === 'area' ? ` = ${text(proposal.value, { unit: 'm2' })}` : ''
      }`,
    ],
    ['year', proposal.year === null ? null : String(proposal.year)],
    ['place', proposal.place],
    ['region', region ?? proposal.regionCode],
  ];
  return (
    <article
      className={classNames('proposal', lit && 'proposal-lit')}
      aria-labelledby={titleId}
      onMouseEnter={() => onLight(true)}
      onMouseLeave={() => onLight(false)}
    >
      <h4 id={titleId}>
        {t('indicators.read.proposal', {
          number,
          figure: `${proposal.reportedText} ${proposal.reportedUnit}`,
        })}
      </h4>
      <p className="proposal-clause">{proposal.clause}</p>
      {proposal.flags.map((flag) => (
        <p key={flag} className="proposal-flag">
          <TriangleAlert size={16} aria-hidden />
          {t(`indicators.read.flag.${flag}`)}
        </p>
      ))}
      {!checking && (
        <dl className="proposal-facts">
          {facts.map(([key, value]) => (
            <div key={key}>
              <dt>{t(`indicators.field.${key}`)}</dt>
              <dd className={value === null ? 'proposal-unread' : ''}>
                {value ?? t('indicators.read.unread')}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {stored ? (
        <p className="proposal-stored">
          <CircleCheck size={16} aria-hidden />
          {t('indicators.read.stored')}
        </p>
      ) : checking ? (
        <TargetForm
          label={t('indicators.read.check')}
          start={formOfProposal(proposal, {
            region: shown,
            sourceDocument: document,
            sourceClause: clause,
            reason: '',
          })}
          confirm={t('indicators.read.confirm')}
          onStored={(form) => {
            setStored(true);
            setChecking(false);
            notify(t('indicators.entered', { text: `${form.reportedText} ${form.reportedUnit}` }));
          }}
          onCancel={() => setChecking(false)}
        >
          <p className="indicators-note">{t('indicators.read.checkWhat')}</p>
        </TargetForm>
      ) : (
        <div>
          <Button onClick={() => setChecking(true)}>{t('indicators.read.check')}</Button>
        </div>
      )}
    </article>
  );
}
