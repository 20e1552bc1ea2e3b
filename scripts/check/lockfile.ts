/** An entry of `packages` in package-lock.json, as far as we read and write it. */
export interface LockEntry {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

export interface Lockfile {
  packages: Record<string, LockEntry>;
}

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'netbsd',
  'openbsd',
  'openharmony',
  'linux',
  'win32',
  'sunos',
  'aix',
];
const PROCESSORS = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'riscv64',
  'ppc64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
];

/**
 * Platform packages that another package wants and the lock does not hold. A registry mirror that carries one platform alone
 * leaves the others out, and then `npm ci` refuses the lock everywhere.
 */
export function missingPlatforms(lock: Lockfile): { name: string; entry: LockEntry }[] {
  const missing = new Map<string, LockEntry>();
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (holds(lock, path, name) || !/^\d/.test(version)) continue;
      missing.set(name, { version, ...platformOf(name), ...(dev && { dev }), optional: true });
    }
  }
  return [...missing].map(([name, entry]) => ({ name, entry }));
}

/** Adds what is missing, so that `npm ci` works from this lock on every platform; keys stay sorted as npm writes them. */
export function completed(lock: Lockfile): Lockfile {
  const added = missingPlatforms(lock).map(({ name, entry }) => [`node_modules/${name}`, entry] as const);
  const packages = [...Object.entries(lock.packages), ...added].toSorted(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  return { ...lock, packages: Object.fromEntries(packages) };
}

/** Whether a package at `path` finds `name` in its own node_modules or one above. */
function holds(lock: Lockfile, path: string, name: string): boolean {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

/** `os`, `cpu` and `libc` from the name, as platform packages are named: `…-linux-arm64-musl`. */
function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const musl = words.some((word) => word.startsWith('musl'));
  const gnu = words.some((word) => word.startsWith('gnu'));
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(os === 'linux' && (musl || gnu) && { libc: [musl ? 'musl' : 'glibc'] }),
    ...(os && { os: [os] }),
  };
}
