import { pullPatches } from '#core/contract/field-patches.ts';
import { sendOperations } from '#core/contract/patch-operations.ts';
import { personOf, type Run } from '#server/access/access.ts';
import { may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { SharedCommits } from '#server/access/shared-commits.ts';
import type { AppContext } from '#server/context.ts';
import { pulledPatches } from '#server/db/tables/patch-pull.ts';
import type { Routes } from '#server/http/routes.ts';
import { traceOf } from '#server/http/trace.ts';
import { applyTogether, type PersonalGroup } from '#server/patches/apply.ts';
import type { Applied } from '#server/patches/change.ts';
import { deadlineOfGroup, patchClock } from '#server/patches/office/deadline.ts';
import { receiveOperations } from '#server/patches/receive.ts';
import { receivePatrols } from '#server/patches/receive-patrols.ts';
import { Turns } from '#server/patches/turns.ts';

/** A flag with an outline of as many points as are allowed. */
const bodyLimit = '20mb';

/** Changes follow one another anyway: more at once would only hold connections that others need. */
const atOnce = 4;

/** 外业同步: operations and patrols in, patches out. */
export function patchOperationRoutes(routes: Routes, { access, config: { vertexLimit } }: AppContext): void {
  const turns = new Turns(atOnce);
  const commits = new SharedCommits<PersonalGroup, Applied>(
    access,
    (tx, groups) => applyTogether(tx, groups, vertexLimit),
    ({ sent }) => sent[0]!.operation.patch,
  );

  routes.on(
    sendOperations,
    async ({ actor, run, request, origin, body: { operations, patrols, onBehalf } }) => {
      const works = (['add', 'edit_attributes', 'review'] as const).some((action) =>
        may(actor, action, 'patches'),
      );
      if (!works || (onBehalf && !may(actor, 'review', 'patches'))) throw notAllowed();
      const inTurn: Run = (work, options) => turns.take(() => run(work, options));
      const receiving = {
        ...{ run: inTurn, actor, person: personOf(actor, origin, true), commits },
        ...{ vertexLimit, onBehalf, report: traceOf(request).report },
      };
      const receipts = await receiveOperations(receiving, operations);
      const patrolReceipts = await receivePatrols(receiving, patrols);
      return { serverNow: Date.now(), receipts, patrolReceipts };
    },
    { bodyLimit },
  );

  routes.on(pullPatches, async ({ db, actor, query: { since, limit, scope, bbox } }) => {
    const rows = await pulledPatches(db, {
      person: actor.id,
      since,
      limit: limit + 1,
      scope,
      bbox: bbox === undefined ? null : bbox.split(',').map(Number),
    });
    const clock = await patchClock(db);
    const page = rows.slice(0, limit);
    const wanted = page.filter((row) => row.wanted);
    return {
      patches: wanted.map(({ wanted: _, seq: __, state, since: from, dueOn, pauses, ...patch }) => ({
        ...patch,
        operations: patch.operations as never,
        deadline: deadlineOfGroup({ register: patch.register, state, since: from, dueOn, pauses }, clock),
      })),
      removed: page.filter((row) => !row.wanted).map(({ uid }) => uid),
      cursor: page.at(-1)?.seq ?? since,
      more: rows.length > limit,
      serverNow: Date.now(),
    };
  });
}
