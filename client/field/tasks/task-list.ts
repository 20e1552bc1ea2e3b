import type { Light } from '#core/field/urgency.ts';
import type { PatchStateCode } from '#core/patches/steps.ts';
import type { TaskRow } from '../patch/phone-patches.ts';

/** 任务筛选. `open`: all that the field has to do. */
export const TASK_GROUPS = ['open', 'returned', 'rectifying', 'waiting', 'closed', 'all'] as const;
export type TaskGroup = (typeof TASK_GROUPS)[number];

const GROUP_STATES: Readonly<Record<Exclude<TaskGroup, 'all'>, readonly PatchStateCode[]>> = {
  open: ['to-dispatch', 'dispatched', 'verifying', 'returned', 'rectifying'],
  returned: ['returned'],
  rectifying: ['rectifying'],
  waiting: ['awaiting-review', 'awaiting-recheck'],
  closed: ['closed'],
};

export interface TaskFilter {
  readonly group: TaskGroup;
  readonly mine: boolean;
  /** Part of a number, a place or a region. */
  readonly text: string;
}

export function filterTasks(patches: readonly TaskRow[], filter: TaskFilter): TaskRow[] {
  const states = filter.group === 'all' ? null : GROUP_STATES[filter.group];
  const wanted = filter.text.trim().toLowerCase();
  return patches.filter(
    (patch) =>
      (states === null || states.includes(patch.state)) &&
      (!filter.mine || patch.mine) &&
      (wanted === '' ||
        [patch.number, placeWords(patch)].some((text) => text.toLowerCase().includes(wanted))),
  );
}

export function countGroups(patches: readonly TaskRow[], mine: boolean): Record<TaskGroup, number> {
  const counts: Record<TaskGroup, number> = {
    open: 0,
    returned: 0,
    rectifying: 0,
    waiting: 0,
    closed: 0,
    all: 0,
  };
  for (const patch of patches) {
    if (mine && !patch.mine) continue;
    counts.all += 1;
    for (const group of ['open', 'returned', 'rectifying', 'waiting', 'closed'] as const) {
      if (GROUP_STATES[group].includes(patch.state)) counts[group] += 1;
    }
  }
  return counts;
}

/** Urgency as the list sorts by it. */
export function lightOf({ deadline }: Pick<TaskRow, 'deadline'>): Light | null {
  return deadline.light === 'none' ? null : deadline.light;
}

/** 在哪里: the place as it is described, else the region. */
export function placeWords({ location, regionName }: Pick<TaskRow, 'location' | 'regionName'>): string {
  return location || regionName;
}

/** How far its record is on the way to the office. */
export function progressOf({
  queued,
  refused,
}: Pick<TaskRow, 'queued' | 'refused'>): 'none' | 'queued' | 'failed' {
  return refused > 0 ? 'failed' : queued > 0 ? 'queued' : 'none';
}
