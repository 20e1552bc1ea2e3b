import { Ground } from '../ground.ts';
import { outlineOf, type Region } from '../plane/outline.ts';
import type { Ring } from '../plane/ring.ts';
import { readRegions, readWorkspace } from '../seed-files.ts';
import { weaveFabric } from './fabric.ts';
import { balanceFarmland, nearestWithin } from './farmland.ts';
import { readTownLayout, type TownLayout } from './layout.ts';
import { finishParcels, type Parcel } from './parcels.ts';

/** Chosen once; another number draws another town between the same roads. */
const seed = 20231231;

/** 示意街道: the finished fabric and what the overlays need to know about it. */
export interface Town {
  readonly layout: TownLayout;
  readonly ground: Ground;
  readonly outline: Ring;
  readonly parcels: readonly Parcel[];
  readonly villageNames: ReadonlyMap<string, string>;
  /** Indexes into `parcels`. */
  readonly permanentFarmland: readonly number[];
  readonly farmlandProtection: readonly number[];
}

export function buildTown(): Town {
  const layout = readTownLayout();
  const ground = new Ground(layout.origin);
  const fabric = weaveFabric(layout, ground, seed);
  const villageNames = new Map(readRegions().regions.map(({ code, name }) => [code, name]));
  const pieces = balanceFarmland(fabric.pieces, layout.farmland);
  const embankment = layout.ditches.find(({ name }) => name === layout.farmland.embankment);
  if (!embankment) throw new Error(`no ditch named ${layout.farmland.embankment}`);
  const parcels = finishParcels(pieces, {
    ground,
    villageNames,
    surveyYear: readWorkspace().year,
    embankment: embankment.path,
  });
  const kept = parcels.flatMap((parcel, i) =>
    parcel.farmland && !parcel.piece.tags.some((tag) => tag.startsWith('conversion:')) ? [i] : [],
  );
  const areaOf = (index: number) => Number(parcels[index]!.columns.class_area);
  const all = parcels.map((parcel) => parcel.piece);
  const { permanent, protection } = layout.farmland;
  return {
    layout,
    ground,
    outline: fabric.outline,
    parcels,
    villageNames,
    permanentFarmland: nearestWithin(kept, all, areaOf, permanent.around, permanent.squareMeters),
    farmlandProtection: nearestWithin(kept, all, areaOf, protection.around, protection.squareMeters),
  };
}

/** The ground covered by the parcels that pass, as exact outlines. */
export function groundOf(town: Town, passes: (parcel: Parcel, index: number) => boolean): Region[] {
  return outlineOf(town.parcels.filter(passes).map((parcel) => parcel.piece.ring));
}

export const taggedGround = (town: Town, tag: string): Region[] =>
  groundOf(town, (parcel) => parcel.piece.tags.includes(tag));
