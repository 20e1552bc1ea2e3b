import { patches } from '#core/catalog/patches.ts';
import type { OutlineRules } from '#core/edits/outline.ts';
import type { Problem } from '#core/problem.ts';
import { asOwner, become, beOwner } from '#server/access/access.ts';
import type { PersonOfTransaction, Queryable } from '#server/db/database.ts';
import { together } from '#server/db/session.ts';
import { dossierOf } from '#server/db/tables/patch-dossiers.ts';
import { operationsOf, readPatches } from '#server/db/tables/patch-operations.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { changeInstant } from '#server/db/tables/versions.ts';
import type { EditContext } from '#server/operations/edit-feature.ts';
import { writing } from '#server/operations/edit-rights.ts';
import {
  type Applied,
  appliedOf,
  type Change,
  changeOf,
  finish,
  type Roles,
  reasonOf,
  write,
} from '#server/patches/change.ts';
import { checkGroup, judgeGroup, questionOf, regionOfFlag, type SentGroup } from '#server/patches/judge.ts';
import type { Sent } from '#server/patches/operation-hash.ts';
import { projectChange } from '#server/patches/project.ts';
import { reduceLog } from '#server/patches/reduce-log.ts';

/** A group of a shared transaction, and whom it is for. */
export interface PersonalGroup extends SentGroup {
  readonly person: PersonOfTransaction;
}

/**
 * 登记操作: keeps operations on **one** patch and makes its feature and dossier what they come to, all in this transaction of a person.
 *
 * @throws Problem when what they come to cannot be stored; nothing may be committed then
 */
export async function applyOperations(
  { tx, actor, vertexLimit }: EditContext,
  sent: readonly Sent[],
  { onBehalf = false }: { readonly onBehalf?: boolean } = {},
): Promise<Applied> {
  const group = { actor, sent, onBehalf };
  // What takes long and needs no order comes before the instant is taken: others wait from there on.
  const refused = await checkGroup(tx, group, await outlineRules(tx, vertexLimit));
  const flagRegion = await regionOfFlag(tx, group, refused);
  const instant = await changeInstant(tx);
  const roles = rolesWithin(tx);
  await roles.owner();
  const [known] = await readPatches(tx, [questionOf(group)]);
  const verdict = judgeGroup(group, known!, { refused, flagRegion }, Date.parse(instant));
  const change = await changeOf(tx, group, known!, verdict, instant);
  await write(tx, roles, change);
  await finish(tx, roles, change);
  await roles.person();
  return appliedOf(change);
}

/**
 * 并组登记: operations of several people on different patches, which share this transaction (see `Access.shared`): of what one waits for, its
 * commit above all, there is one for all of them.
 *
 * @throws when one cannot be stored; nothing may be committed then, and each is to be applied alone
 */
export async function applyTogether(
  tx: Queryable,
  groups: readonly PersonalGroup[],
  vertexLimit: number,
): Promise<Applied[]> {
  const rules = await outlineRules(tx, vertexLimit);
  const checked = groups.map((group) => ({
    ...{ group, refused: new Map<string, Problem>(), flagRegion: undefined as string | undefined },
    roles: { person: () => become(tx, group.person), owner: () => beOwner(tx) },
  }));
  await together(
    tx,
    checked.map((each) => async () => {
      each.refused = await checkGroup(tx, each.group, rules);
    }),
  );
  await together(
    tx,
    checked.flatMap((each) => [
      each.roles.person,
      async () => {
        each.flagRegion = await regionOfFlag(tx, each.group, each.refused);
      },
      each.roles.owner,
    ]),
  );
  const instant = await changeInstant(tx);
  const known = await readPatches(
    tx,
    checked.map(({ group }) => questionOf(group)),
  );
  const changes: { roles: Roles; change: Change }[] = [];
  for (const [at, { group, refused, flagRegion, roles }] of checked.entries()) {
    const verdict = judgeGroup(group, known[at]!, { refused, flagRegion }, Date.parse(instant));
    changes.push({ roles, change: await changeOf(tx, group, known[at]!, verdict, instant) });
  }
  // A new patch needs no answer on the way; what changes one does, and has the connection to itself.
  const isNew = ({ change }: { change: Change }) => change.flag !== undefined;
  await together(
    tx,
    changes.filter(isNew).map(
      ({ roles, change }) =>
        () =>
          write(tx, roles, change),
    ),
  );
  for (const { roles, change } of changes.filter((each) => !isNew(each))) await write(tx, roles, change);
  for (const { roles, change } of changes) await finish(tx, roles, change);
  return changes.map(({ change }) => appliedOf(change));
}

async function outlineRules(tx: Queryable, vertexLimit: number): Promise<OutlineRules> {
  const { districtBox } = await workspaceSetting(tx);
  return { districtBox, vertexLimit };
}

/** In a transaction that was begun in a person's rights. */
function rolesWithin(tx: Queryable): Roles {
  let role = 'gengjie_person';
  return {
    async owner() {
      const [before] = await tx.query<{ role: string }>(
        `select current_setting('role') as role, set_config('role', 'none', true)`,
      );
      role = before!.role;
    },
    async person() {
      await tx.query(`select set_config('role', $1, true)`, [role]);
    },
  };
}

/** The feature follows the operations once more: a flag that was withdrawn before it came ends a moment after it began. */
export async function reprojectPatch(tx: Queryable, uid: string): Promise<void> {
  await changeInstant(tx);
  const [dossier, log] = await asOwner(
    tx,
    async () => [await dossierOf(tx, uid), await operationsOf(tx, uid)] as const,
  );
  if (!dossier || dossier.patchId === null) return;
  const reduced = reduceLog(dossier, log);
  await writing(patches, () =>
    projectChange(tx, dossier.patchId!, reduced, { reason: reasonOf([]), restores: false }),
  );
}
