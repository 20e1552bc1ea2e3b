import { batchAreas, sumOfAreas } from '#core/batches/areas.ts';
import { type BatchFacts, checkBatch } from '#core/batches/checks.ts';
import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { Batch, BatchAreas, BatchCheck, BatchParcel, BatchSummary } from '#core/contract/batches.ts';
import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import { roundToSum } from '#core/geometry/round-to-sum.ts';
import type { Queryable } from '#server/db/database.ts';
import { balanceTotals } from '#server/db/tables/balance.ts';
import {
  groundDigest,
  type ParcelRow,
  type PieceRow,
  permanentByPiece,
  placesOfBatch,
} from '#server/db/tables/batches.ts';
import { computeScenario, type WhatIfContext } from '#server/operations/what-if.ts';

/** 批次账: what a batch does to the ground, as it is stored with the steps of the batch. */
export interface BatchAccount {
  readonly areas: BatchAreas;
  /** By parcel id. */
  readonly parcelAreas: Readonly<Record<string, BatchAreas>>;
  readonly checks: BatchCheck[];
  readonly authority: Batch['authority'];
  readonly balance: Batch['balance'];
  /** Of everything it was computed from; another one now means that it is stale. */
  readonly digest: string;
  /** The batch came into this ledger with its approval. */
  readonly approvedElsewhere: boolean;
}

/** Batches and parcels themselves are not cut: their own lines run along those of the batch. */
const checkedLayers = (['permanent_farmland', 'ecological_redlines', 'urban_boundaries'] as const).map((id) =>
  layerById(id),
);

/**
 * 核算批次: the account of a batch on the ground as it is now, by the same function that answers a what-if, so that what was promised there is what is
 * stored here.
 */
export async function computeAccount(
  context: WhatIfContext,
  batch: BatchSummary,
  parcels: readonly ParcelRow[],
  approvedElsewhere: boolean,
): Promise<{ account: BatchAccount; pieces: PieceRow[] }> {
  const { db: tx } = context;
  const effect = await computeScenario(context, {
    region: townOf(batch.regionCode),
    items: parcels.map(itemOf),
    layers: checkedLayers,
  });
  const places = await placesOfBatch(tx, batch.id);
  const unseenLayers = effect.findings
    .filter(({ code }) => code === 'scenario.layer.unseen')
    .map(({ subject }) => subject as LayerId);
  const balance = await balanceOf(tx, batch, effect);
  const facts: BatchFacts = {
    ...places,
    ...{ areaSquareMeters: batch.areaSquareMeters, approvedElsewhere, parcels, unseenLayers },
    ...{ reportedText: batch.reportedText, reportedUnit: batch.reportedUnit },
  };
  const numbers = new Map(parcels.map(({ id, number }) => [String(id), number]));
  const items = effect.items.map((item) => ({ ...item, id: numbers.get(item.id)! }));
  const pieces = await piecesOf(tx, effect, numbers);
  const account: BatchAccount = {
    areas: batchAreas(effect.total, effect.pieces),
    parcelAreas: Object.fromEntries(
      effect.items.map((item) => [
        item.id,
        batchAreas(
          item,
          effect.pieces.filter((piece) => piece.item === item.id),
        ),
      ]),
    ),
    checks: checkBatch(facts, { ...effect, items, balance }),
    authority: effect.authority,
    balance,
    approvedElsewhere,
    digest: await groundDigest(
      tx,
      batch.id,
      pieces.map(({ parcel }) => parcel),
    ),
  };
  return { account, pieces };
}

/** Areas of the parcels of a batch from an account. */
export function withAreas(parcels: readonly ParcelRow[], account: BatchAccount): BatchParcel[] {
  return parcels.map((parcel) => ({ ...parcel, areas: account.parcelAreas[parcel.id] ?? none }));
}

/** A parcel that came into the batch after its account was stored. */
const none: BatchAreas = {
  totalSquareMeters: 0,
  agriculturalSquareMeters: 0,
  farmlandSquareMeters: 0,
  permanentSquareMeters: 0,
  constructionSquareMeters: 0,
  unusedSquareMeters: 0,
  unsurveyedSquareMeters: 0,
  byClass: [],
};

function itemOf(parcel: ParcelRow): ScenarioItem {
  return {
    id: String(parcel.id),
    kind: 'conversion',
    name: parcel.name || parcel.number,
    geometry: parcel.geometry,
    landClassAfter: parcel.landClassAfter ?? '',
    expropriated: true,
    origin: { layer: 'conversion_parcels', id: parcel.id },
  };
}

/** Floors are those of the town. */
function townOf(regionCode: string): string {
  return regionCode.length === 12 ? `${regionCode.slice(0, 9)}000` : regionCode;
}

/** What must be made good is the what-if's; what makes it good is in the ledger of the district. */
async function balanceOf(tx: Queryable, batch: BatchSummary, effect: WhatIf): Promise<Batch['balance']> {
  const { balanceSquareMeters } = await balanceTotals(tx, batch.regionCode.slice(0, 6));
  const { occupiedSquareMeters } = effect.balance;
  const available = Math.max(0, balanceSquareMeters);
  return {
    ...effect.balance,
    suppliedSquareMeters: available,
    shortfallSquareMeters: Math.max(0, sumOfAreas([occupiedSquareMeters, -available])),
  };
}

/** Pieces with their share of the permanent farmland that their parcel takes. */
async function piecesOf(
  tx: Queryable,
  effect: WhatIf,
  numbers: ReadonlyMap<string, string>,
): Promise<PieceRow[]> {
  const pieces = effect.pieces
    .filter(({ parcelSquareMeters }) => parcelSquareMeters > 0)
    .map((piece) => ({ ...piece, conversion: Number(piece.item), permanentSquareMeters: 0 }));
  for (const item of effect.items) {
    if (item.permanentSquareMeters === 0) continue;
    const own = pieces.filter((piece) => piece.item === item.id);
    const cut = (await permanentByPiece(tx, own)).map(({ area }) => area);
    if (!cut.some((area) => area > 0)) continue;
    for (const [i, area] of roundToSum(cut, item.permanentSquareMeters, 0.01).entries()) {
      own[i]!.permanentSquareMeters = area;
    }
  }
  return pieces.map((piece) => ({ ...piece, item: numbers.get(piece.item)! }));
}
