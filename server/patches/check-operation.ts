import { patches } from '#core/catalog/patches.ts';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import { checkedOutline, type OutlineRules } from '#core/edits/outline.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { checkedProperties, checkedText } from '#core/edits/properties.ts';
import type { PatchField } from '#core/patches/fields.ts';
import type { FieldWrite, PatchOperation } from '#core/patches/operation.ts';
import { stepRules } from '#core/patches/steps.ts';
import type { Action } from '#core/rights/rights.ts';
import { type Actor, may } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { outlineFacts } from '#server/db/tables/versions.ts';
import { invalidByDatabase } from '#server/operations/edit-feature.ts';
import {
  fieldMissing,
  operationNotAllowed,
  reasonMissing,
  stepOutOfOrder,
} from '#server/patches/problems.ts';

/** Fields that only whoever reviews sets. */
const officeFields: readonly PatchField[] = ['assignee', 'due_on', 'split_state'];

/** Fields of the form that are columns of the layer under the same name. */
export const columnFields: readonly PatchField[] = [
  'patch_class',
  'location',
  'found_on',
  'built_on',
  'judgement',
  'judgement_kind',
  'use_detail',
  'project_name',
  'project_party',
  'description',
  'rectification',
  'remaining_area',
  'due_on',
  'split_state',
  'note',
];

/** Whether `actor` may do this to a patch of the region. @throws Problem `operation-not-allowed` */
export function checkRights(
  actor: Actor,
  operation: PatchOperation,
  regionCode: string,
  ownFlag: boolean,
): void {
  const can = (action: Action) => may(actor, action, 'patches', regionCode);
  const reviews = can('review');
  const requires = (allowed: boolean, field?: string) => {
    if (!allowed) throw operationNotAllowed(field);
  };
  switch (operation.kind) {
    case 'flag':
      requires(can('add'));
      // A part is numbered after its parent and counts with it: that is the office's to say.
      requires(
        reviews || (operation.number === undefined && (operation.parents ?? []).length === 0),
        'parents',
      );
      break;
    case 'step':
      requires(can(stepRules[operation.step].right), 'step');
      break;
    case 'withdraw':
      requires(reviews || (ownFlag && can('edit_attributes')));
      break;
    case 'restore':
      requires(reviews);
      break;
    case 'photo':
    case 'remove-photo':
      requires(can('edit_attributes') || can('add'));
      break;
    default:
      requires(can('edit_attributes') || reviews);
  }
  if (!('writes' in operation)) return;
  for (const { field } of operation.writes) {
    if (officeFields.includes(field)) requires(reviews, field);
    else if (field === 'outline') requires(can('edit_geometry') || operation.kind === 'flag', field);
    else requires(can('edit_attributes') || reviews || operation.kind === 'flag', field);
  }
}

/** Whether what an operation says can be stored at all. @throws Problem of a field, a step or an outline */
export async function checkContent(
  tx: Queryable,
  operation: PatchOperation,
  rules: OutlineRules,
): Promise<void> {
  if (operation.kind === 'step') {
    const rule = stepRules[operation.step];
    if (!rule.from.includes(operation.from as never)) throw stepOutOfOrder(operation.step, operation.from);
    if (rule.reason && !operation.reason) throw reasonMissing();
  }
  for (const [field, text] of textsOf(operation)) checkedText(field, text);
  if (!('writes' in operation)) return;
  if (operation.kind === 'flag') {
    for (const field of ['outline', 'patch_class'] as const) {
      if (!operation.writes.some((write) => write.field === field && write.value !== null))
        throw fieldMissing(field);
    }
  }
  const named = new Set(operation.writes.map(({ field }) => field));
  if (named.size < operation.writes.length) {
    throw invalidValue('writes', { zh: '同一字段填写了两次', en: 'One field is set twice' });
  }
  for (const write of operation.writes) await checkWrite(tx, write, rules);
}

async function checkWrite(tx: Queryable, { field, value }: FieldWrite, rules: OutlineRules): Promise<void> {
  const isObject = value !== null && typeof value === 'object';
  if (field === 'outline') {
    if (!isObject || !('coordinates' in value)) throw fieldMissing('outline');
    const geometry = checkedOutline(value as PolygonalGeometry, rules);
    const { invalid } = await outlineFacts(tx, patches, geometry, null);
    if (invalid !== null) throw invalidByDatabase(invalid);
  } else if (field === 'assignee') {
    if (value !== null && !(isObject && 'kind' in value)) throw fieldMissing('assignee');
  } else {
    if (isObject) throw invalidValue(field, { zh: '应为文字或数字', en: 'It must be text or a number' });
    checkedProperties(patches, { [field]: value }, {});
  }
}

function* textsOf(operation: PatchOperation): Generator<[string, string]> {
  if ('reason' in operation && operation.reason) yield ['reason', operation.reason];
  if ('text' in operation) yield ['text', operation.text];
  if (operation.kind === 'photo' && operation.photo.reason) yield ['reason', operation.photo.reason];
}
