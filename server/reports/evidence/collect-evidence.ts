import type { MultiPolygon } from 'geojson';
import type { PatchView } from '#core/contract/patches.ts';
import type { EvidencePhoto } from '#core/evidence/content.ts';
import { mapFrame } from '#core/evidence/map-frame.ts';
import { covers, scopeOf } from '#core/rights/rights.ts';
import type { Actor } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { faultOfPicture } from '#server/attachments/picture-fault.ts';
import { attachmentDamaged } from '#server/attachments/problems.ts';
import type { AttachmentStore } from '#server/attachments/store.ts';
import type { Queryable } from '#server/db/database.ts';
import { resolvedMoments } from '#server/db/tables/as-of.ts';
import { firstOutlineOf, groundOfMap } from '#server/db/tables/evidence-ground.ts';
import { receiptsOf } from '#server/db/tables/patch-photos.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { demonstrationMark } from '#server/operations/export-files.ts';
import { patchView } from '#server/patches/patch-view.ts';
import type { EvidenceGround } from '#server/reports/evidence/drawing.ts';

/** What the database tells of a patch for its pack. */
export interface Collected {
  readonly view: PatchView;
  readonly firstOutline: MultiPolygon;
  readonly mark: string | null;
  readonly before: EvidenceGround;
  readonly now: EvidenceGround;
  readonly receipts: ReadonlyMap<string, Receipt>;
}

interface Receipt {
  readonly mediaType: string;
  readonly byteCount: number;
}

/** The maps are drawn in frames of about this shape; what lies around is fetched once for both sizes of paper. */
const widest = { width: 720, height: 400 };

/**
 * 汇集举证数据 in a person's rights.
 * @throws Problem `not-allowed`, `patch-not-found`
 */
export async function collectEvidence(tx: Queryable, actor: Actor, uid: string): Promise<Collected> {
  const view = await patchView(tx, actor, uid);
  if (!covers(scopeOf(actor.grants, 'patches', 'export'), view.regionCode)) throw notAllowed();
  const firstOutline = flaggedOutline(view) ?? (await firstOutlineOf(tx, view.id)) ?? view.geometry;
  const { demonstration } = await workspaceSetting(tx);
  const places = [...firstOutline.coordinates.flat(2), ...view.geometry.coordinates.flat(2)];
  const near = view.photoList.flatMap(({ fix }) =>
    fix && isNear(fix.lonLat, places[0]!) ? [[...fix.lonLat]] : [],
  );
  const { box } = mapFrame([...places, ...near], widest, 0.25);
  const asOf = view.overlay?.asOf ?? null;
  const moments =
    asOf === null ? null : await resolvedMoments(tx, { asOf, knownAt: new Date().toISOString() });
  const now = await groundOfMap(tx, box, null);
  const past = moments && (await groundOfMap(tx, box, moments));
  const hashes = view.photoList.flatMap(({ sha256, stamped }) => [
    sha256,
    ...(stamped ? [stamped.sha256] : []),
  ]);
  return {
    view,
    firstOutline,
    mark: demonstration ? demonstrationMark : null,
    before: past ? { title: `截至 ${asOf} 的调查`, ...past } : { title: '现状调查', ...now },
    now: { title: '现状调查', ...now },
    receipts: await receiptsOf(tx, hashes),
  };
}

/** What whoever flagged it drew: the first version of the feature may hold corrections that came together with the flag. */
function flaggedOutline({ events }: PatchView): MultiPolygon | undefined {
  for (const { content } of events) {
    if (content.kind !== 'flag') continue;
    const drawn = content.writes.find(({ field }) => field === 'outline')?.value;
    if (typeof drawn === 'object' && drawn !== null && 'coordinates' in drawn) return drawn as MultiPolygon;
  }
  return undefined;
}

function isNear([lon, lat]: readonly [number, number], place: readonly number[]): boolean {
  return Math.abs(lon - place[0]!) < 0.03 && Math.abs(lat - place[1]!) < 0.03;
}

/**
 * Looks through every file that the pack will hold.
 * @throws Problem `attachment-damaged` when one is not what it was when it came: no pack is made around a hole
 */
export async function checkedPhotos(
  store: AttachmentStore,
  receipts: Collected['receipts'],
): Promise<Map<string, { mediaType: string; byteCount: number; fault: EvidencePhoto['fault'] }>> {
  const checked = new Map<string, { mediaType: string; byteCount: number; fault: EvidencePhoto['fault'] }>();
  for (const [sha256, { mediaType, byteCount }] of receipts) {
    const found = await store.check(sha256);
    if (typeof found === 'string') throw attachmentDamaged(sha256.slice(0, 12), found);
    const fault = (await faultOfPicture(store.pathOf(sha256), mediaType as 'image/jpeg')) ?? null;
    checked.set(sha256, { mediaType, byteCount, fault });
  }
  return checked;
}
