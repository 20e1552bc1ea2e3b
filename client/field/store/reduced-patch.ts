import type { MultiPolygon } from 'geojson';
import type { PulledPatch } from '#core/contract/field-patches.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { interiorPoint } from '#core/imports/interior-point.ts';
import { numberOfFlag, type PatchOperation, type Uuid } from '#core/patches/operation.ts';
import { type PatchBase, type PatchState, reducePatch } from '#core/patches/reduce.ts';
import type { ListedPatch } from './listed.ts';
import type { OutboxOperation, StoredPatch } from './schema.ts';

/** What stands on this phone and not with the office. */
export interface OwnWork {
  /** Operations of this phone that the server has not taken yet, and those that it refused. */
  readonly queued: number;
  readonly refused: number;
  /** It began here, and what was pulled does not have it. */
  readonly onlyHere: boolean;
}

/** A patch reduced, with its outline's place and area. */
export interface ReducedPatch extends Omit<PulledPatch, 'base' | 'operations'> {
  readonly state: PatchState;
  readonly lonLat: ListedPatch['lonLat'];
  readonly gone: boolean;
}

/** What a patch begins as that was flagged on this phone. */
export const flaggedHere: PatchBase = { state: 'to-dispatch', values: {} };

/** Operations of each patch. */
export function byPatch(operations: readonly OutboxOperation[]): Map<Uuid, OutboxOperation[]> {
  const map = new Map<Uuid, OutboxOperation[]>();
  for (const each of operations) {
    const list = map.get(each.patch) ?? [];
    list.push(each);
    map.set(each.patch, list);
  }
  return map;
}

export const nothingOwn: OwnWork = { queued: 0, refused: 0, onlyHere: false };

export function reducedOf({ patch, gone }: StoredPatch, own: readonly PatchOperation[] = []): ReducedPatch {
  const { base, operations, ...rest } = patch;
  const state = reducePatch(base as PatchBase, [...(operations as readonly PatchOperation[]), ...own]);
  return { ...rest, state, gone, ...placeOf(state, rest.areaSquareMeters) };
}

/** What the list has of it. */
export function listedOf({
  uid,
  number,
  register,
  regionName,
  mine,
  deadline,
  gone,
  state,
  lonLat,
}: ReducedPatch): ListedPatch {
  const { values, conflicts, withdrawn } = state;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    ...{ uid, number, register, regionName, mine, gone, lonLat, deadline, state: state.state },
    patchClass: text(values.patch_class),
    location: text(values.location),
    inConflict: conflicts.length > 0,
    withdrawn: withdrawn !== null,
  };
}

/** What the server refused is not laid over what it has; it is counted, and stays in the queue. */
export function overlaid(row: StoredPatch, own: readonly OutboxOperation[]): ReducedPatch & OwnWork {
  const counted = own.filter(({ state }) => state !== 'refused').map(({ operation }) => operation);
  return { ...reducedOf(row, counted), ...tally(own), onlyHere: false };
}

/** A patch that began on this phone, refused or not: it is shown until somebody discards it. */
export function beganHere(own: readonly OutboxOperation[]): (ReducedPatch & OwnWork) | null {
  const flag = own.map(({ operation }) => operation).find((operation) => operation.kind === 'flag');
  if (flag?.kind !== 'flag' || !own.some(({ open }) => open === 1)) return null;
  const state = reducePatch(
    flaggedHere,
    own.map(({ operation }) => operation),
  );
  return {
    ...{ uid: flag.patch, id: 0, number: flag.number ?? numberOfFlag(flag), register: flag.register },
    ...{ regionCode: '', regionName: '', names: {}, mine: true, gone: false, onlyHere: true },
    deadline: { light: 'none', dueOn: null, daysLeft: null, paused: false, provisional: false },
    ...placeOf(state, 0),
    ...tally(own),
    state,
  };
}

function tally(own: readonly OutboxOperation[]): { queued: number; refused: number } {
  const count = (wanted: string) => own.filter(({ state }) => state === wanted).length;
  return { queued: count('queued'), refused: count('refused') };
}

function placeOf(
  state: PatchState,
  areaSquareMeters: number,
): Pick<ReducedPatch, 'lonLat' | 'areaSquareMeters'> {
  const outline = outlineOf(state);
  if (!outline) return { lonLat: null, areaSquareMeters };
  return {
    lonLat: interiorPoint(outline.coordinates[0]!),
    areaSquareMeters: areaSquareMeters || geodesicArea(outline),
  };
}

/** null: nobody has drawn one. */
export function outlineOf({ values }: PatchState): MultiPolygon | null {
  const outline = values.outline as MultiPolygon | null | undefined;
  return outline?.coordinates?.length ? outline : null;
}
