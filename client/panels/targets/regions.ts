import type { Region } from '#core/contract/workspace.ts';

/** 12 digits, as villages carry them. */
export function fullCode(code: string): string {
  return code.padEnd(12, '0');
}

/** A region and everything above it, nearest first; empty when the code is unknown. */
export function regionsUpwards(code: string, regions: readonly Region[]): Region[] {
  const byCode = new Map(regions.map((region) => [fullCode(region.code), region]));
  const found: Region[] = [];
  let region = byCode.get(fullCode(code));
  while (region && !found.includes(region)) {
    found.push(region);
    region = region.parentCode === null ? undefined : byCode.get(fullCode(region.parentCode));
  }
  return found;
}
