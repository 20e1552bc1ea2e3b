import type { Random } from '../random.ts';
import type { readPatches } from '../seed-files.ts';

interface PatchBegun {
  readonly register: string;
  readonly state: string;
  /** Key of the seed's counts. */
  readonly size: string;
  readonly squareMeters: number;
}

const JUDGED = ['awaiting-review', 'returned', 'rectifying', 'awaiting-recheck', 'closed'];

/** 办理到哪一步就填到哪一步: class and what was found, as far as a patch in its state must have come. */
export function courseColumns(
  { register, state, size, squareMeters }: PatchBegun,
  seed: ReturnType<typeof readPatches>,
  random: Random,
): Record<string, string | number> {
  const patchClass = random.weighted(seed.classes[register]![size]!);
  if (!JUDGED.includes(state)) return { patch_class: patchClass };
  const rectified = ['rectifying', 'awaiting-recheck'].includes(state);
  const judgement = rectified ? unlawfulOf(seed, register) : random.weighted(seed.judgements[register]!);
  const unlawful = seed.unlawful.includes(judgement);
  const kind =
    seed.lawfulKinds[judgement] ??
    (judgement === 'non-agricultural' && patchClass !== 'undetermined' ? patchClass : undefined);
  const ended = ['awaiting-recheck', 'closed'].includes(state);
  return {
    patch_class: patchClass,
    judgement,
    ...(kind ? { judgement_kind: kind } : {}),
    description: seed.descriptions[size]!,
    ...(unlawful && (rectified || state === 'closed') ? { rectification: 'demolish-restore' } : {}),
    // 销号 needs that nothing remains; until it is demolished, everything does.
    ...(ended || unlawful ? { remaining_area: ended ? 0 : squareMeters } : {}),
  };
}

function unlawfulOf(seed: ReturnType<typeof readPatches>, register: string): string {
  return Object.keys(seed.judgements[register]!).find((code) => seed.unlawful.includes(code))!;
}
