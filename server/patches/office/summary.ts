import type { PatchSummary } from '#core/contract/patches.ts';
import type { Queryable } from '#server/db/database.ts';
import type { PatchConditions } from '#server/db/tables/patches/conditions.ts';
import {
  deadlineGroups,
  type PatchRow,
  type PatchSort,
  patchPage,
} from '#server/db/tables/patches/patch-list.ts';
import { namesOfRegions } from '#server/db/tables/regions.ts';
import {
  deadlineOfGroup,
  groupDeadlines,
  type PatchClock,
  patchClock,
} from '#server/patches/office/deadline.ts';

/** A patch of a list, with its deadline as of now. */
export function summaryOf(
  row: PatchRow,
  regionNames: ReadonlyMap<string, string>,
  clock: PatchClock,
): PatchSummary {
  const { assigneeKind, assigneeId, assigneeName, lon, lat, since, dueOn, pauses, ...rest } = row;
  return {
    ...rest,
    register: rest.register as PatchSummary['register'],
    state: rest.state as PatchSummary['state'],
    regionName: regionNames.get(rest.regionCode) ?? '',
    assignee:
      assigneeKind === null || assigneeId === null
        ? null
        : { kind: assigneeKind, id: assigneeId, name: assigneeName ?? '' },
    lonLat: [lon, lat],
    deadline: deadlineOfGroup({ register: rest.register, state: rest.state, since, dueOn, pauses }, clock),
  };
}

/** 图斑台账: a page, and count and area of all that meet the conditions. */
export async function listPatches(
  tx: Queryable,
  conditions: PatchConditions,
  { sort, after, limit }: { readonly sort: PatchSort; readonly after: number; readonly limit: number },
): Promise<{
  patches: PatchSummary[];
  total: { count: number; areaSquareMeters: number };
  next: number | null;
}> {
  const clock = await patchClock(tx);
  // Only what filters or sorts all of them needs every deadline; else those of the page are enough.
  const needed = sort === 'urgency' || conditions.light !== undefined;
  const groups = needed ? groupDeadlines(await deadlineGroups(tx, conditions), clock) : [];
  const { rows, count, areaSquareMeters } = await patchPage(tx, conditions, groups, { sort, after, limit });
  const names = await namesOfRegions(tx, [...new Set(rows.map(({ regionCode }) => regionCode))]);
  const seen = after + rows.length;
  return {
    patches: rows.map((row) => summaryOf(row, names, clock)),
    total: { count, areaSquareMeters },
    next: rows.length === limit && seen < count ? seen : null,
  };
}
