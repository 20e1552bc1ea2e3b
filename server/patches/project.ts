import type { MultiPolygon } from 'geojson';
import { patches } from '#core/catalog/patches.ts';
import { changedFields, type StoredValues } from '#core/edits/properties.ts';
import type { Assignee } from '#core/patches/fields.ts';
import { type FlagOperation, numberOfFlag } from '#core/patches/operation.ts';
import type { PatchState } from '#core/patches/reduce.ts';
import type { Queryable } from '#server/db/database.ts';
import {
  changeInstant,
  closeVersion,
  insertFeature,
  insertVersion,
  newestState,
  outlineFacts,
} from '#server/db/tables/versions.ts';
import { regionOf } from '#server/operations/edit-feature.ts';
import { columnFields } from '#server/patches/check-operation.ts';

/** Columns of the layer that the operations of a patch come to. */
function columnsOf({ state, values }: PatchState): StoredValues {
  const columns: Record<string, string | number | null> = { state };
  for (const field of columnFields) {
    const value = values[field];
    if (value !== undefined) columns[field] = value as string | number | null;
  }
  if (values.assignee !== undefined)
    columns.assignee_name = (values.assignee as Assignee | null)?.name ?? null;
  return columns;
}

/** Where, since when and why a flag's feature begins. */
interface Beginning {
  readonly regionCode: string;
  readonly parentNumber: string | null;
  readonly reason: string;
  /** Instant of the transaction, UTC text. */
  readonly from: string;
}

/** The feature of a flag, with what it already comes to. */
export async function projectFlag(
  tx: Queryable,
  flag: FlagOperation,
  reduced: PatchState,
  { regionCode, parentNumber, reason, from }: Beginning,
): Promise<{ id: number }> {
  const geometry = reduced.values.outline as MultiPolygon;
  return insertFeature(
    tx,
    patches,
    { kind: 'add', reason, document: null, from, until: null },
    {
      values: {
        split_state: 'whole',
        ...columnsOf(reduced),
        register: flag.register,
        patch_number: flag.number ?? numberOfFlag(flag),
        parent_number: parentNumber,
      },
      regionCode,
      geometry,
    },
  );
}

/** The layer's row follows what the operations come to; nothing is written where nothing differs. @returns the patch's region */
export async function projectChange(
  tx: Queryable,
  id: number,
  reduced: PatchState,
  { reason, restores }: { readonly reason: string; readonly restores: boolean },
): Promise<string | null> {
  const before = await newestState(tx, patches, id);
  // It went to a region of others.
  if (!before) return null;
  // What an undone import took away comes back by nobody's late work, only by a restoration.
  if (!before.inForce && (reduced.withdrawn || !restores)) return before.regionCode;
  const values = columnsOf(reduced);
  const fields = changedFields(values, before.values);
  const given = reduced.values.outline as MultiPolygon | null | undefined;
  const geometry =
    given && !(await outlineFacts(tx, patches, given, before.versionId)).same ? given : undefined;
  const now = await changeInstant(tx);
  if (reduced.withdrawn) {
    await closeVersion(tx, patches, before.versionId);
    await insertVersion(tx, patches, before.versionId, {
      ...{ kind: 'withdraw', reason: reduced.withdrawn.reason, document: null },
      from: before.validFrom,
      until: now,
    });
    return before.regionCode;
  }
  if (before.inForce && fields.length === 0 && !geometry) return before.regionCode;
  const regionCode = geometry ? await regionOf(tx, patches, geometry, {}) : before.regionCode;
  const version = { reason, document: null };
  const changed = Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));
  const content = { values: changed, geometry, regionCode };
  if (!before.inForce) {
    await insertVersion(
      tx,
      patches,
      before.versionId,
      { ...version, kind: 'restore', from: now, until: null },
      content,
    );
    return regionCode;
  }
  await closeVersion(tx, patches, before.versionId);
  if (now > before.validFrom) {
    await insertVersion(tx, patches, before.versionId, {
      ...version,
      kind: 'edit',
      from: before.validFrom,
      until: now,
    });
  }
  await insertVersion(
    tx,
    patches,
    before.versionId,
    { ...version, kind: 'edit', from: now, until: null },
    content,
  );
  return regionCode;
}
