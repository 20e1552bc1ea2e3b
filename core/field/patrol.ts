import type { MultiPolygon, Polygon } from 'geojson';
import { Fence, type FenceZone } from '#core/field/fence-index.ts';
import { localPlane } from '#core/field/local-plane.ts';
import { frequencyOn, type PatrolFrequency, type PatrolRule } from '#core/field/patrol-rules.ts';
import { distanceToSegment } from '#core/field/simplify-track.ts';
import { ownTrackRules, stepsOf, type TrackPoint, type TrackRules } from '#core/field/track.ts';
import type { EastNorth, LonLat } from '#core/geometry/lon-lat.ts';
import { boxOf } from '#core/geometry/rings.ts';

export interface GridVisit {
  readonly grid: string;
  readonly milliseconds: number;
  readonly meters: number;
  readonly from: number;
  readonly until: number;
}

/**
 * 履职计时: how long and how far a track was in each responsibility grid, grids that overlap (those of several levels) each by themselves, in the order in which
 * they were entered. Between two points half of the time and way belongs to either.
 */
export function visitsOf(
  points: readonly TrackPoint[],
  grids: Fence,
  rules: TrackRules = ownTrackRules,
): GridVisit[] {
  const visits = new Map<string, { milliseconds: number; meters: number; from: number; until: number }>();
  const around = points.map(({ lonLat }) => grids.containing(lonLat).map(({ id }) => id));
  const visit = (i: number, milliseconds: number, meters: number) => {
    for (const grid of around[i]!) {
      const { at } = points[i]!;
      const known = visits.get(grid) ?? { milliseconds: 0, meters: 0, from: at, until: at };
      known.milliseconds += milliseconds;
      known.meters += meters;
      known.until = Math.max(known.until, at);
      visits.set(grid, known);
    }
  };
  points.forEach((point, i) => {
    visit(i, 0, 0);
    if (i === 0 || point.begins) return;
    const half = (point.at - points[i - 1]!.at) / 2;
    visit(i - 1, half, 0);
    visit(i, half, 0);
  });
  for (const { from, to, meters } of stepsOf(points, rules)) {
    visit(from, 0, meters / 2);
    visit(to, 0, meters / 2);
  }
  return [...visits].map(([grid, visited]) => ({ grid, ...visited }));
}

/** So many cells at most: a share is then right to about a percent. */
const mostCells = 4000;

/**
 * 巡查覆盖率: part (0 to 1) of a grid that was within sight of the track, counted on cells of a quarter of the sight, larger ones in a large grid.
 * A grid too small for a cell counts as one.
 */
export function shareSeen(
  points: readonly TrackPoint[],
  outline: Polygon | MultiPolygon,
  sightMeters: number,
): number {
  const corners = outline.type === 'Polygon' ? outline.coordinates.flat() : outline.coordinates.flat(2);
  const [west, south, east, north] = boxOf(corners);
  if (!(west <= east)) return 0;
  const centre: LonLat = [(west + east) / 2, (south + north) / 2];
  const plane = localPlane(centre);
  const [halfWidth, halfHeight] = plane.toMeters([east, north]);
  const cell = Math.max(sightMeters / 4, 1, Math.sqrt((4 * halfWidth * halfHeight) / mostCells));
  const zone: FenceZone = { id: 'grid', layer: 'grid', outline };
  const fence = new Fence([zone]);
  const cells: EastNorth[] = [];
  for (let x = -halfWidth + cell / 2; x < halfWidth; x += cell) {
    for (let y = -halfHeight + cell / 2; y < halfHeight; y += cell) {
      if (fence.containing(plane.toLonLat([x, y])).length > 0) cells.push([x, y]);
    }
  }
  if (cells.length === 0) cells.push([0, 0]);
  const seen = new Uint8Array(cells.length);
  const places = points.map(({ lonLat }) => plane.toMeters(lonLat));
  places.forEach((place, i) => {
    const before = i === 0 || points[i]!.begins ? place : places[i - 1]!;
    const [x0, x1] = [
      Math.min(place[0], before[0]) - sightMeters,
      Math.max(place[0], before[0]) + sightMeters,
    ];
    cells.forEach((each, at) => {
      if (seen[at] || each[0] < x0 || each[0] > x1) return;
      if (distanceToSegment(each, before, place) <= sightMeters) seen[at] = 1;
    });
  });
  return seen.reduce((sum, each) => sum + each, 0) / cells.length;
}

export interface PatrolJudgement {
  readonly done: boolean;
  readonly minutes: number;
  readonly meters: number;
  /** Null when the rule does not ask for it. */
  readonly share: number | null;
  readonly lacking: readonly ('minutes' | 'meters' | 'share')[];
}

/** 有效巡查判定: whether a track is a patrol of a grid by a rule. Who was never in the grid has not patrolled it, whatever the rule. */
export function judgePatrol(
  points: readonly TrackPoint[],
  grid: FenceZone,
  rule: PatrolRule,
): PatrolJudgement {
  const [visit] = visitsOf(points, new Fence([grid]));
  const minutes = (visit?.milliseconds ?? 0) / 60_000;
  const meters = visit?.meters ?? 0;
  const share = rule.minShare === null ? null : shareSeen(points, grid.outline, rule.sightMeters);
  const lacking: PatrolJudgement['lacking'][number][] = [];
  if (minutes < (rule.minMinutes ?? 0)) lacking.push('minutes');
  if (meters < (rule.minMeters ?? 0)) lacking.push('meters');
  if (share !== null && share < rule.minShare!) lacking.push('share');
  return { done: visit !== undefined && lacking.length === 0, minutes, meters, share, lacking };
}

/** A patrol that was judged done, on the local ISO day on which it ended. */
export interface DonePatrol {
  readonly grid: string;
  readonly day: string;
}

export interface DutyRow {
  readonly grid: string;
  readonly level: string;
  /** Null: no number is set for the level. */
  readonly due: number | null;
  readonly done: number;
  readonly lacking: number;
}

/**
 * 履职台账: patrols done against patrols due in a quarter, by grid. The frequency is the one that holds on the quarter's last day.
 * @param quarter e.g. `2026-Q4`
 */
export function dutyLedger(
  grids: readonly { readonly id: string; readonly level: string }[],
  patrols: readonly DonePatrol[],
  quarter: string,
  frequencies: readonly PatrolFrequency[],
): DutyRow[] {
  const done = new Map<string, number>();
  for (const { grid, day } of patrols) {
    if (quarterOf(day) === quarter) done.set(grid, (done.get(grid) ?? 0) + 1);
  }
  const lastDay = lastDayOf(quarter);
  return grids.map(({ id, level }) => {
    const due = frequencyOn(frequencies, level, lastDay)?.perQuarter ?? null;
    const count = done.get(id) ?? 0;
    return { grid: id, level, due, done: count, lacking: Math.max(0, (due ?? 0) - count) };
  });
}

/** `2026-11-23` → `2026-Q4`. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

function lastDayOf(quarter: string): string {
  return `${quarter.slice(0, 4)}-${['03-31', '06-30', '09-30', '12-31'][Number(quarter.slice(6)) - 1]}`;
}
