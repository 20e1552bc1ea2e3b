import { Problem } from '#core/problem.ts';
import { decideEncoding } from './encoding.ts';
import { jsonErrorOffset, lineAndColumn } from './json-place.ts';
import { broken, emptyFile } from './problems.ts';
import { decodeStrictly, splitName, textReader } from './text.ts';
import type {
  AttributeValue,
  DeclaredCrs,
  Format,
  OpenedSource,
  OpenOptions,
  SourceField,
  SourceFile,
  SourceGeometry,
} from './types.ts';

/** GeoJSON (RFC 7946, also with the older `crs` member): FeatureCollection, Feature, a bare geometry, or one Feature a line. */
export const geojson: Format = {
  id: 'geojson',
  title: { zh: 'GeoJSON', en: 'GeoJSON' },
  extensions: ['.geojson', '.json', '.geojsonl', '.ndjson', '.jsonl'],
  sidecars: [],
  sniff(files) {
    const found = files.find(({ name }) => geojson.extensions.includes(splitName(name).extension));
    return found ? (splitName(found.name).extension.startsWith('.geojson') ? 0.9 : 0.6) : 0;
  },
  open: openGeojson,
};

type Json = Record<string, unknown>;

async function openGeojson(files: readonly SourceFile[], options: OpenOptions): Promise<OpenedSource> {
  const all = files.filter(({ name }) => geojson.extensions.includes(splitName(name).extension));
  const file = all.find(({ name }) => name === options.table) ?? all[0]!;
  const bytes = file.bytes();
  // UTF-8 is the standard's only encoding; files saved by Chinese editors are judged by their bytes all the same.
  const sample = decodeStrictly(bytes, 'utf-8') === null ? [{ bytes, full: false }] : [];
  const judged = decideEncoding({ choice: options.encoding, sample, file: file.name });
  const encoding =
    options.encoding === undefined && sample.length === 0
      ? {
          value: 'utf-8',
          by: 'format' as const,
          reason: { zh: 'GeoJSON 标准规定 UTF-8', en: 'UTF-8, as GeoJSON requires' },
        }
      : judged.decision;
  const text = textReader(encoding.value)
    .decode(bytes)
    .replace(/^\uFEFF/, '');
  if (text.trim() === '') throw emptyFile(file.name, '没有内容', 'there is nothing in it');
  const { features, root } = readRoot(file.name, text);
  const fields = fieldsOf(features);
  return {
    format: 'geojson',
    fileName: file.name,
    parts: [file.name],
    tables: all.map(({ name }) => name),
    table: file.name,
    fields,
    featureCount: features.length,
    crs: crsOf(file.name, root),
    encoding,
    findings: judged.findings,
    *features(wanted) {
      for (const [index, feature] of features.entries()) {
        yield {
          row: index + 1,
          geometry: geometryOf(file.name, feature.geometry, index + 1),
          values: fields.map(({ name }) =>
            wanted && !wanted.has(name) ? null : attribute((feature.properties as Json | null)?.[name]),
          ),
        };
      }
    },
    rowFindings: () => [],
    close() {},
  };
}

function readRoot(file: string, text: string): { features: Json[]; root: Json } {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    const lines = readLines(file, text);
    if (lines) return { features: lines, root: {} };
    throw notJson(file, text, error, 0);
  }
  const member = root as Json;
  if (member === null || typeof member !== 'object') throw notGeojson(file, String(root));
  if (member.type === 'FeatureCollection' && Array.isArray(member.features)) {
    return {
      features: (member.features as unknown[]).map((one, index) => asFeature(file, one, index + 1)),
      root: member,
    };
  }
  return { features: [asFeature(file, member, 1)], root: member };
}

/** One Feature a line; null when the first line is not JSON by itself. */
function readLines(file: string, text: string): Json[] | null {
  const features: Json[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const content = line.replaceAll('\u001e', '').trim();
    if (content !== '') {
      try {
        features.push(asFeature(file, JSON.parse(content), features.length + 1));
      } catch (error) {
        if (features.length === 0 || error instanceof Problem) return null;
        throw notJson(file, text, error, offset, content);
      }
    }
    offset += line.length + 1;
  }
  return features.length > 0 ? features : null;
}

const geometryTypes = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);

function asFeature(file: string, value: unknown, row: number): Json {
  const member = value as Json | null;
  if (member?.type === 'Feature') return member;
  if (member && geometryTypes.has(String(member.type))) {
    return { type: 'Feature', properties: {}, geometry: member };
  }
  throw notGeojson(file, String((member as Json | null)?.type ?? value), row);
}

function fieldsOf(features: readonly Json[]): SourceField[] {
  const types = new Map<string, SourceField['type'] | null>();
  for (const { properties } of features) {
    if (properties === null || typeof properties !== 'object') continue;
    for (const [name, value] of Object.entries(properties as Json)) {
      const type = value === null || value === undefined ? null : jsonType(value);
      const known = types.get(name);
      types.set(name, known == null ? type : type === null || type === known ? known : widened(known, type));
    }
  }
  return [...types].map(([name, type]) => ({ name, type: type ?? 'text' }));
}

function jsonType(value: unknown): SourceField['type'] {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

function widened(a: SourceField['type'], b: SourceField['type']): SourceField['type'] {
  const numeric = new Set(['integer', 'number']);
  return numeric.has(a) && numeric.has(b) ? 'number' : 'text';
}

function attribute(value: unknown): AttributeValue {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}

/** The older `crs` member; without it the standard implies WGS 84 lon/lat. */
function crsOf(file: string, root: Json): DeclaredCrs {
  const properties = (root.crs as Json | undefined)?.properties as Json | undefined;
  const name = properties?.name ?? properties?.code;
  if (name === undefined) {
    return { text: 'OGC:CRS84', epsg: 4326, from: 'RFC 7946', implied: true };
  }
  const text = String(name);
  if (/CRS:?:?84$/i.test(text)) return { text, epsg: 4326, from: 'crs', implied: false };
  const code = /(?:EPSG[:/]+(?:[\d.]*[:/])?)(\d{4,6})$/i.exec(text) ?? /^(\d{4,6})$/.exec(text);
  return code
    ? { text, epsg: Number(code[1]), from: `${file} crs`, implied: false }
    : { text, from: 'crs', implied: false };
}

function geometryOf(file: string, value: unknown, row: number): SourceGeometry {
  if (value === null || value === undefined) return { kind: 'none' };
  const { type, coordinates } = value as Json;
  if (type !== 'Polygon' && type !== 'MultiPolygon') return { kind: 'other', type: String(type) };
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as number[][][][];
  const flat: number[] = [];
  const ringEnds: number[] = [];
  const partEnds: number[] = [];
  try {
    for (const rings of polygons) {
      for (const ring of rings) {
        for (const [x, y] of ring) flat.push(numeric(x), numeric(y));
        ringEnds.push(flat.length / 2);
      }
      partEnds.push(ringEnds.length);
    }
  } catch (cause) {
    throw broken(
      file,
      `第 ${row} 个要素的 coordinates 层次不对`,
      `feature ${row}: its coordinates are nested wrongly`,
      {
        place: { row },
        cause,
      },
    );
  }
  if (flat.length === 0) return { kind: 'none' };
  return { kind: 'polygon', coordinates: Float64Array.from(flat), ringEnds, partEnds };
}

function numeric(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function notJson(file: string, text: string, error: unknown, base: number, part = text): Problem {
  const { line, column } = lineAndColumn(text, base + jsonErrorOffset(part));
  return broken(
    file,
    `第 ${line} 行第 ${column} 列起不是合法的 JSON`,
    `not valid JSON from line ${line}, column ${column}`,
    { cause: error },
  );
}

function notGeojson(file: string, found: string, row?: number): Problem {
  const what = found.slice(0, 40);
  return broken(
    file,
    `是 JSON，但不是 GeoJSON：需要 FeatureCollection、Feature 或几何对象，得到“${what}”`,
    `this is JSON but not GeoJSON: a FeatureCollection, Feature or geometry is needed, found “${what}”`,
    row === undefined ? {} : { place: { row } },
  );
}
