import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { Finding } from '#core/finding.ts';
import { type Box, visitMeetingBoxes } from '#core/geometry/box-sweep.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { meetingOf, samePoint } from '#core/geometry/predicates.ts';
import { containersOf, doubledPlaneArea, type Ring } from '#core/geometry/rings.ts';

export interface ValidityOptions {
  /** What the findings are about, e.g. `row 12`. */
  readonly subject: string;
  /** 1-based row of the file. */
  readonly row?: number;
  /** Turns a position into EPSG:4490 lon/lat, when it is known how: gives the findings their place on the map. */
  readonly toLonLat?: (position: Position) => LonLat;
  /** Stop after so many findings; default 20. A file in the wrong CRS would otherwise report every vertex. */
  readonly limit?: number;
}

export type ValidityCode =
  | 'geometry.ring.not-finite'
  | 'geometry.ring.too-few-points'
  | 'geometry.ring.unclosed'
  | 'geometry.ring.zero-area'
  | 'geometry.ring.duplicate-point'
  | 'geometry.ring.spike'
  | 'geometry.ring.self-crossing'
  | 'geometry.ring.self-touching'
  | 'geometry.rings.crossing'
  | 'geometry.rings.overlapping'
  | 'geometry.hole.outside-shell'
  | 'geometry.hole.nested'
  | 'geometry.shell.nested'
  | 'geometry.polygon.empty';

/**
 * 几何检查: structural defects of a polygon before the database sees it, each with its place. No `error` finding means that the rings are simple, closed
 * and nested as they claim; `duplicate-point` is a warning (repaired by leaving the point out).
 *
 * @param geometry in any plane or lon/lat; edges are straight in the coordinates given, and the predicates are exact
 * @returns findings with context `part`, `ring`, `vertex` (all 1-based), `x`, `y`; never throws
 */
export function checkPolygon(geometry: Polygon | MultiPolygon, options: ValidityOptions): Finding[] {
  const report = new Report(options);
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  if (parts.length === 0 || parts.some((rings) => rings.length === 0)) {
    report.add('geometry.polygon.empty', 'error', { part: 1, ring: 1 });
  }
  const places: RingPlace[] = [];
  parts.forEach((rings, part) => {
    rings.forEach((ring, index) => {
      const place = { ring, part: part + 1, index: index + 1 };
      if (checkRing(place, report)) places.push(place);
    });
  });
  if (checkMeetings(places, report)) checkNesting(places, report);
  return report.findings;
}

interface RingPlace {
  readonly ring: Ring;
  /** 1-based part of the multipolygon, and ring of the part (1 is the shell). */
  readonly part: number;
  readonly index: number;
}

/** Finite, and not so large that the products of a predicate overflow. */
function isUsable(coordinate: number | undefined): boolean {
  return coordinate !== undefined && Math.abs(coordinate) < 1e100;
}

/** Checks a ring by itself; false when it is too broken for the checks of edges and nesting. */
function checkRing({ ring, part, index }: RingPlace, report: Report): boolean {
  const where = { part, ring: index };
  const bad = ring.findIndex(([x, y]) => !isUsable(x) || !isUsable(y));
  if (bad >= 0) {
    report.add('geometry.ring.not-finite', 'error', { ...where, vertex: bad + 1 });
    return false;
  }
  const first = ring[0];
  if (ring.length < 4 || first === undefined) {
    report.add('geometry.ring.too-few-points', 'error', { ...where, points: ring.length }, first);
    return false;
  }
  if (!samePoint(first, ring.at(-1)!)) {
    report.add('geometry.ring.unclosed', 'error', where, ring.at(-1));
    return false;
  }
  for (let i = 1; i < ring.length; i++) {
    if (samePoint(ring[i - 1]!, ring[i]!)) {
      report.add('geometry.ring.duplicate-point', 'warning', { ...where, vertex: i + 1 }, ring[i]);
    }
  }
  if (doubledPlaneArea(ring) === 0 && !crossesItself(ring)) {
    report.add('geometry.ring.zero-area', 'error', where, first);
    return false;
  }
  return true;
}

/** Edges that meet where they must not, within a ring and between rings; true when there were none. */
function checkMeetings(places: readonly RingPlace[], report: Report): boolean {
  const edges = places.flatMap((place) => edgesOf(place));
  const boxes = edges.map(boxOfEdge);
  const seen = new Set<string>();
  let clean = true;
  visitMeetingBoxes(boxes, (i, j) => {
    const [a, b] = i < j ? [edges[i]!, edges[j]!] : [edges[j]!, edges[i]!];
    const meeting = meetingOf(a.from, a.to, b.from, b.to);
    if (meeting === null) return;
    const code = meetingCode(a, b, meeting.kind);
    if (code === null) return;
    clean = false;
    const key = `${code} ${meeting.point.join(' ')}`;
    // A vertex on a vertex is met by up to four pairs of edges.
    if (seen.has(key)) return;
    seen.add(key);
    const other = a.place === b.place ? {} : { otherPart: b.place.part, otherRing: b.place.index };
    const where = {
      part: a.place.part,
      ring: a.place.index,
      vertex: a.vertex,
      otherVertex: b.vertex,
      ...other,
    };
    report.add(code, 'error', where, meeting.point);
  });
  return clean;
}

function meetingCode(a: Edge, b: Edge, kind: 'crossing' | 'touching' | 'overlapping'): ValidityCode | null {
  if (a.place === b.place) {
    const neighbours = b.order - a.order === 1 || (a.order === 0 && b.order === a.count - 1);
    if (kind === 'overlapping') return neighbours ? 'geometry.ring.spike' : 'geometry.ring.self-crossing';
    if (neighbours) return null;
    return kind === 'crossing' ? 'geometry.ring.self-crossing' : 'geometry.ring.self-touching';
  }
  // Two rings may touch at a point.
  if (kind === 'touching') return null;
  return kind === 'crossing' ? 'geometry.rings.crossing' : 'geometry.rings.overlapping';
}

/** Holes in their shell and not in one another, shells apart. Only asked when no edges cross. */
function checkNesting(places: readonly RingPlace[], report: Report): void {
  const containers = containersOf(places.map(({ ring }) => ring));
  places.forEach(({ ring, part, index }, own) => {
    const around = containers[own]!.map((other) => places[other]!);
    const where = { part, ring: index };
    if (index === 1) {
      const host = around.length % 2 === 1 ? around[0] : undefined;
      if (host) report.add('geometry.shell.nested', 'error', { ...where, otherPart: host.part }, ring[0]);
    } else if (!around.some((other) => other.part === part && other.index === 1)) {
      report.add('geometry.hole.outside-shell', 'error', where, ring[0]);
    } else if (around.some((other) => other.part === part && other.index > 1)) {
      report.add('geometry.hole.nested', 'error', where, ring[0]);
    }
  });
}

interface Edge {
  readonly place: RingPlace;
  readonly from: Position;
  readonly to: Position;
  /** Place in the ring without its repeated points. */
  readonly order: number;
  readonly count: number;
  /** 1-based vertex of the file's ring where the edge starts. */
  readonly vertex: number;
}

function edgesOf(place: RingPlace): Edge[] {
  const { ring } = place;
  const starts: number[] = [];
  for (let i = 1; i < ring.length; i++) if (!samePoint(ring[i - 1]!, ring[i]!)) starts.push(i - 1);
  return starts.map((at, order) => ({
    place,
    from: ring[at]!,
    to: ring[at + 1]!,
    order,
    count: starts.length,
    vertex: at + 1,
  }));
}

function crossesItself(ring: Ring): boolean {
  const edges = edgesOf({ ring, part: 1, index: 1 });
  let found = false;
  visitMeetingBoxes(edges.map(boxOfEdge), (i, j) => {
    const { from, to } = edges[i]!;
    found ||= meetingOf(from, to, edges[j]!.from, edges[j]!.to)?.kind === 'crossing';
  });
  return found;
}

function boxOfEdge({ from, to }: Edge): Box {
  return [
    Math.min(from[0]!, to[0]!),
    Math.min(from[1]!, to[1]!),
    Math.max(from[0]!, to[0]!),
    Math.max(from[1]!, to[1]!),
  ];
}

/** 1-based numbers of where a defect is. */
interface Place {
  readonly part: number;
  readonly ring: number;
  readonly vertex?: number;
  readonly otherVertex?: number;
  readonly otherPart?: number;
  readonly otherRing?: number;
  /** Points of a ring that is too short. */
  readonly points?: number;
}

/** Collects findings up to the limit, with ids that stay equal while the defect does. */
class Report {
  readonly findings: Finding[] = [];
  readonly #options: ValidityOptions;

  constructor(options: ValidityOptions) {
    this.#options = options;
  }

  add(code: ValidityCode, severity: Finding['severity'], where: Place, position?: Position): void {
    const { subject, row, toLonLat, limit = 20 } = this.#options;
    if (this.findings.length >= limit) return;
    const at = position ? { x: position[0]!, y: position[1]! } : {};
    const lonLat = position && toLonLat ? toLonLat(position) : undefined;
    const key = position
      ? position.slice(0, 2).join(',')
      : `${where.part}.${where.ring}.${where.vertex ?? ''}`;
    this.findings.push({
      code,
      severity,
      subject,
      id: `${code}:${subject}:${key}`,
      ...(row === undefined ? {} : { row }),
      ...(lonLat?.every(Number.isFinite) ? { lonLat } : {}),
      context: { ...where, ...at },
    });
  }
}
