import type { WhatIf } from '#core/contract/what-if.ts';
import type { Finding } from '#core/finding.ts';
import { findingMessages } from '#core/imports/messages.ts';
import type { Bilingual } from '#core/problem.ts';

type ScenarioFinding = WhatIf['findings'][number];

/** 情景发现: a sentence for every code, `{name}` stands for a value of the context. */
const messages: Readonly<Record<string, Bilingual>> = {
  'scenario.item.outside': {
    zh: '有 {squareMeters} m² 不在 {region} 内；范围内的部分照常计算',
    en: '{squareMeters} m² lie outside {region}; what is inside is computed',
  },
  'scenario.item.unsurveyed': {
    zh: '有 {squareMeters} m² 在所选时点没有地类图斑，未计入任何地类；其余数值仍有效',
    en: '{squareMeters} m² have no land parcel on the chosen date and count in no class; the other figures hold',
  },
  'scenario.items.overlap': {
    zh: '与“{other}”重叠 {squareMeters} m²，重叠部分只计一次，计入“{keeper}”',
    en: 'Overlaps “{other}” by {squareMeters} m²; shared ground counts once, with “{keeper}”',
  },
  'scenario.layer.unseen': {
    zh: '看不到完整的“{layer}”，是否占用无法判断；请由有权限的人员核算',
    en: '“{layer}” is not seen whole, so whether it is touched is unknown; ask somebody who sees it',
  },
  'scenario.control.sliver': {
    zh: '与“{layer}”只有 {squareMeters} m² 的细缝重合，按压线处理，不计占用',
    en: 'Only a sliver of {squareMeters} m² meets “{layer}”: a line drawn twice, not counted',
  },
  'scenario.clipper.failed': {
    zh: '浏览器无法切割图斑 {label}，预览不完整，请以数据库核算为准',
    en: 'The browser could not cut parcel {label}: the preview is incomplete, wait for the database',
  },
  'overlay.area.unbalanced': {
    zh: '图层要素互相重叠，多出 {excessSquareMeters} m²',
    en: 'Features of the layer overlap by {excessSquareMeters} m²',
  },
};

/** Adds the sentence in both languages; codes of outlines are those of imports. */
export function spoken(finding: Finding): ScenarioFinding {
  const words = messages[finding.code] ??
    findingMessages[finding.code] ?? { zh: finding.code, en: finding.code };
  const fill = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(finding.context[name] ?? ''));
  const { lonLat, ...rest } = finding;
  return {
    ...rest,
    context: { ...finding.context },
    ...(lonLat ? { lonLat: [lonLat[0], lonLat[1]] as [number, number] } : {}),
    message: { zh: fill(words.zh), en: fill(words.en) },
  };
}
