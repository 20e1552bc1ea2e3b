import type { MultiPolygon } from 'geojson';
import { patches } from '#core/catalog/patches.ts';
import type { OutlineRules } from '#core/edits/outline.ts';
import type { FlagOperation, PatchOperation } from '#core/patches/operation.ts';
import { Problem } from '#core/problem.ts';
import { type Actor, may } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import type { KeptOperation, KnownPatch, PatchQuestion } from '#server/db/tables/patch-operations.ts';
import { regionOf } from '#server/operations/edit-feature.ts';
import { checkContent, checkRights } from '#server/patches/check-operation.ts';
import type { Sent } from '#server/patches/operation-hash.ts';
import {
  flaggedTwice,
  makerNotOfField,
  operationIdReused,
  operationNotYours,
} from '#server/patches/problems.ts';

/** Operations on **one** patch that somebody sends together. */
export interface SentGroup {
  readonly actor: Actor;
  readonly sent: readonly Sent[];
  /** 代传: made by others. */
  readonly onBehalf: boolean;
}

/** What became of one operation. */
export interface Judged {
  readonly outcome: 'applied' | 'repeated' | 'waiting' | 'refused';
  readonly problem?: Problem;
  /** Of an operation that was refused when its patch came. */
  readonly keptProblem?: Record<string, unknown> | null;
  readonly conflicts: number;
  readonly receivedAt: number;
}

/** Operations that cannot be stored, whoever sent them and whatever is known of their patch; by id. */
export type Refused = Map<string, Problem>;

/** Which operations of a group could not be stored at all; needs nobody's rights. */
export async function checkGroup(tx: Queryable, { sent }: SentGroup, rules: OutlineRules): Promise<Refused> {
  const refused: Refused = new Map();
  for (const { operation } of sent) {
    await keepRefusal(refused, operation, () => checkContent(tx, operation, rules));
  }
  return refused;
}

/** The region in which the flag of a group lies, as far as the person of the transaction sees it; undefined when no flag can be stored. */
export async function regionOfFlag(
  tx: Queryable,
  { sent }: SentGroup,
  refused: Refused,
): Promise<string | undefined> {
  const flag = sent.find(({ operation }) => operation.kind === 'flag' && !refused.has(operation.id))
    ?.operation as FlagOperation | undefined;
  if (!flag) return undefined;
  return keepRefusal(refused, flag, () => regionOf(tx, patches, outlineOfFlag(flag), {}));
}

async function keepRefusal<T>(
  refused: Refused,
  { id }: PatchOperation,
  check: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    refused.set(id, error);
    return undefined;
  }
}

/** What must be known to judge a group. */
export function questionOf({ sent, onBehalf }: SentGroup): PatchQuestion {
  return {
    uid: sent[0]!.operation.patch,
    ids: sent.map(({ operation }) => operation.id),
    people: onBehalf ? sent.map(({ operation }) => operation.person) : [],
  };
}

/** What is to be done with a group. */
export interface Verdict {
  readonly judged: Map<string, Judged>;
  /** They change the patch, in the region. */
  readonly accepted: readonly Sent[];
  readonly regionCode: string | undefined;
  readonly flaggedBy: string | null;
  /** They came before the flag that begins their patch. */
  readonly waiting: readonly Sent[];
}

/** 判定: which operations of a group count, by what was found wrong with them, what is known of their patch and the rights of who sent them. */
export function judgeGroup(
  { actor, sent }: SentGroup,
  { dossier, kept, makers }: KnownPatch,
  { refused, flagRegion }: { refused: Refused; flagRegion: string | undefined },
  receivedAt: number,
): Verdict {
  const judged = new Map<string, Judged>();
  const accepted: Sent[] = [];
  const waiting: Sent[] = [];
  let { regionCode, flaggedBy } = dossier ?? { regionCode: flagRegion, flaggedBy: null };
  let flagged = dossier !== undefined && dossier.patchId !== null;
  for (const each of sent) {
    const { operation } = each;
    const before = kept.get(operation.id);
    try {
      if (before) {
        if (before.sha256 !== each.sha256) throw operationIdReused();
        judged.set(operation.id, repeated(before));
        continue;
      }
      if (accepted.some(({ operation: other }) => other.id === operation.id)) continue;
      const content = refused.get(operation.id);
      if (content) throw content;
      if (operation.kind === 'flag') {
        // Only the first flag of a group was looked for on the map.
        if (flagged || flagRegion === undefined) throw flaggedTwice();
        regionCode = flagRegion;
        flaggedBy = operation.person;
      }
      if (operation.person !== actor.id) {
        if (!may(actor, 'review', 'patches', regionCode)) throw operationNotYours();
        const madeHere = makers
          .get(operation.person)
          ?.some((prefix) => regionCode?.startsWith(prefix) ?? true);
        if (!madeHere) throw makerNotOfField();
      }
      if (!flagged && operation.kind !== 'flag') {
        waiting.push(each);
        judged.set(operation.id, { outcome: 'waiting', conflicts: 0, receivedAt });
        continue;
      }
      checkRights(actor, operation, regionCode!, flaggedBy === operation.person);
      flagged = true;
      accepted.push(each);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      judged.set(operation.id, { outcome: 'refused', problem: error, conflicts: 0, receivedAt });
    }
  }
  return { judged, accepted, regionCode, flaggedBy, waiting };
}

function repeated({ status, problem, receivedAt }: KeptOperation): Judged {
  if (status === 'refused') return { outcome: 'refused', keptProblem: problem, conflicts: 0, receivedAt };
  return { outcome: status === 'waiting' ? 'waiting' : 'repeated', conflicts: 0, receivedAt };
}

function outlineOfFlag({ writes }: FlagOperation): MultiPolygon | undefined {
  return writes.find(({ field }) => field === 'outline')?.value as MultiPolygon | undefined;
}
