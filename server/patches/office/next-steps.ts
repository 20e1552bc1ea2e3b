import { beijingDay } from '#core/calendar/beijing-day.ts';
import type { PatchView } from '#core/contract/patches.ts';
import type { PhotoRole } from '#core/field/photo-rules.ts';
import { photoRulesOn } from '#core/patches/photo-rules.ts';
import type { PatchState } from '#core/patches/reduce.ts';
import { registerOf } from '#core/patches/registers.ts';
import { type PatchStep, stepRules, stepsFrom } from '#core/patches/steps.ts';
import type { Bilingual } from '#core/problem.ts';
import { type Actor, may } from '#server/access/actor.ts';
import type { KeptOperation } from '#server/db/tables/patch-operations.ts';

import type { PatchClock } from '#server/patches/office/deadline.ts';

interface Standing {
  readonly regionCode: string;
  readonly splitState: string;
  readonly reduced: PatchState;
  readonly log: readonly KeptOperation[];
}

/**
 * 可办理的步骤: what the person may do next: by the state, their right in the region, and not judging their own work. A parent that was split is kept as
 * issued, its parts go on. Where states stand against each other, settling comes first.
 */
export function nextStepsFor(actor: Actor, { regionCode, splitState, reduced, log }: Standing): PatchStep[] {
  if (reduced.withdrawn || splitState === 'split') return [];
  const can = (step: PatchStep) => may(actor, stepRules[step].right, 'patches', regionCode);
  const unsettled = reduced.conflicts.some(({ kind }) => kind === 'state' || kind === 'void-step');
  const own = ownLatestStep(actor, reduced, log);
  const steps = stepsFrom(reduced.state).filter((step) => can(step) && !(stepRules[step].judges && own));
  return unsettled && can('settle') ? ['settle', ...steps] : steps;
}

/** Whether the step that led here was the person's own. One that does not hold led nowhere. */
function ownLatestStep(
  actor: Actor,
  { heads, conflicts }: PatchState,
  log: readonly KeptOperation[],
): boolean {
  const voids = new Set(
    conflicts.flatMap((each) =>
      each.kind === 'void-step' ? each.candidates.map(({ operation }) => operation) : [],
    ),
  );
  const latest = new Set((heads.state ?? []).filter((id) => !voids.has(id)));
  return log.some(({ content }) => latest.has(content.id) && content.person === actor.id);
}

type Hindrance = PatchView['hindrances'][number];

/** 尚缺: what still stands in the way of the steps that come next. A hint, not a refusal: what came from a phone without signal is kept as it is. */
export function hindrancesOf(
  view: Pick<PatchView, 'photoList' | 'assignee' | 'splitState' | 'register'>,
  { state, values, conflicts, withdrawn }: PatchState,
  { steps, clock }: { readonly steps: readonly PatchStep[]; readonly clock: PatchClock },
): Hindrance[] {
  if (withdrawn || view.splitState === 'split') return [];
  const found: Hindrance[] = [];
  const add = (code: string, zh: string, en: string) => found.push({ code, message: { zh, en } });
  const photos = view.photoList.filter(({ removed }) => !removed);
  const leads = (step: PatchStep) => stepsFrom(state).includes(step);
  if (conflicts.length > 0) {
    add('conflicts', `有 ${conflicts.length} 处待裁决`, `${conflicts.length} to settle`);
  }
  if (state === 'to-dispatch' && !view.assignee)
    add('assignee', '尚未指定承办班组或人员', 'Nobody is assigned yet');
  if (leads('submit') || state === 'awaiting-review') {
    if (!values.judgement) add('judgement', '尚未填写核实认定意见', 'The judgement is missing');
    const rules = photoRulesOn(clock.rules.photos, registerOf(view.register).kind, beijingDay(clock.now));
    for (const role of rules?.required ?? []) {
      if (!photos.some((photo) => photo.role === role)) {
        add(
          `photo-${role}`,
          `缺${photoNames[role].zh}照片`,
          `The ${photoNames[role].en} photograph is missing`,
        );
      }
    }
  }
  const awaited = photos.filter(({ url }) => url === null).length;
  if (awaited > 0)
    add('photos-awaited', `${awaited} 张照片尚未传到`, `${awaited} photographs have not arrived`);
  if (leads('close') && values.remaining_area !== 0) {
    const { remaining_area: remaining } = values;
    add(
      'remaining-area',
      typeof remaining === 'number'
        ? `剩余未整改面积 ${(remaining * 0.0015).toFixed(2)} 亩，须为 0 才能销号`
        : '尚未填写剩余未整改面积，须为 0 才能销号',
      typeof remaining === 'number'
        ? `${(remaining * 0.0015).toFixed(2)} mu remain; it must be 0 to close`
        : 'The remaining area is not given; it must be 0 to close',
    );
  }
  if (leads('close') && !steps.includes('close') && steps.length === 0) {
    add(
      'own-work',
      '须由他人审核（不得审核本人办理的步骤）',
      'Somebody else must review it, not who did the step before',
    );
  }
  return found;
}

const photoNames: Readonly<Record<PhotoRole, Bilingual>> = {
  other: { zh: '其他', en: 'further' },
  near: { zh: '近景', en: 'near' },
  panoramic: { zh: '全景', en: 'panoramic' },
  opposite: { zh: '对向', en: 'opposite' },
};
