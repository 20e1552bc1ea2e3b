import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import { squareMetersFrom } from '#core/geometry/units.ts';
import { type Rules, rulesOn, ruleUse } from '#core/rules/rules.ts';
import { sumSquareMeters } from '#core/scenario/account.ts';

/** What each item takes, for the rules: m² to 0.01. */
export interface Taken {
  readonly item: Pick<ScenarioItem, 'id' | 'kind' | 'expropriated'>;
  readonly areaSquareMeters: number;
  readonly farmlandLostSquareMeters: number;
  readonly farmlandGainedSquareMeters: number;
  readonly permanentSquareMeters: number;
}

/** 占补平衡 under the rule in force on the day. */
export function balanceOf(taken: readonly Taken[], date: string, rules?: Rules): WhatIf['balance'] {
  const { balance } = rulesOn(date, rules);
  const lost = (kinds: readonly string[]) =>
    sumSquareMeters(
      taken.filter(({ item }) => kinds.includes(item.kind)).map((each) => each.farmlandLostSquareMeters),
    );
  const occupied = lost(balance.balanced);
  const inOut = lost(balance.movedIn);
  const supplied = sumSquareMeters(taken.map((each) => each.farmlandGainedSquareMeters));
  return {
    occupiedSquareMeters: occupied,
    inOutSquareMeters: inOut,
    suppliedSquareMeters: supplied,
    shortfallSquareMeters: Math.max(0, sumSquareMeters([occupied, inOut, -supplied])),
    rule: ruleUse(balance),
  };
}

/** 审批权限: who must approve the conversions. Limits are strict: exactly 35 ha is not more than 35 ha. */
export function authorityOf(taken: readonly Taken[], date: string, rules?: Rules): WhatIf['authority'] {
  const conversions = taken.filter(({ item }) => item.kind === 'conversion');
  if (conversions.length === 0) return { level: 'none', reasons: [] };
  const { approval, notes } = rulesOn(date, rules);
  const expropriated = conversions.filter(({ item }) => item.expropriated);
  const permanent = sumSquareMeters(conversions.map((each) => each.permanentSquareMeters));
  const farmland = sumSquareMeters(expropriated.map((each) => each.farmlandLostSquareMeters));
  const other = sumSquareMeters([...expropriated.map((each) => each.areaSquareMeters), -farmland]);
  const above = (area: number, hectares = 0) => area > squareMetersFrom(hectares, 'ha');
  const used = approval.filter(({ when, limitHectares }) => {
    if (when === 'permanent') return permanent > 0;
    if (when === 'expropriated-farmland') return above(farmland, limitHectares);
    if (when === 'expropriated-other') return above(other, limitHectares);
    return false;
  });
  const applied = used.length > 0 ? used : approval.filter(({ when }) => when === 'any');
  return {
    level: applied.some(({ level }) => level === 'state-council') ? 'state-council' : 'province',
    reasons: [...applied, ...notes].map(ruleUse),
  };
}
