import type { PatchEvent, PatchView } from '#core/contract/patches.ts';
import { PATCH_FIELDS, type PatchField } from '#core/patches/fields.ts';

/** 一个字段: as it stands, what stood before, and who put it there. */
export interface FieldCourse {
  readonly field: PatchField;
  readonly now: unknown;
  /** undefined: what stood before is not among the operations (as imported, or nothing). */
  readonly before: unknown;
  readonly by: PatchEvent | null;
}

/** 填报前后 of every field that has a value or had one; the outline is on the map. */
export function fieldCourses(patch: Pick<PatchView, 'values' | 'events' | 'assignee'>): FieldCourse[] {
  const writes = new Map<PatchField, { value: unknown; event: PatchEvent }[]>();
  for (const event of patch.events) {
    const { content } = event;
    if (!('writes' in content)) continue;
    for (const { field, value } of content.writes) {
      writes.set(field, [...(writes.get(field) ?? []), { value, event }]);
    }
  }
  return PATCH_FIELDS.flatMap((field): FieldCourse[] => {
    if (field === 'outline') return [];
    const now = field === 'assignee' ? patch.assignee : (patch.values[field] ?? null);
    const course = writes.get(field) ?? [];
    if (now === null && course.length === 0) return [];
    const latest = course.findLast(({ value }) => same(value, now));
    const before = course
      .slice(0, latest ? course.indexOf(latest) : undefined)
      .findLast(({ value }) => !same(value, now));
    return [{ field, now, before: before?.value, by: latest?.event ?? null }];
  });
}

/** Whoever is assigned is the same by id, whatever their name was then. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const [one, other] = [a, b] as [{ id?: unknown } | null, { id?: unknown } | null];
  return typeof a === 'object' && typeof b === 'object' && one?.id !== undefined && one.id === other?.id;
}
