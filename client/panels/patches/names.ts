import type { Bilingual } from '#core/problem.ts';
import { type CodeList, nameIn } from '#core/vocabulary/code-list.ts';
import { patchClass1 } from '#core/vocabulary/lists/patch-class-1.ts';
import { patchJudgement1 } from '#core/vocabulary/lists/patch-judgement-1.ts';
import { patchJudgementKind1 } from '#core/vocabulary/lists/patch-judgement-kind-1.ts';
import { patchRectification1 } from '#core/vocabulary/lists/patch-rectification-1.ts';
import { patchRegister1 } from '#core/vocabulary/lists/patch-register-1.ts';
import { patchSplit1 } from '#core/vocabulary/lists/patch-split-1.ts';
import { patchState1 } from '#core/vocabulary/lists/patch-state-1.ts';
import { patchUseDetail1 } from '#core/vocabulary/lists/patch-use-detail-1.ts';
import { useLanguage } from '../../app/i18n.ts';
import type { Language } from '../../state/preferences.ts';

const lists = {
  class: patchClass1,
  patch_class: patchClass1,
  judgement: patchJudgement1,
  judgement_kind: patchJudgementKind1,
  use_detail: patchUseDetail1,
  rectification: patchRectification1,
  register: patchRegister1,
  state: patchState1,
  split_state: patchSplit1,
} satisfies Record<string, CodeList>;

export type NamedBy = keyof typeof lists;

export const isNamed = (field: string): field is NamedBy => field in lists;

/** Words of a code; a code that is not in its list stands for itself. */
export function nameOf(by: NamedBy, code: string, language: Language): string {
  return nameIn(lists[by], code, language) ?? code;
}

export function useNames(): (by: NamedBy, code: string) => string {
  const language = useLanguage();
  return (by, code) => nameOf(by, code, language);
}

export function useBilingual(): (text: Bilingual) => string {
  const language = useLanguage();
  return (text) => text[language];
}
