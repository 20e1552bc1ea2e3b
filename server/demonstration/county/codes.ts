import type { CountyPlan } from './plan.ts';

/** Codes and names of towns and villages, in the order of their numbers: 120119 101 201, 示意村. */
export interface CountyCodes {
  readonly town: readonly string[];
  readonly village: readonly string[];
  readonly villageName: readonly string[];
  readonly townName: readonly string[];
}

export function countyCodes({ facts, towns, townOfVillage }: CountyPlan): CountyCodes {
  const town = Array.from({ length: towns }, (_, t) => `${facts.region.code}${101 + t}`);
  const townName = town.map((_, t) => `示意镇${String(t + 1).padStart(2, '0')}`);
  const seen = new Int32Array(towns);
  const village: string[] = [];
  const villageName: string[] = [];
  townOfVillage.forEach((t) => {
    const number = ++seen[t]!;
    village.push(`${town[t]}${200 + number}`);
    villageName.push(`${townName[t]}${String(number).padStart(2, '0')}村`);
  });
  return { town: town.map((code) => `${code}000`), village, villageName, townName };
}
