import { layerById } from '#core/catalog/index.ts';
import { splitParcel } from '#core/overlay/split-parcel.ts';
import { notAllowed } from '#server/access/problems.ts';
import {
  closeVersions,
  continueVersions,
  endVersions,
  type LedgerCause,
  lockRows,
} from '#server/db/tables/batch-ledger.ts';
import { permanentUnderPieces } from '#server/db/tables/batches.ts';
import type { Change, LedgerStep } from '#server/operations/batch-carry-out.ts';

const permanent = layerById('permanent_farmland');

/**
 * 永农核减: cuts the pieces out of permanent farmland, by the same rule by which land parcels are divided. Only a batch whose approval takes permanent
 * farmland comes this far; the checks stop every other.
 */
export async function cutPermanent({ tx }: LedgerStep, event: number, cause: LedgerCause): Promise<Change[]> {
  const found = await permanentUnderPieces(tx, event);
  const rests = found.map(({ id, cutSquareMeters, ...areas }) => ({
    id,
    ...splitParcel(areas, [[cutSquareMeters]]).rest,
  }));
  const locked = await lockRows(
    tx,
    permanent,
    rests.map(({ id }) => id),
  );
  const versions = new Map(locked.map(({ id, versionId }) => [id, versionId]));
  const shrinking = rests.filter(({ parcelSquareMeters }) => parcelSquareMeters > 0);
  const ending = rests.filter(({ parcelSquareMeters }) => parcelSquareMeters === 0);
  const of = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => versions.get(id)!);
  if ((await closeVersions(tx, permanent, [...versions.values()])) !== rests.length) throw notAllowed();
  await endVersions(tx, permanent, of(shrinking), 'edit', cause);
  await endVersions(tx, permanent, of(ending), 'withdraw', cause);
  const after = await continueVersions(
    tx,
    permanent,
    of(shrinking),
    { ...cause, kind: 'edit' },
    {
      columns: {
        parcel_area: 'cut.parcel_area',
        deducted_area: 'case when f.deducted_area is null then null else cut.deducted_area end',
        class_area: 'cut.class_area',
        geom: 'st_multi(st_collectionextract(st_difference(f.geom, gone.geom), 3))',
      },
      joined: `join unnest($8::bigint[], $9::numeric[], $10::numeric[], $11::numeric[])
          as cut (id, parcel_area, deducted_area, class_area) on cut.id = f.id
        join lateral (
          select st_union(c.geom) as geom from gengjie.conversion_parcels c where c.in_force and c.geom && f.geom
            and c.id in (select p.conversion_feature from gengjie.batch_pieces p where p.event_id = $7)) gone on true`,
      values: [
        event,
        shrinking.map(({ id }) => id),
        shrinking.map(({ parcelSquareMeters }) => parcelSquareMeters),
        shrinking.map(({ deductedSquareMeters }) => deductedSquareMeters),
        shrinking.map(({ classSquareMeters }) => classSquareMeters),
      ],
    },
  );
  return rests.map(({ id }) => ({
    id,
    before: versions.get(id)!,
    after: after.find((version) => version.id === id)?.versionId ?? null,
  }));
}
