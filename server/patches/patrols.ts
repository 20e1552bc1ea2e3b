import type { z } from 'zod';
import { beijingDay } from '#core/calendar/beijing-day.ts';
import type { getDutyLedger } from '#core/contract/crews.ts';
import type { Patrol } from '#core/contract/patch-operations.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { judgePatrol } from '#core/field/patrol.ts';
import { frequencyOn, patrolRuleOn } from '#core/field/patrol-rules.ts';
import { trackOf } from '#core/field/track.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import { asOwner } from '#server/access/access.ts';
import { type Actor, may } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { madeIn } from '#server/db/tables/patches/makers.ts';
import {
  countedVisits,
  dutyGrids,
  type GridOutline,
  type GridVisitRow,
  gridsIn,
  insertPatrol,
  keptPatrol,
  patrolsIn,
} from '#server/db/tables/patches/patrols.ts';
import { regionsAt } from '#server/db/tables/regions.ts';
import { type OfficePatchRules, officePatchRules } from '#server/operations/patch-rules.ts';
import { hashOfOperation } from '#server/patches/operation-hash.ts';
import {
  makerNotOfField,
  operationIdReused,
  operationNotAllowed,
  operationNotYours,
  patrolOutsideRegions,
} from '#server/patches/problems.ts';

export interface KeptPatrol {
  readonly outcome: 'applied' | 'repeated';
  readonly receivedAt: number;
}

/**
 * 巡查登记: keeps a patrol once under its id, however often it comes. It belongs to the region around the middle of its track; which grids it counts for is worked
 * out here, from the points, by the rules of the day.
 *
 * @throws Problem `operation-id-reused`, `operation-not-yours`, `maker-not-of-field`, `operation-not-allowed`, `outside-regions`, `invalid-value` of times
 */
export async function recordPatrol(
  { tx, actor }: { readonly tx: Queryable; readonly actor: Actor },
  patrol: Patrol,
  { onBehalf = false }: { readonly onBehalf?: boolean } = {},
): Promise<KeptPatrol> {
  const sha256 = hashOfOperation(patrol);
  const before = await asOwner(tx, () => keptPatrol(tx, patrol.id));
  if (before) return repeated(before, sha256);
  if (patrol.endedAt < patrol.startedAt) {
    throw invalidValue('endedAt', { zh: '巡查的结束早于开始', en: 'The patrol ends before it begins' });
  }
  const offset = offsetOf(patrol);
  const [startedAt, endedAt] = [patrol.startedAt + offset, patrol.endedAt + offset];
  const { points, track: walked } = trackOf(
    patrol.points.map(([lon, lat, accuracyMeters, at]) => ({
      lonLat: [lon, lat],
      accuracyMeters,
      at: at + offset,
    })),
  );
  const regionCode = await regionOfTrack(tx, patrol);
  if (patrol.person !== actor.id) {
    const vouched = onBehalf && may(actor, 'review', 'patches', regionCode);
    if (!vouched) throw operationNotYours();
    if (!(await asOwner(tx, () => madeIn(tx, patrol.person, regionCode)))) throw makerNotOfField();
  }
  const works = (['add', 'edit_attributes', 'review'] as const).some((each) =>
    may(actor, each, 'patches', regionCode),
  );
  if (!works) throw operationNotAllowed();
  const track = points.map(({ lonLat }): [number, number] => [lonLat[0], lonLat[1]]);
  const grids = track.length === 0 ? [] : await asOwner(tx, () => gridsIn(tx, boxOf(track) as Box));
  const receivedAt = await insertPatrol(tx, {
    ...{ id: patrol.id, person: patrol.person, device: patrol.device, regionCode, startedAt, endedAt },
    ...{ lengthMeters: roundHalfUp(walked.meters, 1), track, content: patrol, sha256 },
    grids: visitsOf(points, grids, await officePatchRules(tx), beijingDay(endedAt)),
  });
  if (receivedAt === undefined) {
    return repeated((await asOwner(tx, () => keptPatrol(tx, patrol.id)))!, sha256);
  }
  await recordAct(tx, {
    action: 'patrol.record',
    subject: patrol.id,
    regionCode,
    detail: {
      meters: Math.round(walked.meters),
      minutes: Math.round((endedAt - startedAt) / 60_000),
      ...(patrol.person === actor.id ? {} : { madeBy: patrol.person }),
    },
  });
  return { outcome: 'applied', receivedAt };
}

type Box = [number, number, number, number];

function repeated(before: { sha256: string; receivedAt: number }, sha256: string): KeptPatrol {
  if (before.sha256 !== sha256) throw operationIdReused();
  return { outcome: 'repeated', receivedAt: before.receivedAt };
}

const earliest = Date.parse('2020-01-01T00:00:00+08:00');

/** What is added to the device's times. Where its clock is years off the patrol ends when it came: a walk is not lost for a wrong clock. */
function offsetOf({ clockOffset, startedAt, endedAt }: Patrol): number {
  const offset = clockOffset ?? 0;
  const now = Date.now();
  const possible = startedAt + offset >= earliest && endedAt + offset <= now + 86_400_000;
  return possible ? offset : now - endedAt;
}

/** The region around the middle of the track, else around its nearest point that lies in one. */
async function regionOfTrack(tx: Queryable, { points }: Patrol): Promise<string> {
  const middle = Math.floor(points.length / 2);
  for (const at of new Set([middle, 0, points.length - 1, middle >> 1, middle + (middle >> 1)])) {
    const [lon, lat] = points[at] ?? points[0]!;
    const [region] = await regionsAt(tx, [lon, lat]);
    if (region) return region.code;
  }
  throw patrolOutsideRegions();
}

function visitsOf(
  points: ReturnType<typeof trackOf>['points'],
  grids: readonly GridOutline[],
  { patrols }: OfficePatchRules,
  day: string,
): GridVisitRow[] {
  return grids.flatMap(({ id, name, level, outline }) => {
    const rule = patrolRuleOn(patrols, level, day);
    const zone = { id: String(id), layer: 'grids', outline };
    const judged = judgePatrol(points, zone, rule ?? anyVisit);
    if (judged.minutes === 0 && judged.meters === 0) return [];
    // Without a rule nobody can say that it counts.
    return [
      { id, name, level, minutes: roundHalfUp(judged.minutes, 1), counted: rule !== null && judged.done },
    ];
  });
}

const anyVisit = {
  ...{ from: '', until: null, level: null, minMinutes: null, minMeters: null, minShare: null },
  ...{ sightMeters: 100, source: '', verified: false },
};

/** 履职台账: patrols of a quarter that the person may see, and for every grid how many counted and how many are due. */
export async function dutyLedger(
  tx: Queryable,
  { region, quarter }: { readonly region: string; readonly quarter: string },
  { personal }: { readonly personal: boolean },
): Promise<z.input<typeof getDutyLedger.response>> {
  const prefix = regionPrefix(region);
  const span = spanOf(quarter);
  const { patrolFrequencies } = await officePatchRules(tx);
  const lastDay = beijingDay(span.until - 1);
  const patrols = await patrolsIn(tx, prefix, span);
  const grids = await dutyGrids(tx, prefix);
  const visits = new Map(
    (await asOwner(tx, () => countedVisits(tx, span))).map((visit) => [visit.id, visit]),
  );
  return {
    patrols: patrols.map(({ personId, personName, grids: through, track, ...patrol }) => ({
      ...patrol,
      person: { id: personId, name: personName ?? '' },
      grids: through.map((grid) => ({ ...grid })),
      track: track === null ? null : JSON.parse(track),
    })),
    grids: grids.map(({ person, ...grid }) => ({
      ...grid,
      person: personal ? person : null,
      done: visits.get(grid.id)?.done ?? 0,
      due: frequencyOn(patrolFrequencies, grid.level, lastDay)?.perQuarter ?? null,
      lastOn: visits.has(grid.id) ? beijingDay(visits.get(grid.id)!.lastAt) : null,
    })),
  };
}

/** `2026-Q4` in Beijing, [from, until) in ms. */
function spanOf(quarter: string): { from: number; until: number } {
  const [year, nth] = [Number(quarter.slice(0, 4)), Number(quarter.slice(6))];
  const begin = (y: number, q: number) =>
    Date.parse(`${String(y).padStart(4, '0')}-${String(q * 3 - 2).padStart(2, '0')}-01T00:00:00+08:00`);
  return { from: begin(year, nth), until: nth === 4 ? begin(year + 1, 1) : begin(year, nth + 1) };
}
