import type { Dashboard } from '#core/contract/indicators.ts';

/** 耕地保有量 of the whole region; undefined when it has no such target of the year. */
export function farmlandTarget({ targets }: Dashboard): Dashboard['targets'][number] | undefined {
  return targets.find(({ indicator, place }) => indicator === 'farmland_retention' && place === null);
}
