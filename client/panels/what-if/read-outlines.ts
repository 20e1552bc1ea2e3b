import type { MultiPolygon, Position } from 'geojson';
import type { Bounds } from '#core/contract/shared.ts';
import { readTypedValues } from '#core/geometry/coordinate-text.ts';
import { parseCoordinates } from '#core/geometry/coordinates.ts';
import { crsByCode, toLonLat } from '#core/geometry/crs.ts';
import type { Bilingual } from '#core/problem.ts';

/** An outline that was read, EPSG:4490, with the name that the file gives it. */
export interface ReadOutline {
  readonly name: string | null;
  readonly geometry: MultiPolygon;
}

export interface ReadOutlines {
  readonly outlines: readonly ReadOutline[];
  /** What was assumed, or left out; shown to the person. */
  readonly notes: readonly Bilingual[];
  /** Why nothing can be used; null when something can. */
  readonly refusal: Bilingual | null;
}

/** 导入图形: outlines of a GeoJSON text, or of lines of coordinates (one vertex a line; an empty line begins a new outline). */
export function readOutlines(text: string, expected: Bounds): ReadOutlines {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return refused('没有内容', 'There is nothing in it');
  return trimmed.startsWith('{') || trimmed.startsWith('[')
    ? readGeojson(trimmed)
    : readLines(trimmed, expected);
}

function readGeojson(text: string): ReadOutlines {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    return refused(`不是合法的 JSON：${detail}`, `Not valid JSON: ${detail}`);
  }
  const notes: Bilingual[] = [];
  const code = crsCodeOf(root);
  const crs = code === null ? undefined : crsByCode(code);
  if (code !== null && !crs) {
    return refused(`坐标系 EPSG:${code} 不认识`, `The CRS EPSG:${code} is not known`);
  }
  const outlines: ReadOutline[] = [];
  let others = 0;
  const visit = (value: unknown, name: string | null): void => {
    const member = value as Json | null;
    if (Array.isArray(member?.features)) for (const one of member.features) visit(one, null);
    else if (Array.isArray(member?.geometries)) for (const one of member.geometries) visit(one, name);
    else if (member?.type === 'Feature') visit(member.geometry, nameOf(member.properties));
    else if (member?.type === 'Polygon' || member?.type === 'MultiPolygon') {
      const polygons = (
        member.type === 'Polygon' ? [member.coordinates] : member.coordinates
      ) as Position[][][];
      if (!isNested(polygons)) others += 1;
      else outlines.push({ name, geometry: { type: 'MultiPolygon', coordinates: polygons } });
    } else others += 1;
  };
  visit(root, null);
  if (others > 0) {
    notes.push({
      zh: `${others} 个不是多边形的对象已略去`,
      en: `${others} objects that are no polygons were left out`,
    });
  }
  if (outlines.length === 0) return refused('没有多边形', 'There is no polygon in it');
  const placed = crs
    ? outlines.map(({ name, geometry }) => ({
        name,
        geometry: mapped(geometry, ([x = 0, y = 0]) => [...toLonLat(crs, x, y)]),
      }))
    : outlines;
  if (
    placed.some(({ geometry }) => geometry.coordinates.flat(2).some(([x = 0, y = 0]) => !isDegrees(x, y)))
  ) {
    return refused(
      '坐标不是经纬度；请在文件中写明 crs，或改用坐标文本',
      'The coordinates are not longitude and latitude: name the crs in the file, or paste coordinates as text',
    );
  }
  return { outlines: placed, notes, refusal: null };
}

/** Lines of coordinates: numbers of vertices and other columns before the pair are left out. */
function readLines(text: string, expected: Bounds): ReadOutlines {
  const groups: Position[][] = [[]];
  const notes = new Map<string, Bilingual>();
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || /^[@#]/.test(line.trim())) {
      if (groups.at(-1)!.length > 0) groups.push([]);
      continue;
    }
    const pair = lastPair(line);
    const found = pair === null ? null : parseCoordinates(pair, expected);
    if (!found) {
      return refused(
        `第 ${index + 1} 行不是一对坐标：“${line.trim().slice(0, 40)}”`,
        `Line ${index + 1} is no pair of coordinates: “${line.trim().slice(0, 40)}”`,
      );
    }
    if (!found.ok) {
      return refused(`第 ${index + 1} 行：${found.reason.zh}`, `Line ${index + 1}: ${found.reason.en}`);
    }
    if (found.note) notes.set(found.note.en, found.note);
    groups.at(-1)!.push([...found.lonLat]);
  }
  const outlines: ReadOutline[] = [];
  for (const group of groups.filter((points) => points.length > 0)) {
    const ring = closed(group);
    if (ring.length < 4) {
      return refused('一个范围至少要三个不同的点', 'An outline needs at least three different points');
    }
    outlines.push({ name: null, geometry: { type: 'MultiPolygon', coordinates: [[ring]] } });
  }
  if (outlines.length === 0) return refused('没有坐标', 'There are no coordinates in it');
  return { outlines, notes: [...notes.values()], refusal: null };
}

/** `J1,1,4329600.000,39508600.000`: a vertex's name and ring number come first. */
function lastPair(line: string): string | null {
  const values = readTypedValues(line);
  if (values && values.length === 2) return line;
  const parts = line.split(/[,，;；\t ]+/).filter(Boolean);
  return parts.length > 2 ? parts.slice(-2).join(',') : line;
}

function closed(points: readonly Position[]): Position[] {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return [];
  return first[0] === last[0] && first[1] === last[1] ? [...points] : [...points, [...first]];
}

type Json = Record<string, unknown>;

function nameOf(properties: unknown): string | null {
  const values = (properties ?? {}) as Json;
  for (const key of ['name', '名称', 'NAME', 'DKMC', 'XMMC', 'parcel_number', 'label']) {
    const value = values[key];
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 100);
  }
  return null;
}

/** EPSG code of the older `crs` member; null when there is none or it is lon/lat anyway. */
function crsCodeOf(root: unknown): number | null {
  const crs = (root as Json | null)?.crs as Json | undefined;
  const name = String((crs?.properties as Json | undefined)?.name ?? '');
  const code = Number(/(\d{4,6})$/.exec(name)?.[1] ?? Number.NaN);
  return Number.isNaN(code) || code === 4490 || code === 4326 ? null : code;
}

function isNested(polygons: unknown): polygons is Position[][][] {
  return (
    Array.isArray(polygons) &&
    polygons.length > 0 &&
    polygons.every(
      (rings) =>
        Array.isArray(rings) &&
        rings.every(
          (ring) =>
            Array.isArray(ring) &&
            ring.every(
              (point) => Array.isArray(point) && Number.isFinite(point[0]) && Number.isFinite(point[1]),
            ),
        ),
    )
  );
}

function isDegrees(x: number, y: number): boolean {
  return Math.abs(x) <= 180 && Math.abs(y) <= 90;
}

function mapped(geometry: MultiPolygon, move: (point: Position) => Position): MultiPolygon {
  return {
    type: 'MultiPolygon',
    coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(move))),
  };
}

function refused(zh: string, en: string): ReadOutlines {
  return { outlines: [], notes: [], refusal: { zh, en } };
}
