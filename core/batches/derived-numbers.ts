/** Longest 图斑编号 of the catalogue. */
const longest = 40;

/**
 * 新图斑编号: numbers of the parcels that are cut from others, each its origin's number with the next free suffix: 0012 → 0012-1, 0012-2.
 *
 * @param origins number and village of the parcel that each new one is cut from
 * @param taken numbers that were ever given in a village; a number is not used twice
 */
export function derivedNumbers(
  origins: readonly { readonly number: string; readonly regionCode: string }[],
  taken: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const given = new Map<string, Set<string>>();
  return origins.map(({ number, regionCode }) => {
    const used = given.get(regionCode) ?? new Set(taken.get(regionCode));
    given.set(regionCode, used);
    for (let suffix = 1; ; suffix++) {
      const end = `-${suffix}`;
      const candidate = `${number.slice(0, longest - end.length)}${end}`;
      if (used.has(candidate)) continue;
      used.add(candidate);
      return candidate;
    }
  });
}
