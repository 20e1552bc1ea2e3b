import type { RuleUse } from '#core/contract/what-if.ts';
import type { Rules } from '#core/rules/rules-schema.ts';

export type { Rules } from '#core/rules/rules-schema.ts';

/*
 * 政策规则: what must be balanced and who approves, dated, with their sources. An office that knows better (or newer) sets its own in the settings row
 * `rules`; what is not verified says so wherever it is used.
 */

export const ownRules: Rules = {
  balance: [
    {
      from: '1999-01-01',
      until: '2021-11-27',
      text: {
        zh: '非农业建设占用耕地的，占一补一（占补平衡）。',
        en: 'Farmland taken by construction is made good by as much new farmland.',
      },
      source: '土地管理法',
      verified: true,
      balanced: ['conversion', 'demolition'],
      movedIn: [],
    },
    {
      from: '2021-11-27',
      until: '2024-09-30',
      text: {
        zh: '非农业建设占用耕地实行占补平衡；耕地转为林地、园地、草地等其他农用地的，年度进出平衡。',
        en: 'Construction on farmland is balanced by new farmland; farmland that becomes other agricultural land is balanced within the county and year.',
      },
      source: '自然资发〔2021〕166号',
      verified: true,
      balanced: ['conversion', 'demolition'],
      movedIn: ['green'],
    },
    {
      from: '2024-09-30',
      until: null,
      text: {
        zh: '各类占用耕地统一纳入占补平衡，包括非农建设、造林种树、种果种茶；天津市的实施细则未收录。',
        en: 'Every use that takes farmland is balanced, planting of trees and orchards included; the detailed rule of Tianjin is not on file.',
      },
      source: '自然资发〔2024〕204号',
      // The notice is read; the day on which it took hold here is not.
      verified: false,
      balanced: ['conversion', 'green', 'demolition'],
      movedIn: [],
    },
  ],
  approval: [
    {
      from: '2020-01-01',
      until: null,
      text: {
        zh: '永久基本农田转为建设用地，由国务院批准。',
        en: 'Conversion of permanent basic farmland is approved by the State Council.',
      },
      source: '土地管理法',
      verified: true,
      level: 'state-council',
      when: 'permanent',
    },
    {
      from: '2020-01-01',
      until: null,
      text: {
        zh: '征收永久基本农田以外的耕地超过 35 公顷，由国务院批准。',
        en: 'Expropriation of more than 35 ha of other farmland is approved by the State Council.',
      },
      source: '土地管理法第四十六条',
      verified: true,
      level: 'state-council',
      when: 'expropriated-farmland',
      limitHectares: 35,
    },
    {
      from: '2020-01-01',
      until: null,
      text: {
        zh: '征收其他土地超过 70 公顷，由国务院批准。',
        en: 'Expropriation of more than 70 ha of other land is approved by the State Council.',
      },
      source: '土地管理法第四十六条',
      verified: true,
      level: 'state-council',
      when: 'expropriated-other',
      limitHectares: 70,
    },
    {
      from: '2020-01-01',
      until: null,
      text: {
        zh: '其余农用地转用和征收，由市（省级）人民政府批准。',
        en: 'Other conversion and expropriation is approved by the municipality (province).',
      },
      source: '土地管理法；国发〔2020〕4号',
      verified: true,
      level: 'province',
      when: 'any',
    },
  ],
  notes: [
    {
      from: '2020-03-01',
      until: '2021-03-01',
      text: {
        zh: '天津为委托用地审批权试点，永久基本农田转用等曾委托市政府批准，首期一年；是否延续未核实。',
        en: 'Tianjin was a pilot to which approval of permanent-farmland conversion was delegated for one year; whether it went on is not verified.',
      },
      source: '国发〔2020〕4号',
      verified: false,
    },
  ],
};

/** Rules in force on a day (`2023-12-31`). @throws RangeError when no balance rule covers the day */
export function rulesOn(date: string, rules: Rules = ownRules) {
  const inForce = ({ from, until }: { readonly from: string; readonly until: string | null }) =>
    from <= date && (until === null || date < until);
  const balance = rules.balance.find(inForce);
  if (!balance) throw new RangeError(`no rule of farmland balance on ${date}`);
  return { balance, approval: rules.approval.filter(inForce), notes: rules.notes.filter(inForce) };
}

/** What an answer says of a rule it used. */
export function ruleUse({ text, source, verified }: RuleUse): RuleUse {
  return { text, source, verified };
}
