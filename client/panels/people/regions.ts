import { regionPrefix } from '#core/rights/rights.ts';
import type { AdministeredRegion } from './queries.ts';

/** A region as two choices: which town, and which village in it. `''` stands for the whole of what is above. */
export interface RegionParts {
  readonly district: AdministeredRegion | undefined;
  readonly towns: readonly AdministeredRegion[];
  readonly villages: readonly AdministeredRegion[];
  readonly town: string;
  readonly village: string;
}

/** 区域选择: what can be chosen when `code` is chosen now. */
export function regionParts(regions: readonly AdministeredRegion[], code: string): RegionParts {
  const district = regions.find(({ level }) => level === 'district');
  const towns = regions.filter(({ level }) => level === 'town');
  const current = regions.find((region) => region.code === code);
  const town = towns.find((region) => code.startsWith(regionPrefix(region.code)));
  const villages = town
    ? regions.filter(
        ({ level, code: village }) => level === 'village' && village.startsWith(regionPrefix(town.code)),
      )
    : [];
  return {
    district,
    towns,
    villages,
    town: town?.code ?? '',
    village: current?.level === 'village' ? current.code : '',
  };
}
