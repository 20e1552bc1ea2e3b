import { createHash } from 'node:crypto';
import type { PatchOverlay } from '#core/contract/patches.ts';
import type { Queryable } from '#server/db/database.ts';
import { layerVersions } from '#server/db/tables/layer-versions.ts';
import { accountById, staleLayers } from '#server/db/tables/overlay-accounts.ts';
import { newestAccountId } from '#server/db/tables/patches/layer-accounts.ts';

/** What is stored beside the account of a patch: the figures as they were told, and the outline they are of. */
export interface KeptPatchOverlay {
  readonly told: Omit<PatchOverlay, 'accountId' | 'madeAt' | 'stale'>;
  readonly outlineSha256: string;
}

/** Hash of an outline as the database prints it. */
export function outlineHash(geometry: string): string {
  return createHash('sha256').update(geometry).digest('hex');
}

/** 最近一次套合 of a patch that the person may see; null: none was made. It is stale when its ground or the patch itself has changed since. */
export async function newestPatchOverlay(
  tx: Queryable,
  { id, geometry }: { readonly id: number; readonly geometry: string },
): Promise<PatchOverlay | null> {
  const accountId = await newestAccountId(tx, 'feature', `patches/${id}`);
  return accountId === undefined ? null : patchOverlayOf(tx, accountId, geometry);
}

/** 一份套合账 as the account of a patch with this outline. */
export async function patchOverlayOf(
  tx: Queryable,
  accountId: string,
  geometry: string,
): Promise<PatchOverlay | null> {
  const account = await accountById(tx, accountId);
  const kept = (account?.result as { patch?: KeptPatchOverlay } | undefined)?.patch;
  // An account of the feature that somebody kept elsewhere says nothing of the patch's own.
  if (!account || !kept) return null;
  const moved = kept.outlineSha256 !== outlineHash(geometry);
  const stale = moved || (await staleLayers(tx, account, await layerVersions(tx))).length > 0;
  return { ...kept.told, accountId, madeAt: account.madeAt, stale };
}
