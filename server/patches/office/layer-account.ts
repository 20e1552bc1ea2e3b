import { createHash } from 'node:crypto';
import { isFarmland } from '#core/vocabulary/land-use.ts';
import { asOwner } from '#server/access/access.ts';
import type { Queryable } from '#server/db/database.ts';
import { type MomentQuery, resolvedMoments } from '#server/db/tables/as-of.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { layerVersions } from '#server/db/tables/layer-versions.ts';
import { accountById, insertAccount, staleLayers } from '#server/db/tables/overlay-accounts.ts';
import { accountInputs, newestAccountId } from '#server/db/tables/patches/layer-accounts.ts';
import { overlayPiecesOf, patchesInAccount } from '#server/db/tables/patches/overlay-pieces.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';

/** One piece as stored; areas in hundredths of m², so that sums are exact. `signed`: after deduction. */
type StoredPiece = readonly [
  patch: number,
  feature: number,
  code: string | null,
  area: number,
  signed: number,
];

interface StoredLayerAccount {
  /** Every patch that was laid over, those without a piece too. */
  readonly patches: readonly number[];
  readonly land: readonly StoredPiece[];
  readonly permanent: readonly StoredPiece[];
}

/**
 * 整层套合入账: lays every patch over land parcels and permanent farmland of a moment (now, unless one is given) and keeps every piece, so that each figure by class
 * and village opens down to them.
 * @returns the account's id and how many pieces it has
 */
export async function keepLayerAccount(
  tx: Queryable,
  query: MomentQuery = {},
): Promise<{ id: string; pieces: number }> {
  const moments = await resolvedMoments(tx, query);
  const past = query.asOf === undefined && query.knownAt === undefined ? null : moments;
  const versions = await layerVersions(tx);
  const stored = {
    patches: await patchesInAccount(tx),
    land: [] as StoredPiece[],
    permanent: [] as StoredPiece[],
  };
  const found = await overlayPiecesOf(tx, past);
  found.sort((a, b) => a.patch - b.patch || a.feature - b.feature);
  for (const { patch, layer, feature, code, area, signed } of found) {
    stored[layer === 'land_parcels' ? 'land' : 'permanent'].push([patch, feature, code, area, signed]);
  }
  const { region, districtBox } = await workspaceSetting(tx);
  const inputs = ['patches', 'land_parcels', 'permanent_farmland'];
  const id = await insertAccount(tx, {
    subjectKind: 'layer',
    subjectId: 'patches',
    subjectSha256: createHash('sha256')
      .update(JSON.stringify([inputs, past]))
      .digest('hex'),
    regionCode: region,
    asOf: past?.asOf ?? null,
    layerVersions: Object.fromEntries(inputs.map((layer) => [layer, versions.get(layer) ?? 0])),
    // A patch that comes anywhere makes it stale, not only one among those it tells of.
    bounds: districtBox,
    result: stored,
  });
  const pieces = stored.land.length + stored.permanent.length;
  await recordAct(tx, {
    action: 'overlay.keep',
    layer: 'patches',
    subject: id,
    regionCode: region,
    detail: { pieces, moments },
  });
  return { id, pieces };
}

export interface LayerPiece {
  readonly patch: number;
  readonly feature: number;
  readonly code: string | null;
  readonly area: number;
  readonly signed: number;
}

/** 整层套合账 with its pieces by patch. */
export interface LayerAccount {
  readonly id: string;
  readonly madeAt: string;
  /** Patches that were laid over. */
  readonly patches: ReadonlySet<number>;
  readonly land: ReadonlyMap<number, readonly LayerPiece[]>;
  readonly permanent: ReadonlyMap<number, readonly LayerPiece[]>;
}

/** An account is never changed: the newest stays in memory. */
let known: LayerAccount | undefined;

/**
 * 最近的整层套合账; null when none was made. It tells of patches the person may not see: give out only pieces of those they do.
 */
export async function newestLayerAccount(
  tx: Queryable,
): Promise<{ account: LayerAccount; stale: boolean } | null> {
  return asOwner(tx, async () => {
    const id = await newestAccountId(tx, 'layer', 'patches');
    if (id === undefined) return null;
    const inputs = (await accountInputs(tx, id))!;
    const stale = (await staleLayers(tx, inputs, await layerVersions(tx))).length > 0;
    if (known?.id !== id) {
      const { madeAt, result } = (await accountById(tx, id))!;
      const { patches, land, permanent } = result as StoredLayerAccount;
      known = { id, madeAt, patches: new Set(patches), land: byPatch(land), permanent: byPatch(permanent) };
    }
    return { account: known, stale };
  });
}

function byPatch(pieces: readonly StoredPiece[]): ReadonlyMap<number, readonly LayerPiece[]> {
  const map = new Map<number, LayerPiece[]>();
  for (const [patch, feature, code, area, signed] of pieces) {
    const list = map.get(patch) ?? [];
    list.push({ patch, feature, code, area, signed });
    map.set(patch, list);
  }
  return map;
}

/** Pieces of a patch that count as farmland. */
export function farmlandPieces(account: LayerAccount, patch: number): readonly LayerPiece[] {
  return (account.land.get(patch) ?? []).filter(({ code }) => code !== null && isFarmland(code));
}
