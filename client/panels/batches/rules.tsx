import { useTranslation } from 'react-i18next';
import type { Batch } from '#core/contract/batches.ts';
import type { RuleUse } from '#core/contract/what-if.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Area } from '../../ui/area.tsx';

/** 审批权限与占补: who must approve and what must be made good, each with the rule that says so. */
export function Rules({ batch: { authority, balance } }: { readonly batch: Batch }) {
  const { t } = useTranslation();
  return (
    <section className="batch-section" aria-labelledby="batch-rules">
      <h4 id="batch-rules">{t('batches.rules')}</h4>
      <dl className="batch-facts">
        <div>
          <dt>{t('batches.authority')}</dt>
          <dd>{t(`batches.level.${authority.level}`)}</dd>
        </div>
        <div>
          <dt>{t('batches.occupied')}</dt>
          <dd>
            <Area value={balance.occupiedSquareMeters} both />
          </dd>
        </div>
        <div>
          <dt>{t('batches.supplied')}</dt>
          <dd>
            <Area value={balance.suppliedSquareMeters} both />
          </dd>
        </div>
        <div>
          <dt>{t('batches.shortfall')}</dt>
          <dd className={balance.shortfallSquareMeters > 0 ? 'batch-lacking' : ''}>
            {balance.shortfallSquareMeters > 0 ? (
              <Area value={balance.shortfallSquareMeters} both />
            ) : (
              t('batches.noShortfall')
            )}
          </dd>
        </div>
        {balance.inOutSquareMeters > 0 && (
          <div>
            <dt>{t('batches.inOut')}</dt>
            <dd>
              <Area value={balance.inOutSquareMeters} both />
            </dd>
          </div>
        )}
      </dl>
      <ul className="rule-list">
        {[...authority.reasons, balance.rule].map((rule) => (
          <RuleLine key={rule.text.zh} rule={rule} />
        ))}
      </ul>
    </section>
  );
}

function RuleLine({ rule }: { readonly rule: RuleUse }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li>
      {rule.text[language]}
      <small>
        {t('batches.ruleSource', { source: rule.source })}
        {!rule.verified && ` · ${t('batches.unverified')}`}
      </small>
    </li>
  );
}
