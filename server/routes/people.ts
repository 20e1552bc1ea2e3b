import * as contract from '#core/contract/people.ts';
import { actionsOf, SUBJECTS } from '#core/rights/rights.ts';
import { ROLE_IDS } from '#core/rights/roles.ts';
import { type Actor, administratorRole, type RequestOrigin } from '#server/access/actor.ts';
import type { SystemContext } from '#server/context.ts';
import { vacantRoles } from '#server/db/tables/grants.ts';
import { allPeople } from '#server/db/tables/people.ts';
import { regionNames } from '#server/db/tables/regions.ts';
import type { Routes } from '#server/http/routes.ts';
import * as people from '#server/people/administration.ts';
import { grantRole, revokeRole } from '#server/people/roles.ts';
import { siteOf } from '#server/people/site.ts';

/** 人员与角色, for the system and the security administrator. */
export function peopleRoutes(routes: Routes, { db, config, authenticator }: SystemContext): void {
  /** Does it, and lets the next request of anybody see it. */
  const changing = async <T>(
    { actor, origin }: { readonly actor: Actor; readonly origin: RequestOrigin },
    work: (administering: people.Administering) => Promise<T>,
  ): Promise<T> => {
    try {
      return await work({ db, actor, origin });
    } finally {
      authenticator.forget();
    }
  };

  routes.on(contract.getPeople, async ({ actor }) => {
    const all = await allPeople(db);
    const visible = actor.demonstration ? all.filter(({ demonstration }) => demonstration) : all;
    return {
      people: visible.map((person) => shown(person, actor)),
      vacant: await vacantRoles(db, actor.demonstration),
      // Which regions there are is data; only who gives rights in them needs it.
      regions: isSecurity(actor) ? await regionNames(db) : [],
    };
  });

  routes.on(contract.addPerson, (call) =>
    changing(call, async (by) => {
      const added = await people.addPerson(by, call.body, siteOf(call.request, config.trustProxy));
      return { ...added, person: shown(added.person, call.actor) };
    }),
  );
  routes.on(contract.changePerson, (call) =>
    changing(call, async (by) => shown(await people.changePerson(by, call.params.id, call.body), call.actor)),
  );
  routes.on(contract.resetPerson, (call) =>
    changing(call, async (by) => {
      const reset = await people.resetPerson(by, call.params.id, siteOf(call.request, config.trustProxy));
      return { ...reset, person: shown(reset.person, call.actor) };
    }),
  );
  routes.on(contract.unlockPerson, (call) =>
    changing(call, async (by) => shown(await people.unlockPerson(by, call.params.id), call.actor)),
  );
  routes.on(contract.clearSecondFactor, (call) =>
    changing(call, async (by) => shown(await people.clearSecondFactor(by, call.params.id), call.actor)),
  );
  routes.on(contract.grantRole, (call) =>
    changing(call, async (by) => shown(await grantRole(by, call.params.id, call.body), call.actor)),
  );
  routes.on(contract.revokeRole, (call) =>
    changing(call, async (by) => shown(await revokeRole(by, call.params.id, call.params.grant), call.actor)),
  );
  routes.on(contract.getRights, async () => ({ rights: rightsByRole() }));
}

/** A person as this administrator sees them: only who gives rights is told the regions' names. */
function shown(person: contract.Person, actor: Actor): contract.Person {
  if (isSecurity(actor)) return person;
  return { ...person, grants: person.grants.map((grant) => ({ ...grant, regionName: null })) };
}

function isSecurity(actor: Actor): boolean {
  return administratorRole(actor) === 'security';
}

function rightsByRole() {
  return ROLE_IDS.flatMap((role) =>
    SUBJECTS.map((subject) => ({ role, subject, actions: [...actionsOf(role, subject)] })).filter(
      ({ actions }) => actions.length > 0,
    ),
  );
}
