import type { LayerDefinition } from '#core/catalog/types.ts';
import type { VersionWithGeometry } from '#core/contract/versions.ts';
import { Problem } from '#core/problem.ts';
import type { Queryable } from '#server/db/database.ts';
import { versionById, versionInForce } from '#server/db/tables/versions.ts';

/** 版本冲突: somebody changed the feature since the person read it; both versions are told, nothing is overwritten. */
export function staleWrite(
  layer: LayerDefinition,
  base: VersionWithGeometry | null,
  current: VersionWithGeometry | null,
): Problem {
  return new Problem({
    type: 'stale-write',
    status: 409,
    title: { zh: '该要素已被他人修改', en: 'Somebody changed this feature meanwhile' },
    detail: current
      ? {
          zh: `现行版本是 ${current.versionId}，不是您所依据的版本，未作任何改动。`,
          en: `Version ${current.versionId} is in force, not the one you started from; nothing was changed.`,
        }
      : {
          zh: '您所依据的版本已不是现行版本，未作任何改动。',
          en: 'The version you started from is no longer in force; nothing was changed.',
        },
    next: {
      zh: '请比较两个版本，逐项取舍后再保存。',
      en: 'Compare the two versions, choose field by field and save again.',
    },
    place: { layer: layer.id },
    extra: { conflict: { base, current } },
  });
}

/** {@link staleWrite} with the versions as the person may see them. */
export async function conflictOf(
  tx: Queryable,
  layer: LayerDefinition,
  id: number,
  ifMatch: number,
): Promise<Problem> {
  const base = await versionById(tx, layer, id, ifMatch);
  const current = await versionInForce(tx, layer, id);
  return staleWrite(layer, base ?? null, current ?? null);
}
