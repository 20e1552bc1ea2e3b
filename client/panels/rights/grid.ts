import { SUBJECTS } from '#core/rights/rights.ts';
import type { RoleId } from '#core/rights/roles.ts';

interface Right {
  readonly role: RoleId;
  readonly subject: string;
  readonly actions: readonly string[];
}

/** Rows of one role, every subject once, in the order of the catalogue. */
export function rightsGrid(
  rights: readonly Right[],
  role: RoleId,
): readonly { readonly subject: string; readonly actions: ReadonlySet<string> }[] {
  return SUBJECTS.map((subject) => ({
    subject,
    actions: new Set(
      rights
        .filter((right) => right.role === role && right.subject === subject)
        .flatMap(({ actions }) => actions),
    ),
  }));
}
