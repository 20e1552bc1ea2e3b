import type { z } from 'zod';
import type { getCrews, saveCrew } from '#core/contract/crews.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { regionPrefix, scopeOf } from '#core/rights/rights.ts';
import { asOwner } from '#server/access/access.ts';
import { type Actor, may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import {
  type CrewRow,
  crewById,
  crewsIn,
  openPatchesByAssignee,
  regionOfCrew,
  storeCrew,
  type WorkerRow,
  workersOnPatches,
} from '#server/db/tables/patches/crews.ts';
import { dutyGrids } from '#server/db/tables/patches/patrols.ts';
import { regionByCode } from '#server/db/tables/regions.ts';

const meet = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);

/**
 * 班组与人员 for assigning: crews, people who may fill in patches there, and grids with the account of their chief. A chief without an account is 个人信息 of the grid
 * and is not told.
 */
export async function crewsAndPeople(
  tx: Queryable,
  actor: Actor,
  region: string | undefined,
): Promise<z.input<typeof getCrews.response>> {
  const prefix = region === undefined ? '' : regionPrefix(region);
  const workers = await workersFor(tx, actor, prefix);
  const open = await openPatchesByAssignee(tx);
  const byName = new Map<string, string | null>();
  for (const { id, name } of workers) {
    const known = byName.get(name);
    byName.set(name, known === undefined || known === id ? id : null);
  }
  const grids = await dutyGrids(tx, prefix);
  return {
    crews: (await crewsIn(tx, prefix)).map(crewOf),
    people: workers.map(({ id, name, regionCode }) => ({
      id,
      name,
      regionCode,
      openPatches: open.get(id) ?? 0,
    })),
    grids: grids.map(({ id, name, regionCode, person }) => {
      const personId = person === null ? null : (byName.get(person) ?? null);
      return { id, name, regionCode, person: personId === null ? null : person, personId };
    }),
  };
}

/** One line a person: the first of their regions that meets the one asked about and what the asker sees. */
async function workersFor(tx: Queryable, actor: Actor, prefix: string): Promise<WorkerRow[]> {
  const seen = scopeOf(actor.grants, 'patches', 'see');
  const all = await asOwner(tx, () => workersOnPatches(tx));
  const fitting = all.filter(
    (worker) =>
      worker.demonstration === actor.demonstration &&
      meet(worker.prefix, prefix) &&
      seen.some((own) => meet(worker.prefix, own)),
  );
  const byId = new Map(fitting.toReversed().map((worker) => [worker.id, worker]));
  return [...byId.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * 保存班组 under an id that the client made.
 * @throws Problem `not-allowed`, `invalid-value` of a member whom nobody knows
 */
export async function keepCrew(
  tx: Queryable,
  actor: Actor,
  { region, ...given }: z.output<NonNullable<typeof saveCrew.body>>,
): Promise<z.input<typeof saveCrew.response>> {
  const former = await asOwner(tx, () => regionOfCrew(tx, given.id));
  const regionCode = (await regionByCode(tx, region))?.code;
  if (regionCode === undefined)
    throw invalidValue('region', { zh: '没有这个区域', en: 'There is no such region' }, region);
  const regions = former === undefined ? [regionCode] : [regionCode, former];
  if (!regions.every((code) => may(actor, 'review', 'patches', code))) throw notAllowed();
  const workers = new Set((await workersFor(tx, actor, '')).map(({ id }) => id));
  const before = former === undefined ? undefined : await crewById(tx, given.id);
  const kept = new Set(before?.members.map(({ id }) => id));
  const unknown = given.members.find((id) => !workers.has(id) && !kept.has(id));
  if (unknown !== undefined) {
    throw invalidValue(
      'members',
      { zh: '成员不是可以核查图斑的人员', en: 'A member is nobody who may verify patches here' },
      unknown,
    );
  }
  const members = [...new Set(given.members)];
  await storeCrew(tx, { ...given, members, regionCode });
  const crew = (await crewById(tx, given.id))!;
  await recordAct(tx, {
    action: 'crew.save',
    layer: 'patches',
    subject: given.id,
    regionCode,
    detail: { name: given.name, members: members.length, archived: given.archived },
  });
  return crewOf(crew);
}

function crewOf({ members, ...crew }: CrewRow) {
  return { ...crew, members: members.map((member) => ({ ...member })) };
}
