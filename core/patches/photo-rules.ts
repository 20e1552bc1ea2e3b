import { ownPhotoRules, type PhotoRules } from '#core/field/photo-rules.ts';
import { type Dated, inForce, latest } from '#core/patches/dated.ts';
import type { RegisterKind } from '#core/patches/registers.ts';

/** 举证照片要求 of some registers. Distances in metres from the outline, angles in degrees. */
export interface RegisterPhotoRules extends PhotoRules, Dated {
  /** null: every register that has none of its own. */
  readonly registers: readonly RegisterKind[] | null;
}

/** Near, panoramic and opposite for what is verified; a lead that comes to nothing needs no third view. */
export const ownRegisterPhotoRules: readonly RegisterPhotoRules[] = [
  {
    ...ownPhotoRules,
    registers: null,
    text: {
      zh: '近景、全景、对面各至少一张，镜头朝向图斑',
      en: 'At least one near, one panoramic and one opposite view, each pointing at the patch',
    },
  },
  {
    ...ownPhotoRules,
    registers: ['lead'],
    required: ['near', 'panoramic'],
    text: {
      zh: '线索：近景、全景各至少一张，镜头朝向图斑',
      en: 'Leads: at least one near and one panoramic view, each pointing at the patch',
    },
  },
];

/** What is asked of the photographs of a register on an ISO day; one for the register goes before one for all. null: nothing is asked. */
export function photoRulesOn(
  rules: readonly RegisterPhotoRules[],
  register: RegisterKind,
  day: string,
): RegisterPhotoRules | null {
  const fitting = inForce(rules, day);
  return (
    latest(fitting.filter(({ registers }) => registers?.includes(register))) ??
    latest(fitting.filter(({ registers }) => registers === null))
  );
}
