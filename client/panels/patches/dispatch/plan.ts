import type { PatchSummary } from '#core/contract/patches.ts';
import { planRound, type Round } from '#core/field/round.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';

/** 承办人 who can be chosen. */
export interface Holder {
  readonly kind: 'crew' | 'person';
  readonly id: string;
  readonly name: string;
  /** 0–7 of a crew. */
  readonly colour?: number;
}

/** A share of the chosen patches, and who is to have it; null: nobody is named for their place. */
export interface Share {
  readonly holder: Holder | null;
  readonly patches: readonly PatchSummary[];
  readonly round: Round;
}

/** 中心: where a round begins when nobody has said: the middle of the places to visit. */
export function middleOf(patches: readonly Pick<PatchSummary, 'lonLat'>[]): LonLat {
  const mean = (axis: 0 | 1) =>
    patches.reduce((sum, { lonLat }) => sum + lonLat[axis], 0) / (patches.length || 1);
  return [mean(0), mean(1)];
}

/** 建议路线 through some patches, shortest first found; each light's urgency is left to the list, the way decides here. */
export function roundOf(patches: readonly PatchSummary[]): Round {
  return planRound(
    middleOf(patches),
    patches.map(({ uid, lonLat }) => ({ id: uid, lonLat })),
  );
}

/** 按网格分: patches by who is named for the grid that each lies in; those of nobody last. */
export function sharesOf(
  patches: readonly PatchSummary[],
  holderOf: (patch: PatchSummary) => Holder | null,
): Share[] {
  const groups = new Map<string, { holder: Holder | null; patches: PatchSummary[] }>();
  for (const patch of patches) {
    const holder = holderOf(patch);
    const key = holder ? `${holder.kind} ${holder.id}` : '';
    const group = groups.get(key) ?? { holder, patches: [] };
    group.patches.push(patch);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort(
      (a, b) => Number(a.holder === null) - Number(b.holder === null) || b.patches.length - a.patches.length,
    )
    .map((group) => ({ ...group, round: roundOf(group.patches) }));
}

/** Runs at most `at` at once, in order of arrival. */
export async function mapSome<T, R>(
  items: readonly T[],
  at: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(at, items.length) }, async () => {
      while (next < items.length) {
        const index = next;
        next += 1;
        results[index] = await run(items[index]!);
      }
    }),
  );
  return results;
}
