import type { PatchSummary } from '#core/contract/patches.ts';
import { type Deadline, type DeadlineCase, deadlineOf } from '#core/patches/deadlines.ts';
import type { PatchPause } from '#core/patches/reduce.ts';
import type { Queryable } from '#server/db/database.ts';
import type { DeadlineGroup, GroupDeadline } from '#server/db/tables/patches/conditions.ts';
import { type OfficePatchRules, officePatchRules } from '#server/operations/patch-rules.ts';

/** What time it is and by which rules of the office. */
export interface PatchClock {
  readonly now: number;
  readonly rules: OfficePatchRules;
}

export async function patchClock(db: Queryable): Promise<PatchClock> {
  return { now: Date.now(), rules: await officePatchRules(db) };
}

/** 期限 of patches of one group as of now. */
export function deadlineOfGroup(group: DeadlineGroup, clock: PatchClock): PatchSummary['deadline'] {
  const { light, dueOn, daysLeft, paused, provisional } = wholeDeadlineOf(group, clock);
  return { light, dueOn, daysLeft, paused, provisional };
}

/** As {@link deadlineOfGroup}, with the rule and who is to be told. */
export function wholeDeadlineOf(group: DeadlineGroup, { now, rules }: PatchClock): Deadline {
  const pauses = JSON.parse(group.pauses) as PatchPause[];
  return deadlineOf(
    {
      state: group.state as DeadlineCase['state'],
      register: group.register as DeadlineCase['register'],
      since: group.since,
      dueOn: group.dueOn,
      pauses: pauses.map(({ from, until }) => [from, until] as const),
    },
    now,
    rules.deadlines,
    rules.workCalendar,
  );
}

/** Lights and due days of groups as of now, for the database to filter and sort all patches by. */
export function groupDeadlines(groups: readonly DeadlineGroup[], clock: PatchClock): GroupDeadline[] {
  return groups.map((group) => {
    const { light, dueOn } = deadlineOfGroup(group, clock);
    return { ...group, light, due: dueOn };
  });
}
