import type { PatchStateCode } from '#core/patches/steps.ts';
import { type Bilingual, Problem } from '#core/problem.ts';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { patchState1 } from '#core/vocabulary/lists/patch-state-1.ts';

export function patchNotFound(value: string): Problem {
  return new Problem({
    type: 'patch-not-found',
    status: 404,
    title: { zh: '没有这个图斑', en: 'No such patch' },
    detail: {
      zh: '该图斑不存在，或不在您的区域内。',
      en: 'There is no such patch, or it lies outside your regions.',
    },
    next: { zh: '请在图斑台账中重新选择。', en: 'Choose one from the register of patches.' },
    place: { layer: 'patches', value },
  });
}

/** 流程不允许: closed, withdrawn or already split. */
export function patchOutOfCourse(state: PatchStateCode, why: Bilingual): Problem {
  return new Problem({
    type: 'patch-out-of-course',
    status: 409,
    title: { zh: '图斑现在不能这样办理', en: 'The course of the patch does not allow this' },
    detail: {
      zh: `图斑现为“${nameIn(patchState1, state, 'zh')}”，${why.zh}，未作任何改动。`,
      en: `The patch is “${nameIn(patchState1, state, 'en')}”: ${why.en}. Nothing was changed.`,
    },
    next: { zh: '请刷新图斑后按现状办理。', en: 'Reload the patch and go on from its present state.' },
    place: { layer: 'patches', field: 'state', value: state },
  });
}

/** 各部分与母图斑不符: gaps, overlaps or ground outside. */
export function partsDiffer(squareMeters: number, what: Bilingual): Problem {
  const amount = squareMeters.toFixed(2);
  return new Problem({
    type: 'parts-differ',
    status: 422,
    title: { zh: '各部分与母图斑不符', en: 'The parts are not the patch' },
    detail: {
      zh: `${what.zh} ${amount} 平方米（容差 0.1 平方米），未拆分。`,
      en: `${what.en} ${amount} m² (tolerance 0.1 m²); it was not split.`,
    },
    next: {
      zh: '请用分割线切开母图斑，使各部分无缝、无重叠。',
      en: 'Cut the patch along lines, so that the parts leave no gap and do not overlap.',
    },
    place: { layer: 'patches', field: 'parts', value: amount },
  });
}

/** 不是同一母图斑的部分. */
export function notSiblings(what: Bilingual): Problem {
  return new Problem({
    type: 'not-siblings',
    status: 422,
    title: { zh: '这些图斑不能合并', en: 'These patches cannot be merged' },
    detail: { zh: `${what.zh}，未合并。`, en: `${what.en}; they were not merged.` },
    next: {
      zh: '只选同一母图斑拆出的、有公共边的部分。两个单独下发的图斑实为一处时，改其中一个的界线，另一个写明理由作废。',
      en: 'Choose parts of one patch that share edges. Where two patches issued apart are one place, correct the outline of one and withdraw the other with the reason.',
    },
  });
}

/** 台账不同: registers are never added together. */
export function registersDiffer(): Problem {
  return new Problem({
    type: 'not-siblings',
    status: 422,
    title: { zh: '这些图斑不能合并', en: 'These patches cannot be merged' },
    detail: {
      zh: '所选图斑分属不同台账，各台账分别计数，未合并。',
      en: 'They stand in different registers, which are counted apart; they were not merged.',
    },
    next: { zh: '只在同一本台账里选。', en: 'Choose within one register.' },
  });
}
