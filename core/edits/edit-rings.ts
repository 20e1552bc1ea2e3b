import type { Position } from 'geojson';
import type { Outline } from '#core/edits/node-edges.ts';
import type { Finding } from '#core/finding.ts';
import { doubledPlaneArea } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';

/** A ring of an outline, from 0; ring 0 is the shell of its part. */
export interface RingRef {
  readonly part: number;
  readonly ring: number;
}

/** What became of an outline, and where its new ring is; or what is wrong with the ring. */
export type RingResult =
  | { readonly outline: Outline; readonly at: RingRef }
  | { readonly findings: readonly Finding[] };

/** 挖洞: a ring inside one of the parts becomes a hole of it. Other coordinates stay untouched. */
export function cutHole(outline: Outline, ring: readonly Position[]): RingResult {
  const hole = wound(ring, false);
  let found: readonly Finding[] = [];
  for (const [part, rings] of outline.entries()) {
    const after = outline.map((other, index) => (index === part ? [...rings, hole] : other));
    const findings = faultsOf(after);
    if (findings.length === 0) return { outline: after, at: { part, ring: rings.length } };
    // Of the part that it lies in, if it lies in one.
    if (found.length === 0 || !findings.some(({ code }) => code === 'geometry.hole.outside-shell')) {
      found = findings;
    }
  }
  return { findings: found };
}

/** 加部分: a ring outside the parts (or in a hole of one) becomes a part. */
export function addPart(outline: Outline, ring: readonly Position[]): RingResult {
  const after = [...outline, [wound(ring, true)]];
  const findings = faultsOf(after);
  return findings.length === 0 ? { outline: after, at: { part: outline.length, ring: 0 } } : { findings };
}

/** 填洞、去部分: without one of its rings; a shell takes its holes with it. As it was when nothing would be left. */
export function removeRing(outline: Outline, { part, ring }: RingRef): Outline {
  if (ring > 0) {
    return outline.map((rings, index) => (index === part ? rings.filter((_, at) => at !== ring) : rings));
  }
  return outline.length > 1 ? outline.filter((_, index) => index !== part) : outline;
}

function faultsOf(outline: Outline): Finding[] {
  return checkPolygon(
    { type: 'MultiPolygon', coordinates: outline as Position[][][] },
    { subject: 'shape', limit: 3, toLonLat: ([lon = 0, lat = 0]) => [lon, lat] },
  ).filter(({ severity }) => severity === 'error');
}

function wound(ring: readonly Position[], anticlockwise: boolean): readonly Position[] {
  return doubledPlaneArea(ring) > 0 === anticlockwise ? ring : [...ring].reverse();
}
