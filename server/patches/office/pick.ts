import type { z } from 'zod';
import type { pickPatches } from '#core/contract/patches.ts';
import { checkedOutline } from '#core/edits/outline.ts';
import type { Queryable } from '#server/db/database.ts';
import { listPatches } from '#server/patches/office/summary.ts';

/** What one lasso brings at most. */
const mostPicked = 2000;
/** A hand that draws around patches need not stay inside the district. */
const everywhere = [-180, -90, 180, 90] as const;

/**
 * 圈选: patches whose inside point lies in a drawn shape.
 * @throws Problem `invalid-geometry`
 */
export async function pickedPatches(
  tx: Queryable,
  { shape, region, state }: z.output<NonNullable<typeof pickPatches.body>>,
  vertexLimit: number,
): Promise<z.input<typeof pickPatches.response>> {
  const drawn = checkedOutline(shape, { districtBox: everywhere, vertexLimit });
  const { patches, total, next } = await listPatches(
    tx,
    { region, state, shape: JSON.stringify(drawn) },
    { sort: 'number', after: 0, limit: mostPicked },
  );
  return { patches, total, truncated: next !== null };
}
