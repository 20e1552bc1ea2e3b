import { useTranslation } from 'react-i18next';
import type { RuleUse, WhatIf } from '#core/contract/what-if.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { SquareMetersOf } from './answer.tsx';
import { FigureButton } from './figure-button.tsx';
import { sumOf } from './figure-rows.ts';
import { useLandClassName } from './names.ts';
import type { Opened } from './opened.ts';

/** 明细: by class and by village, what must be made good, and who must approve. */
export function Shares({ answer }: { readonly answer: WhatIf }) {
  const { t } = useTranslation();
  const className = useLandClassName();
  const { total } = answer;
  return (
    <>
      <details className="target-more" open>
        <summary>{t('whatIf.byClass')}</summary>
        <ShareTable
          title={t('whatIf.byClass')}
          figure="class"
          shares={total.byClass.map((share) => ({
            ...share,
            name: `${share.code} ${className(share.code)}`,
          }))}
        />
        <dl className="what-if-groups">
          {(['agricultural', 'construction', 'unused', 'unsurveyed'] as const).map((group) => (
            <div key={group}>
              <dt>{t(`whatIf.landGroup.${group}`)}</dt>
              <dd>
                <Area value={total[`${group}SquareMeters`]} use="table" />
              </dd>
            </div>
          ))}
        </dl>
      </details>
      <details className="target-more">
        <summary>{t('whatIf.byVillage')}</summary>
        <ShareTable title={t('whatIf.byVillage')} figure="village" shares={total.byVillage} />
      </details>
      <Balance answer={answer} />
      <Authority answer={answer} />
    </>
  );
}

interface ShareTableProps {
  readonly title: string;
  readonly figure: Opened['figure'];
  readonly shares: readonly {
    readonly code: string;
    readonly name: string;
    readonly areaSquareMeters: number;
  }[];
}

/** Shares that add up to the total at the foot; each opens. */
function ShareTable({ title, figure, shares }: ShareTableProps) {
  const { t } = useTranslation();
  const total = sumOf(shares);
  return (
    <table className="what-if-sum">
      <caption className="visually-hidden">{title}</caption>
      <tbody>
        {shares.map(({ code, name, areaSquareMeters }) => (
          <tr key={code}>
            <th scope="row">{name}</th>
            <td className="numeric">
              <FigureButton opened={{ figure, key: code }} name={name}>
                <Area value={areaSquareMeters} use="table" />
              </FigureButton>
            </td>
            <td className="numeric">
              <SquareMetersOf value={areaSquareMeters} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('whatIf.shareTotal')}</th>
          <td className="numeric">
            <Area value={total} use="table" />
          </td>
          <td className="numeric">
            <SquareMetersOf value={total} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** 占补平衡, under the rule in force on the scenario's day. */
function Balance({ answer: { balance } }: { readonly answer: WhatIf }) {
  const { t } = useTranslation();
  const text = useAreaText();
  return (
    <section aria-label={t('whatIf.balance.title')}>
      <h3 className="what-if-heading">{t('whatIf.balance.title')}</h3>
      <dl className="what-if-groups">
        {(['occupied', 'inOut', 'supplied', 'shortfall'] as const).map((part) => {
          const value = balance[`${part}SquareMeters`];
          // 进出平衡 is asked only by the rules of 2021 to 2024.
          if (part === 'inOut' && value === 0) return null;
          return (
            <div key={part}>
              <dt>{t(`whatIf.balance.${part}`)}</dt>
              <dd>
                <Area value={value} use="table" />
                <small>{text(value, { unit: 'm2' })}</small>
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="what-if-verdict">
        {balance.shortfallSquareMeters > 0
          ? t('whatIf.balance.owes', { area: text(balance.shortfallSquareMeters, { use: 'table' }) })
          : t('whatIf.balance.even')}
      </p>
      <RuleLine rule={balance.rule} />
    </section>
  );
}

/** 审批权限, with the reason and its source. */
function Authority({ answer: { authority } }: { readonly answer: WhatIf }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('whatIf.authority.title')}>
      <h3 className="what-if-heading">{t('whatIf.authority.title')}</h3>
      <p className="what-if-verdict">{t(`whatIf.authority.${authority.level}`)}</p>
      {authority.reasons.map((rule) => (
        <RuleLine key={rule.text.zh} rule={rule} />
      ))}
    </section>
  );
}

/** A rule with its source; one that nobody has checked says so. */
function RuleLine({ rule }: { readonly rule: RuleUse }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <p className="what-if-rule">
      {rule.text[language]}
      <small>
        {t('whatIf.ruleSource', { source: rule.source })}
        {!rule.verified && <mark>{t('whatIf.unverified')}</mark>}
      </small>
    </p>
  );
}
