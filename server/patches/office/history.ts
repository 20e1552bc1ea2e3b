import { patches } from '#core/catalog/patches.ts';
import type { PatchConflictView, PatchEvent } from '#core/contract/patches.ts';
import type { PatchOperation } from '#core/patches/operation.ts';
import { type Candidate, instantOf, type PatchState } from '#core/patches/reduce.ts';
import type { KeptOperation } from '#server/db/tables/patch-operations.ts';

type Person = (id: string) => { id: string; name: string };

/** 个人信息 of the form. */
export const personalFieldNames: ReadonlySet<string> = new Set(
  patches.fields.filter(({ personal }) => personal).map(({ name }) => name),
);

/** 流转记录 with names. Values of `hidden` fields are left empty. */
export function eventsFor(
  log: readonly KeptOperation[],
  person: Person,
  hidden: ReadonlySet<string>,
): PatchEvent[] {
  return log.map(({ content, sentBy, receivedAt }) => ({
    operation: content.id,
    kind: content.kind,
    step: content.kind === 'step' ? content.step : null,
    person: person(content.person),
    deliveredBy: sentBy === content.person ? null : person(sentBy),
    at: instantOf(content),
    receivedAt,
    reason: 'reason' in content && content.reason ? content.reason : null,
    content: withoutHidden(content, hidden) as PatchEvent['content'],
  }));
}

function withoutHidden(operation: PatchOperation, hidden: ReadonlySet<string>): PatchOperation {
  if (!('writes' in operation) || !operation.writes.some(({ field }) => hidden.has(field))) return operation;
  const writes = operation.writes.map((write) =>
    hidden.has(write.field) ? { ...write, value: null } : write,
  );
  return { ...operation, writes };
}

/** 待裁决 with the names of who stands on which side. */
export function conflictsFor(
  { conflicts }: PatchState,
  person: Person,
  hidden: ReadonlySet<string>,
): PatchConflictView[] {
  const named = (candidates: readonly Candidate[], hide = false) =>
    candidates.map((each) => ({ ...each, person: person(each.person), value: hide ? null : each.value }));
  return conflicts.map((conflict) => {
    switch (conflict.kind) {
      case 'field':
        return { ...conflict, candidates: named(conflict.candidates, hidden.has(conflict.field)) };
      case 'state':
      case 'void-step':
        return { ...conflict, candidates: named(conflict.candidates) };
      case 'withdrawn-with-work':
        return { ...conflict, operations: [...conflict.operations] };
      default:
        return { ...conflict };
    }
  }) as PatchConflictView[];
}

/** Whether the office must see 个人信息 to settle what stands against each other. */
export function isPersonalConflict({
  conflictList,
}: {
  readonly conflictList: readonly PatchConflictView[];
}): boolean {
  return conflictList.some((conflict) => conflict.kind === 'field' && personalFieldNames.has(conflict.field));
}
