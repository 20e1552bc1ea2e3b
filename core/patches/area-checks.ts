import type { Finding } from '#core/finding.ts';
import { centiSquareMeters } from '#core/geometry/units.ts';
import type { Bilingual } from '#core/problem.ts';

/** 监测面积 of a patch and its parts, m². */
export interface PatchAreas {
  readonly totalSquareMeters: number;
  readonly agriculturalSquareMeters: number;
  readonly constructionSquareMeters: number;
  readonly unusedSquareMeters: number;
  readonly farmlandSquareMeters: number;
  readonly permanentSquareMeters: number;
}

/**
 * 面积勾稽: monitored area = agricultural + construction + unused; agricultural ≥ farmland; monitored ≥ permanent farmland. Farmland < permanent farmland is only
 * a warning: what is protected may hold ground that the survey does not class as farmland. Compared in 0.01 m².
 * @param subject what the findings are about, e.g. `patch 120113SJBG26210310`
 * @param toleranceSquareMeters figures reported in 亩 to two decimals cannot agree closer than some square metres
 */
export function checkPatchAreas(areas: PatchAreas, subject: string, toleranceSquareMeters = 0): Finding[] {
  const centi = (value: number) => centiSquareMeters(value);
  const tolerance = centi(toleranceSquareMeters);
  const total = centi(areas.totalSquareMeters);
  const agricultural = centi(areas.agriculturalSquareMeters);
  const farmland = centi(areas.farmlandSquareMeters);
  const permanent = centi(areas.permanentSquareMeters);
  const sum = agricultural + centi(areas.constructionSquareMeters) + centi(areas.unusedSquareMeters);
  const apart = sum > total ? sum - total : total - sum;
  const found = (code: string, severity: Finding['severity'], left: bigint, right: bigint): Finding => ({
    code,
    severity,
    subject,
    id: `${code}:${subject}`,
    context: { left: Number(left) / 100, right: Number(right) / 100 },
  });
  const findings: Finding[] = [];
  if (apart > tolerance) findings.push(found('patch.area.parts-differ', 'error', total, sum));
  if (farmland > agricultural + tolerance)
    findings.push(found('patch.area.farmland-exceeds', 'error', farmland, agricultural));
  if (permanent > total + tolerance)
    findings.push(found('patch.area.permanent-exceeds', 'error', permanent, total));
  if (permanent > farmland + tolerance)
    findings.push(found('patch.area.permanent-above-farmland', 'warning', permanent, farmland));
  return findings;
}

const messages: Readonly<Record<string, Bilingual>> = {
  'patch.area.parts-differ': {
    zh: '监测面积 {left} m² 不等于农用地、建设用地与未利用地之和 {right} m²',
    en: 'The monitored area, {left} m², is not the sum of agricultural, construction and unused land, {right} m²',
  },
  'patch.area.farmland-exceeds': {
    zh: '耕地 {left} m² 大于农用地 {right} m²',
    en: 'Farmland, {left} m², exceeds agricultural land, {right} m²',
  },
  'patch.area.permanent-exceeds': {
    zh: '永久基本农田 {left} m² 大于监测面积 {right} m²',
    en: 'Permanent basic farmland, {left} m², exceeds the monitored area, {right} m²',
  },
  'patch.area.permanent-above-farmland': {
    zh: '永久基本农田 {left} m² 大于耕地 {right} m²，请核对现状地类',
    en: 'Permanent basic farmland, {left} m², exceeds farmland, {right} m²; please compare with the survey',
  },
};

/** The sentence of a finding of {@link checkPatchAreas} in both languages. */
export function patchAreaMessage({ code, context }: Pick<Finding, 'code' | 'context'>): Bilingual {
  const message = messages[code];
  if (!message) throw new RangeError(`no message for ${code}`);
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(context[name]));
  return { zh: fill(message.zh), en: fill(message.en) };
}
