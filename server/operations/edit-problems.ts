import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Finding } from '#core/finding.ts';
import { findingMessage } from '#core/imports/messages.ts';
import { type Bilingual, Problem } from '#core/problem.ts';

/** 分割线没有切开: the line divides nothing. */
export function nothingSplit(layer: LayerDefinition): Problem {
  return refusal('nothing-split', layer, {
    title: { zh: '分割线没有切开图形', en: 'The line divides nothing' },
    detail: {
      zh: '分割线须从图形的一边穿到另一边；线端停在图形内、只到洞或沿着边走都切不开。未作任何改动。',
      en: 'The line must run from one side of the outline to another; nothing was changed.',
    },
    next: { zh: '把线的两端画到图形外，再分割。', en: 'Draw both ends outside the outline and split again.' },
  });
}

/** 不能分割或合并的图层: its rows are named by codes of the state. */
export function notDivisible(layer: LayerDefinition): Problem {
  const patches = layer.id === 'patches';
  return refusal('not-divisible', layer, {
    title: { zh: '该图层不能分割或合并', en: 'This layer is not split or merged here' },
    detail: patches
      ? {
          zh: `“${layer.title.zh}”的拆分要保留母图斑和编号，在图斑台账中办理。`,
          en: `Splitting “${layer.title.en}” keeps the parent and numbers its parts; it is done in the register of patches.`,
        }
      : {
          zh: `“${layer.title.zh}”以区划代码为准，区划调整请通过导入进行。`,
          en: `“${layer.title.en}” follows the state’s codes; adjust it by importing.`,
        },
    next: patches
      ? { zh: '请在图斑台账中打开该图斑。', en: 'Open the patch in the register of patches.' }
      : { zh: '请导入调整后的区划。', en: 'Import the adjusted regions.' },
  });
}

/** 不能合并: the outlines do not share edges, or overlap. */
export function cannotMerge(layer: LayerDefinition, why: 'apart' | 'overlapping'): Problem {
  return refusal('cannot-merge', layer, {
    title: { zh: '这些图形不能合并', en: 'These outlines cannot be merged' },
    detail:
      why === 'apart'
        ? {
            zh: '所选图形没有全部以公共边相接，未作任何改动。',
            en: 'They do not all share edges; nothing was changed.',
          }
        : {
            zh: '所选图形互相重叠，合并后面积会多算，未作任何改动。',
            en: 'They overlap: ground would count twice. Nothing was changed.',
          },
    next:
      why === 'apart'
        ? { zh: '只选有公共边的要素。', en: 'Choose features that share edges.' }
        : { zh: '先修正重叠，再合并。', en: 'Mend the overlap, then merge.' },
  });
}

/** 属性不同: parcels that the survey tells apart. */
export function fieldsDiffer(layer: LayerDefinition, names: readonly string[]): Problem {
  const titles = names.map(
    (name) => layer.fields.find((field) => field.name === name)?.title ?? { zh: '所属村', en: 'Village' },
  );
  return refusal(
    'fields-differ',
    layer,
    {
      title: { zh: '属性不同，不能合并', en: 'They differ and cannot be merged' },
      detail: {
        zh: `所选图斑的${titles.map(({ zh }) => `“${zh}”`).join('、')}不同，未作任何改动。`,
        en: `The parcels differ in ${titles.map(({ en }) => `“${en}”`).join(', ')}; nothing was changed.`,
      },
      next: {
        zh: '只合并属性相同的图斑，或先改成一致。',
        en: 'Merge parcels that agree, or make them agree first.',
      },
    },
    names[0],
  );
}

/** 破坏覆盖: a gap or an overlap would arise between neighbours. */
export function coverageBroken(layer: LayerDefinition, findings: readonly Finding[]): Problem {
  const words = findings.slice(0, 3).map(findingMessage);
  return refusal(
    'coverage-broken',
    layer,
    {
      title: { zh: '图斑之间会出现重叠或空隙', en: 'Parcels would overlap or leave a gap' },
      detail: {
        zh: `${words.map(({ zh }) => zh).join('；')}。未作任何改动。`,
        en: `${words.map(({ en }) => en).join('; ')}. Nothing was changed.`,
      },
      next: {
        zh: '打开“联动邻接”移动公共边，或捕捉到相邻图斑的拐点。',
        en: 'Move shared edges together, or snap to the neighbours’ vertices.',
      },
    },
    'geometry',
    findings[0]?.lonLat?.join(', '),
  );
}

interface Words {
  readonly title: Bilingual;
  readonly detail: Bilingual;
  readonly next: Bilingual;
}

function refusal(
  type: string,
  layer: LayerDefinition,
  words: Words,
  field?: string,
  value?: string,
): Problem {
  return new Problem({
    type,
    status: 422,
    ...words,
    place: {
      layer: layer.id,
      ...(field === undefined ? {} : { field }),
      ...(value === undefined ? {} : { value }),
    },
  });
}
