import type { MultiPolygon } from 'geojson';
import type { MergePreview } from '#core/contract/patch-division.ts';
import { mergeOutlines } from '#core/edits/merge-outlines.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { PATCH_FIELDS, type PatchField, sameValue } from '#core/patches/fields.ts';
import type { Uuid } from '#core/patches/operation.ts';
import { childNumbers } from '#core/patches/split.ts';
import { asOwner } from '#server/access/access.ts';
import { may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { numbersUnder, partsOf } from '#server/db/tables/patches/patch-facts.ts';
import { changeInstant } from '#server/db/tables/versions.ts';
import { type EditContext, outline } from '#server/operations/edit-feature.ts';
import { deskOf, type PatchValues } from '#server/patches/office/desk.ts';
import { type PatchAtHand, patchAtHand } from '#server/patches/office/patch-at-hand.ts';
import { notSiblings, registersDiffer } from '#server/patches/office/problems.ts';
import { refuseOutOfCourse, rootOf, sumOfHundredths, valuesFor } from '#server/patches/office/split-patch.ts';

export interface Union {
  readonly parts: readonly Uuid[];
  readonly reason: string;
  readonly device: Uuid;
}

/** 合并方案: what was asked, checked against the patches as they are. */
interface MergePlan {
  readonly parts: readonly PatchAtHand[];
  readonly root: PatchAtHand;
  /** They are all the parts there are. */
  readonly complete: boolean;
  readonly number: string;
  readonly patchClass: string;
  readonly outline: MultiPolygon;
}

/** @throws Problem as `mergePatches` does */
async function planMerge(context: EditContext, uids: readonly Uuid[]): Promise<MergePlan> {
  const { tx, actor, vertexLimit } = context;
  if (new Set(uids).size < uids.length) {
    throw invalidValue('parts', { zh: '同一图斑列了两次', en: 'A patch is named twice' });
  }
  const parts: PatchAtHand[] = [];
  for (const uid of uids) parts.push(await patchAtHand(tx, uid));
  for (const part of parts) {
    if (!may(actor, 'review', 'patches', part.row.regionCode)) throw notAllowed();
  }
  if (new Set(parts.map(({ row }) => row.register)).size > 1) throw registersDiffer();
  for (const part of parts) refuseOutOfCourse(part);
  const [first] = parts;
  const whole = parts.find(({ row }) => row.splitState !== 'part');
  if (whole) {
    throw notSiblings({
      zh: `${whole.row.number} 是单独下发的图斑，下发数须保持不变`,
      en: `${whole.row.number} was issued by itself, and the number issued must stay`,
    });
  }
  const parent = first!.reduced.parents[0];
  const stranger = parts.find(({ reduced }) => parent === undefined || reduced.parents[0] !== parent);
  if (stranger) {
    throw notSiblings({
      zh: `${stranger.row.number} 与 ${first!.row.number} 不是同一母图斑拆出的部分`,
      en: `${stranger.row.number} and ${first!.row.number} are not parts of one patch`,
    });
  }
  const merged = mergeOutlines(
    parts.map(({ row }) => (JSON.parse(row.geometry) as MultiPolygon).coordinates),
  );
  if (typeof merged === 'string') {
    throw notSiblings(
      merged === 'apart'
        ? { zh: '所选部分没有全部以公共边相接', en: 'They do not all share edges' }
        : { zh: '所选部分互相重叠', en: 'They overlap' },
    );
  }
  const root = await rootOf(context, first!);
  const live = (await asOwner(tx, () => partsOf(tx, root.uid))).filter(({ withdrawn }) => !withdrawn);
  if (live.every(({ uid }) => uids.includes(uid))) {
    const { number, patchClass, geometry } = root.row;
    const shape = JSON.parse(geometry) as MultiPolygon;
    return { parts, root, complete: true, number, patchClass, outline: shape };
  }
  const shape = await outline(tx, { type: 'MultiPolygon', coordinates: merged }, vertexLimit);
  const taken = await asOwner(tx, () => numbersUnder(tx, root.row.number));
  const [number] = childNumbers(root.row.number, taken, 1);
  const classes = new Set(parts.map(({ row }) => row.patchClass));
  const patchClass = classes.size === 1 ? first!.row.patchClass : root.row.patchClass;
  return { parts, root, complete: false, number: number!, patchClass, outline: shape };
}

/** 合并预核: number, outline and area of what they become, and the fields that are to be said anew. Changes nothing. @throws Problem as `mergePatches` does */
export async function previewMerge(context: EditContext, uids: readonly Uuid[]): Promise<MergePreview> {
  const { parts, root, complete, number, patchClass, outline: shape } = await planMerge(context, uids);
  return {
    parent: { uid: root.uid, number: root.row.number },
    becomes: complete ? 'whole' : 'part',
    number,
    patchClass,
    outline: shape,
    areaSquareMeters: complete ? root.row.areaSquareMeters : sumOfHundredths([geodesicArea(shape)]),
    sumSquareMeters: sumOfHundredths(parts.map(({ row }) => row.areaSquareMeters)),
    differing: complete ? [] : differing(parts.map(valuesFor)),
  };
}

/**
 * 合并同一母图斑的部分: a new part takes their place, with the fields in which they agree; the parts are withdrawn and their history stays. When they were all the parts
 * there are, the parent is whole again.
 *
 * @returns uid of the new part, or of the parent
 * @throws Problem `patch-not-found`, `not-allowed`, `patch-out-of-course`, `not-siblings`, `invalid-value` when one is named twice
 */
export async function mergePatches(
  context: EditContext,
  { parts: uids, reason, device }: Union,
): Promise<Uuid> {
  await changeInstant(context.tx);
  const { parts, root, complete, number, patchClass, outline: shape } = await planMerge(context, uids);
  const desk = deskOf(context, device);
  for (const part of parts) await desk.put([desk.withdraw(part, reason)]);
  if (complete) {
    await desk.put([desk.write(root, { split_state: 'whole' }, reason)]);
    return root.uid;
  }
  const values = {
    ...agreed(parts.map(valuesFor)),
    ...{ outline: shape, split_state: 'part', patch_class: patchClass },
  };
  return desk.begin(root, number, values, parts[0]!, reason);
}

/** What all of them say. Where they differ somebody must say anew. */
function agreed(all: readonly PatchValues[]): PatchValues {
  const apart = new Set<string>(differing(all));
  return Object.fromEntries(Object.entries(all[0] ?? {}).filter(([field]) => !apart.has(field)));
}

/** Fields that not all of them say alike. */
function differing([first, ...rest]: readonly PatchValues[]): PatchField[] {
  return PATCH_FIELDS.filter((field) =>
    rest.some((other) => !sameValue(other[field] ?? null, first?.[field] ?? null)),
  );
}
