import { type PatchBase, type PatchState, reducePatch } from '#core/patches/reduce.ts';
import type { Dossier } from '#server/db/tables/patch-dossiers.ts';
import type { KeptOperation } from '#server/db/tables/patch-operations.ts';

export function baseOf({ base }: Dossier): PatchBase {
  return base as PatchBase;
}

/** 图斑现状 from its dossier and log. */
export function reduceLog(dossier: Dossier, log: readonly KeptOperation[]): PatchState {
  return reducePatch(
    baseOf(dossier),
    log.filter(({ status }) => status === 'applied').map(({ content }) => content),
  );
}
