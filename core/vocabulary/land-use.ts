import { codeIn } from '#core/vocabulary/code-list.ts';
import { sandiao2019 } from '#core/vocabulary/lists/sandiao-2019.ts';

/** 三大类. */
export type LandGroup = 'agricultural' | 'construction' | 'unused';

/** Day from which 其他草地 counts as agricultural land (classification guide of 2023); before it: unused land. */
export const GRASSLAND_REGROUPED_ON = '2023-11-22';

/**
 * 三大类 of a land class of the third survey (`sandiao@2019`): agricultural, construction or unused land.
 *
 * @param statusDate ISO date the figure stands for (a survey's status date is 31 December); only 0404 depends on it
 * @returns undefined for a code the scheme does not have, and for headings
 */
export function landGroup(landClass: string, statusDate: string): LandGroup | undefined {
  if (landClass === '0404' && statusDate < GRASSLAND_REGROUPED_ON) return 'unused';
  return codeIn(sandiao2019, landClass)?.group as LandGroup | undefined;
}

/** 耕地: paddy, irrigated and dry land in every scheme of ours; land that could be restored to farmland is not farmland. */
export const FARMLAND_CLASSES: readonly string[] = ['0101', '0102', '0103'];

/** Whether a land class is 耕地. The three schemes of the product give these codes the same meaning. */
export function isFarmland(landClass: string): boolean {
  return FARMLAND_CLASSES.includes(landClass);
}
