import type { MultiPolygon } from 'geojson';
import type { PatchView } from '#core/contract/patches.ts';
import type { PatchPhoto, PatchState } from '#core/patches/reduce.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { dossierOf } from '#server/db/tables/patch-dossiers.ts';
import { operationsOf } from '#server/db/tables/patch-operations.ts';
import {
  namesOfPeople,
  partsOf,
  patchesByUid,
  receivedHashes,
} from '#server/db/tables/patches/patch-facts.ts';
import { patchRow } from '#server/db/tables/patches/patch-list.ts';
import { namesOfRegions } from '#server/db/tables/regions.ts';
import { patchClock } from '#server/patches/office/deadline.ts';
import { conflictsFor, eventsFor, personalFieldNames } from '#server/patches/office/history.ts';
import { hindrancesOf, nextStepsFor } from '#server/patches/office/next-steps.ts';
import { newestPatchOverlay } from '#server/patches/office/overlay-account.ts';
import { patchNotFound } from '#server/patches/office/problems.ts';
import { summaryOf } from '#server/patches/office/summary.ts';
import { reduceLog } from '#server/patches/reduce-log.ts';

export interface ViewOptions {
  /** Whether 个人信息 stands in it; who gives it out leaves an audit line. */
  readonly personal?: boolean;
}

/**
 * 图斑全貌: what operations came to, with names, photographs, history, conflicts and what may be done next, as `actor` may see and do it.
 *
 * @throws Problem `patch-not-found` when there is none, or none that the person sees
 */
export async function patchView(
  tx: Queryable,
  actor: Actor,
  uid: string,
  { personal = false }: ViewOptions = {},
): Promise<PatchView> {
  const row = await patchRow(tx, uid);
  const dossier = row && (await dossierOf(tx, uid));
  if (!row || !dossier) throw patchNotFound(uid);
  const log = await operationsOf(tx, uid);
  const applied = log.filter(({ status }) => status === 'applied');
  const reduced = reduceLog(dossier, log);
  const names = await namesOfPeople(
    tx,
    log.flatMap(({ content, sentBy }) => [content.person, sentBy]),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? '' });
  const hidden = personal ? new Set<string>() : personalFieldNames;
  const photoList = await photosOf(tx, uid, reduced.photos, person);
  const parents = await patchesByUid(tx, reduced.parents);
  const parts = await partsOf(tx, uid);
  const regionNames = await namesOfRegions(tx, [row.regionCode]);
  const clock = await patchClock(tx);
  const view: Omit<PatchView, 'nextSteps' | 'hindrances'> = {
    ...summaryOf(row, regionNames, clock),
    values: valuesOf(reduced, hidden),
    geometry: JSON.parse(row.geometry) as MultiPolygon,
    heads: headsOf(reduced),
    operations: applied.map(({ content }) => content.id),
    conflictList: conflictsFor(reduced, person, hidden),
    photoList,
    comments: reduced.comments.map(({ person: by, ...comment }) => ({ ...comment, person: person(by) })),
    pauses: [...reduced.pauses],
    withdrawn: reduced.withdrawn && {
      reason: reduced.withdrawn.reason,
      person: person(reduced.withdrawn.person),
    },
    parents: parents.map(({ uid: of, number }) => ({ uid: of, number })),
    parts: parts
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ uid: of, number, state }) => ({ uid: of, number, state: state as PatchState['state'] })),
    events: eventsFor(applied, person, hidden),
    overlay: await newestPatchOverlay(tx, row),
  };
  const nextSteps = nextStepsFor(actor, {
    regionCode: row.regionCode,
    splitState: row.splitState,
    reduced,
    log: applied,
  });
  return { ...view, nextSteps, hindrances: hindrancesOf(view, reduced, { steps: nextSteps, clock }) };
}

/** Fields as they stand: the outline is the geometry, the assignee stands in the summary. */
function valuesOf({ values }: PatchState, hidden: ReadonlySet<string>): PatchView['values'] {
  const plain = Object.entries(values).filter(
    ([field, value]) => !hidden.has(field) && (value === null || typeof value !== 'object'),
  );
  return Object.fromEntries(plain) as PatchView['values'];
}

function headsOf({ heads }: PatchState): PatchView['heads'] {
  return Object.fromEntries(Object.entries(heads).map(([field, ids]) => [field, [...ids]]));
}

async function photosOf(
  tx: Queryable,
  uid: string,
  photos: readonly PatchPhoto[],
  person: (id: string) => { id: string; name: string },
): Promise<PatchView['photoList']> {
  const hashes = photos.flatMap(({ sha256, stamped }) => [sha256, ...(stamped ? [stamped.sha256] : [])]);
  const here = await receivedHashes(tx, hashes);
  const address = (sha256: string | undefined, query = '') =>
    sha256 !== undefined && here.has(sha256) ? `/api/patches/${uid}/photos/${sha256}${query}` : null;
  return photos.map(({ person: by, removed, fix, ...photo }) => ({
    ...photo,
    fix: fix && { ...fix, lonLat: [fix.lonLat[0], fix.lonLat[1]] },
    person: person(by),
    removed: removed && { reason: removed.reason, person: person(removed.person) },
    url: address(photo.sha256),
    stampedUrl: address(photo.stamped?.sha256),
    thumbnailUrl: photo.mediaType.startsWith('video/') ? null : address(photo.sha256, '?size=thumbnail'),
  }));
}
