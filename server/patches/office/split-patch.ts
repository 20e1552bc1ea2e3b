import type { MultiPolygon } from 'geojson';
import type { SplitPreview } from '#core/contract/patch-division.ts';
import type { PatchField } from '#core/patches/fields.ts';
import type { Uuid } from '#core/patches/operation.ts';
import { childNumbers } from '#core/patches/split.ts';
import { asOwner } from '#server/access/access.ts';
import { may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { fitOfParts, type PartsFit } from '#server/db/tables/patches/parts-fit.ts';
import { numbersUnder } from '#server/db/tables/patches/patch-facts.ts';
import { changeInstant } from '#server/db/tables/versions.ts';
import type { EditContext } from '#server/operations/edit-feature.ts';
import { outline } from '#server/operations/edit-feature.ts';
import { deskOf, type PatchValues } from '#server/patches/office/desk.ts';
import { type PatchAtHand, patchAtHand } from '#server/patches/office/patch-at-hand.ts';
import { partsDiffer, patchOutOfCourse } from '#server/patches/office/problems.ts';

/** Outlines that are drawn along each other may miss each other by this, m². */
const tolerance = 0.1;

/** What a part does not take over from where it came. */
const ownOfPart: readonly PatchField[] = [
  'outline',
  'split_state',
  'remaining_area',
  'patch_class',
  'assignee',
];

export interface Division {
  readonly parts: readonly { readonly outline: MultiPolygon; readonly patchClass?: string | undefined }[];
  readonly reason: string;
  readonly device: Uuid;
}

/** 拆分方案: what was asked, checked against the patch as it is. */
interface SplitPlan {
  readonly patch: PatchAtHand;
  readonly root: PatchAtHand;
  readonly outlines: readonly MultiPolygon[];
  readonly fit: PartsFit;
  readonly numbers: readonly string[];
}

/** @throws Problem `patch-not-found`, `not-allowed`, `patch-out-of-course`, `invalid-geometry`; parts that do not fit are the caller's to refuse */
async function planSplit(
  context: EditContext,
  uid: string,
  parts: readonly { readonly outline: MultiPolygon }[],
): Promise<SplitPlan> {
  const { tx, actor, vertexLimit } = context;
  const patch = await patchAtHand(tx, uid);
  if (!may(actor, 'review', 'patches', patch.row.regionCode)) throw notAllowed();
  refuseOutOfCourse(patch);
  const outlines: MultiPolygon[] = [];
  for (const part of parts) outlines.push(await outline(tx, part.outline, vertexLimit));
  const fit = await fitOfParts(tx, patch.row.geometry, outlines);
  const root = await rootOf(context, patch);
  const taken = await asOwner(tx, () => numbersUnder(tx, root.row.number));
  return { patch, root, outlines, fit, numbers: childNumbers(root.row.number, taken, outlines.length) };
}

/** 拆分预核: numbers and areas of the parts, and what of them is not the patch. Changes nothing. */
export async function previewSplit(
  context: EditContext,
  uid: string,
  parts: Division['parts'],
): Promise<SplitPreview> {
  const { patch, root, fit, numbers } = await planSplit(context, uid, parts);
  const sumSquareMeters = sumOfHundredths(fit.areas);
  const fits = [fit.missing, fit.outside, fit.overlapping].every((area) => area <= tolerance);
  return {
    parent: { uid: root.uid, number: root.row.number },
    parts: numbers.map((number, i) => ({ number, areaSquareMeters: fit.areas[i]! })),
    wholeSquareMeters: patch.row.areaSquareMeters,
    sumSquareMeters,
    differenceSquareMeters: sumOfHundredths([sumSquareMeters, -patch.row.areaSquareMeters]),
    toleranceSquareMeters: tolerance,
    missingSquareMeters: fit.missing,
    outsideSquareMeters: fit.outside,
    overlappingSquareMeters: fit.overlapping,
    fault: fits ? null : (JSON.parse(fit.fault) as MultiPolygon),
    fits,
  };
}

/** Sum of figures rounded to 0.01, to the last digit. */
export function sumOfHundredths(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + Math.round(figure * 100), 0) / 100;
}

/**
 * 拆分图斑: the parent is kept as issued (`split`), each part begins as a patch of its own with the parent's fields, numbered `parent_n`. A part that is divided
 * again gives way to further parts of the same parent: so issued and verified counts stay what they are. All of it is operations, in this transaction.
 *
 * @returns uids of the parts
 * @throws Problem `patch-not-found`, `not-allowed`, `patch-out-of-course`, `parts-differ`, `invalid-geometry`
 */
export async function splitPatch(context: EditContext, uid: string, division: Division): Promise<Uuid[]> {
  // From here on nobody else changes a patch: what is read now is the newest there is.
  await changeInstant(context.tx);
  const { patch, root, outlines, fit, numbers } = await planSplit(context, uid, division.parts);
  if (fit.overlapping > tolerance)
    throw partsDiffer(fit.overlapping, { zh: '各部分互相重叠', en: 'They overlap by' });
  if (fit.missing > tolerance)
    throw partsDiffer(fit.missing, { zh: '母图斑有未覆盖部分', en: 'They leave uncovered' });
  if (fit.outside > tolerance)
    throw partsDiffer(fit.outside, { zh: '超出母图斑', en: 'They reach beyond the patch by' });

  const desk = deskOf(context, division.device);
  await desk.put(
    root === patch
      ? [desk.write(patch, { split_state: 'split' }, division.reason)]
      : [desk.withdraw(patch, division.reason)],
  );
  const parts: Uuid[] = [];
  for (const [i, shape] of outlines.entries()) {
    const values = { ...valuesFor(patch), outline: shape, split_state: 'part' };
    const patchClass = division.parts[i]!.patchClass ?? patch.row.patchClass;
    parts.push(
      await desk.begin(root, numbers[i]!, { ...values, patch_class: patchClass }, patch, division.reason),
    );
  }
  return parts;
}

export function refuseOutOfCourse({ row, reduced }: PatchAtHand): void {
  if (reduced.withdrawn) throw patchOutOfCourse(reduced.state, { zh: '已作废', en: 'it was withdrawn' });
  if (row.splitState === 'split') {
    throw patchOutOfCourse(reduced.state, {
      zh: '已拆分，请办理其各部分',
      en: 'it was split; work on its parts',
    });
  }
  if (reduced.state === 'closed') throw patchOutOfCourse(reduced.state, { zh: '已销号', en: 'it is closed' });
  if (reduced.conflicts.length > 0) {
    throw patchOutOfCourse(reduced.state, {
      zh: '有待裁决，须先裁决',
      en: 'there is something to settle first',
    });
  }
}

/** 母图斑 of a part; a whole patch itself. */
export async function rootOf({ tx }: EditContext, patch: PatchAtHand): Promise<PatchAtHand> {
  const [parent] = patch.reduced.parents;
  return patch.row.splitState === 'part' && parent !== undefined ? patchAtHand(tx, parent) : patch;
}

/** Fields that a part takes over. */
export function valuesFor({ reduced }: PatchAtHand): PatchValues {
  const taken = Object.entries(reduced.values).filter(
    ([field, value]) => value !== null && !ownOfPart.includes(field as PatchField),
  );
  return Object.fromEntries(taken);
}
