import type { LayerId } from '#core/catalog/types.ts';
import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import { centiSquareMeters } from '#core/geometry/units.ts';
import { isFarmland } from '#core/vocabulary/land-use.ts';
import type { Opened } from './opened.ts';

/** 一行: a piece of a land parcel, or a feature that is touched, with what it adds to the figure. */
export interface FigureRow {
  readonly key: string;
  readonly layer: LayerId;
  /** Feature id, for the map. */
  readonly id: number;
  readonly label: string;
  /** Item of the scenario that cuts it; null for a touched feature. */
  readonly item: string | null;
  readonly regionCode: string | null;
  readonly landClass: string | null;
  /** The piece's three areas; null for a touched feature. */
  readonly areas: { readonly parcel: number; readonly deducted: number; readonly ofClass: number } | null;
  /** m² to 0.01. */
  readonly value: number;
}

export interface OpenedRows {
  readonly rows: readonly FigureRow[];
  /** What the card shows, m². */
  readonly total: number;
  /** Exact sum of the rows, m². */
  readonly sum: number;
}

/** 打开数字: the rows that a figure of the answer sums, in the way it sums them. */
export function rowsOfFigure(opened: Opened, answer: WhatIf, items: readonly ScenarioItem[]): OpenedRows {
  const rows = listRows(opened, answer, items);
  const sum = Number(rows.reduce((total, { value }) => total + centiSquareMeters(value), 0n)) / 100;
  return { rows, total: totalOf(opened, answer), sum };
}

/** Whether an item makes farmland of what was none. */
function reclaims(id: string, items: readonly ScenarioItem[]): boolean {
  const item = items.find((one) => one.id === id);
  return item?.kind === 'reclamation' && isFarmland(item.landClassAfter);
}

function listRows({ figure, key }: Opened, answer: WhatIf, items: readonly ScenarioItem[]): FigureRow[] {
  if (figure === 'touched') {
    const layer = answer.touched.find((one) => one.layer === key);
    return (layer?.features ?? []).map(({ id, label, areaSquareMeters }) => ({
      key: String(id),
      layer: layer!.layer,
      id,
      label,
      item: null,
      regionCode: null,
      landClass: null,
      areas: null,
      value: areaSquareMeters,
    }));
  }
  const rows: FigureRow[] = [];
  answer.pieces.forEach((piece, index) => {
    const { parcelSquareMeters: parcel, deductedSquareMeters: deducted, classSquareMeters: ofClass } = piece;
    const { item, regionCode, landClass } = piece;
    const add = (value: number, part = '') =>
      rows.push({
        key: `${index}${part}`,
        layer: 'land_parcels',
        id: piece.parcel,
        label: piece.label,
        item,
        regionCode,
        landClass,
        areas: { parcel, deducted, ofClass },
        value,
      });
    const farmland = isFarmland(landClass);
    if (figure === 'lost' && farmland && !reclaims(item, items)) add(ofClass);
    if (figure === 'gained' && !farmland && reclaims(item, items)) add(parcel);
    if (figure === 'class' && landClass === key) add(ofClass);
    // 扣除的田坎 stands under a class of its own.
    if (figure === 'class' && key === RIDGES && deducted > 0) add(deducted, ' ridges');
    if (figure === 'village' && regionCode === key) add(parcel);
    if (figure === 'item' && item === key) add(parcel);
  });
  return rows;
}

/** 田坎. */
const RIDGES = '1203';

function totalOf({ figure, key }: Opened, { total, touched, items }: WhatIf): number {
  switch (figure) {
    case 'lost':
      return total.farmlandLostSquareMeters;
    case 'gained':
      return total.farmlandGainedSquareMeters;
    case 'class':
      return total.byClass.find(({ code }) => code === key)?.areaSquareMeters ?? 0;
    case 'village':
      return total.byVillage.find(({ code }) => code === key)?.areaSquareMeters ?? 0;
    case 'touched':
      return touched.find(({ layer }) => layer === key)?.areaSquareMeters ?? 0;
    case 'item':
      return sumOf(items.find(({ id }) => id === key)?.byVillage ?? []);
    case 'remaining':
      return 0;
  }
}

/** Exact sum, m². */
export function sumOf(shares: readonly { readonly areaSquareMeters: number }[]): number {
  return Number(shares.reduce((sum, share) => sum + centiSquareMeters(share.areaSquareMeters), 0n)) / 100;
}
