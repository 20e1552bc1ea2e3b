import type { TargetEffect, WhatIf } from '#core/contract/what-if.ts';

/** 耕地保有量: the floor that the answer is about; null where the region has none. */
export function farmlandEffect({ targets }: WhatIf): TargetEffect | null {
  return (
    targets.find(({ indicator, place }) => indicator === 'farmland_retention' && place === null) ??
    targets.find(({ indicator }) => indicator === 'farmland_retention') ??
    null
  );
}
