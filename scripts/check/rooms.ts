import { posix } from 'node:path';
import { lineAt, type SourceFile, withoutComments } from './source-files.ts';

// The arrows of the house. Types keep most of them; this says the rest, with the reason.

type Room = 'core' | 'server' | 'client' | 'scripts' | 'tests';

/** Rooms each room may reach. */
const ARROWS: Record<Room, readonly Room[]> = {
  core: ['core'],
  server: ['core', 'server'],
  client: ['core', 'client'],
  scripts: ['core', 'server', 'scripts'],
  tests: ['core', 'server', 'client', 'scripts', 'tests'],
};

/** Packages core may import: pure ones, and the parsers of file formats. */
const CORE_PACKAGES = [
  'zod',
  'geojson',
  'proj4',
  'fflate',
  'sql.js',
  'flatbush',
  'polygon-clipping',
  '@noble/hashes',
];

/** Packages that live in one folder of the client alone. */
const MAP_PACKAGES = ['maplibre-gl', 'terra-draw', 'terra-draw-maplibre-gl-adapter'];

/** Packages of the server that a browser must never carry. */
const SERVER_PACKAGES = ['pg', 'pg-copy-streams', 'express', 'helmet', 'multer', 'compression', 'tsx'];

/** Folders in which SQL may be written. */
const SQL_FOLDERS = [
  'server/db/',
  'server/tiles/',
  'server/operations/',
  'server/demonstration/',
  'server/imports/',
  'scripts/bench/',
  'tests/',
];

/** A GeoPackage is an SQLite file: its queries belong to the format and to what writes its fixtures. */
const SQLITE_FOLDERS = ['core/formats/', 'scripts/fixtures/'];

const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)(['"])([^'"\s,]+)\1/gm;
const SQL =
  /\bsql`|['"`]\s*(?:select\s[^;]*?\bfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+(?:recursive\s+)?\w+\s+as\s*\(|create\s+(?:table|index|extension|schema|function)\s|alter\s+table\s|drop\s+table\s|truncate\s+\S)/gi;

/** Sentences about imports that cross a wall, and SQL outside its rooms; empty when the house is in order. */
export function roomFaults(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const code = withoutComments(file.text);
    return [
      ...importFaults(file.path, code),
      ...sqlFaults(file.path, code),
      ...purityFaults(file.path, code),
    ];
  });
}

function importFaults(path: string, code: string): string[] {
  const room = roomOf(path);
  if (!room) return [];
  const faults: string[] = [];
  for (const match of code.matchAll(IMPORT)) {
    const wanted = match[2] ?? '';
    const fault = importFault(room, path, wanted);
    if (fault) faults.push(`${path}:${lineAt(code, match.index)} imports ${wanted}: ${fault}`);
  }
  return faults;
}

function importFault(room: Room, path: string, wanted: string): string | undefined {
  const target = targetRoom(path, wanted);
  if (target === 'outside') return 'it lies outside the rooms';
  if (target) {
    if (!ARROWS[room].includes(target))
      return `${room} may import ${ARROWS[room].join(' and ')}, not ${target}`;
    if (
      wanted.startsWith('.') &&
      target !== room &&
      (target === 'core' || target === 'server') &&
      room !== 'scripts' &&
      room !== 'tests'
    ) {
      return `write #${target}/…, so that its place can change`;
    }
    return undefined;
  }
  const name = packageName(wanted);
  if (wanted.startsWith('node:')) {
    return room === 'core' || room === 'client'
      ? `${room} runs in a browser and has no ${wanted}`
      : undefined;
  }
  if (room === 'core' && !CORE_PACKAGES.includes(name) && !name.startsWith('@turf/')) {
    return `core is pure and may import ${CORE_PACKAGES.join(', ')} and single turf modules`;
  }
  if (name === '@turf/turf' && room === 'core') return 'import the single turf module, the bundle is large';
  if (room === 'client' && SERVER_PACKAGES.includes(name)) return 'this package belongs to the server';
  if (MAP_PACKAGES.includes(name) && room !== 'tests' && !path.startsWith('client/map/')) {
    return 'only client/map knows the map library';
  }
  return undefined;
}

/** Room an import leads to; undefined for a package, 'outside' for a path that leaves the rooms. */
function targetRoom(path: string, wanted: string): Room | 'outside' | undefined {
  const internal = /^#(core|server)\//.exec(wanted);
  if (internal) return internal[1] as Room;
  if (!wanted.startsWith('.')) return undefined;
  const full = posix.join(posix.dirname(path), wanted);
  return roomOf(full) ?? (full.startsWith('data/') || !full.includes('/') ? undefined : 'outside');
}

function sqlFaults(path: string, code: string): string[] {
  if ([...SQL_FOLDERS, ...SQLITE_FOLDERS].some((folder) => path.startsWith(folder))) return [];
  if (path.startsWith('scripts/check/')) return [];
  return [...code.matchAll(SQL)].map(
    (match) =>
      `${path}:${lineAt(code, match.index)} writes SQL: it belongs in ${SQL_FOLDERS.slice(0, -2).join(', ')}`,
  );
}

function purityFaults(path: string, code: string): string[] {
  if (!path.startsWith('core/')) return [];
  return [...code.matchAll(/\bMath\.random\b|\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/g)].map(
    (match) =>
      `${path}:${lineAt(code, match.index)} uses ${match[0]}: core takes time and chance as arguments`,
  );
}

function roomOf(path: string): Room | undefined {
  const first = path.split('/')[0] ?? '';
  return path.includes('/') && Object.hasOwn(ARROWS, first) ? (first as Room) : undefined;
}

function packageName(wanted: string): string {
  return wanted.split('/', wanted.startsWith('@') ? 2 : 1).join('/');
}
