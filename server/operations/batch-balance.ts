import type { z } from 'zod';
import { layerById } from '#core/catalog/index.ts';
import type { addBalanceEntry, BalanceEntry } from '#core/contract/batches.ts';
import { invalidValue } from '#core/edits/problems.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import {
  balanceEntry,
  entryOfProject,
  entryOnSameGround,
  insertEntry,
  type NewEntry,
  reclaimedParcel,
} from '#server/db/tables/balance.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { changeInstant } from '#server/db/tables/versions.ts';
import { featureNotFound } from '#server/http/problems.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import { alreadyEntered } from '#server/operations/batch-problems.ts';
import { requireRight } from '#server/operations/edit-rights.ts';

type Wish = z.output<NonNullable<typeof addBalanceEntry.body>>;

const batches = layerById('conversion_batches');

/**
 * 登记补充耕地: farmland that a reclaimed parcel or a project supplies, or an entry taken back by a reversing one. The same land counts once.
 *
 * @throws Problem `region-not-found`, `not-allowed`, `feature-not-found`, `already-entered`, `invalid-value`
 */
export async function addToBalance(tx: Queryable, actor: Actor, wish: Wish): Promise<BalanceEntry> {
  const region = await regionByCode(tx, wish.region);
  if (!region) throw regionNotFound(wish.region);
  requireRight(actor, ['edit_attributes'], batches, region.code);
  // Others who enter something wait from here on, so that what is looked up below is the newest there is.
  await changeInstant(tx);
  const common = {
    acceptedOn: wish.acceptedOn,
    document: wish.document,
    note: wish.note ?? null,
    projectNumber: wish.projectNumber ?? null,
  };
  const entry =
    wish.reverses !== undefined
      ? await reversal(tx, actor, wish.reverses, common)
      : wish.land !== undefined
        ? await suppliedByLand(tx, actor, wish.land, wish, common)
        : await suppliedByProject(tx, region.code, wish, common);
  const id = await insertEntry(tx, entry);
  await recordAct(tx, {
    action: 'balance.add',
    layer: batches.id,
    subject: id,
    regionCode: entry.regionCode,
    detail: {
      entry: entry.entry,
      areaSquareMeters: entry.areaSquareMeters,
      land: entry.land,
      projectNumber: entry.projectNumber,
      document: entry.document,
      reverses: entry.reverses,
    },
  });
  return (await balanceEntry(tx, id))!;
}

type Common = Pick<NewEntry, 'acceptedOn' | 'document' | 'note' | 'projectNumber'>;

async function reversal(tx: Queryable, actor: Actor, id: number, common: Common): Promise<NewEntry> {
  const entry = await balanceEntry(tx, id);
  if (!entry) throw featureNotFound('farmland_balance', id);
  requireRight(actor, ['edit_attributes'], batches, entry.regionCode);
  if (entry.reversedBy !== null) throw alreadyEntered('reverses', entry.reversedBy);
  if (entry.reverses !== null) {
    throw invalidValue(
      'reverses',
      { zh: '冲销条目不能再冲销', en: 'A reversing entry cannot be reversed' },
      id,
    );
  }
  if (entry.entry === 'occupied') {
    throw invalidValue(
      'reverses',
      {
        zh: '批次实施占用的条目随撤销实施一并冲销',
        en: 'What a batch occupied is taken back by undoing the batch',
      },
      id,
    );
  }
  return {
    ...common,
    regionCode: entry.regionCode,
    entry: entry.entry,
    areaSquareMeters: entry.areaSquareMeters,
    batch: entry.batch?.id ?? null,
    land: entry.land?.id ?? null,
    projectNumber: entry.projectNumber,
    reverses: id,
  };
}

async function suppliedByLand(
  tx: Queryable,
  actor: Actor,
  land: number,
  wish: Wish,
  common: Common,
): Promise<NewEntry> {
  const parcel = await reclaimedParcel(tx, land);
  if (!parcel) throw featureNotFound('land_parcels', land);
  requireRight(actor, ['edit_attributes'], batches, parcel.regionCode);
  const refused = (zh: string, en: string) => invalidValue('land', { zh, en }, parcel.label);
  if (!parcel.isFarmland) throw refused('该图斑现在不是耕地', 'The parcel is not farmland now');
  if (!parcel.proven) {
    throw refused(
      '该图斑的变更历史中没有由复垦或依文件变为耕地的记录',
      'The history of the parcel shows no change to farmland by reclamation or by a document',
    );
  }
  if (wish.areaSquareMeters !== undefined && wish.areaSquareMeters !== parcel.classSquareMeters) {
    throw invalidValue(
      'areaSquareMeters',
      {
        zh: `按图斑登记的面积就是其图斑地类面积 ${parcel.classSquareMeters} m²`,
        en: `A parcel is entered with its class area, ${parcel.classSquareMeters} m²`,
      },
      wish.areaSquareMeters,
    );
  }
  const before = await entryOnSameGround(tx, land);
  if (before !== undefined) throw alreadyEntered('land', before);
  return {
    ...common,
    regionCode: parcel.regionCode,
    entry: 'supplied',
    areaSquareMeters: parcel.classSquareMeters,
    batch: null,
    land,
    reverses: null,
  };
}

async function suppliedByProject(
  tx: Queryable,
  regionCode: string,
  { areaSquareMeters, projectNumber }: Wish,
  common: Common,
): Promise<NewEntry> {
  if (areaSquareMeters === undefined) {
    throw invalidValue('areaSquareMeters', {
      zh: '没有指明图斑时，须填写验收面积',
      en: 'Without a parcel the accepted area is needed',
    });
  }
  if (projectNumber === undefined) {
    throw invalidValue('projectNumber', {
      zh: '没有指明图斑时，须填写补充耕地项目编号',
      en: 'Without a parcel the number of the project is needed',
    });
  }
  const entry: NewEntry = {
    ...common,
    regionCode,
    entry: 'supplied',
    areaSquareMeters,
    batch: null,
    land: null,
    reverses: null,
  };
  const before = await entryOfProject(tx, entry);
  if (before !== undefined) throw alreadyEntered('projectNumber', before);
  return entry;
}
