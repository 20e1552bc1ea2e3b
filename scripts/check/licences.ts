/** What a package says of itself, as far as its licence goes. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** `license` of its package.json: an SPDX expression; old packages have an object, or a list of them. */
  readonly license?: unknown;
  readonly licenses?: unknown;
}

/** 许可: may be shipped with the product: no duty beyond naming the authors. */
const SHIPPED = [
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Zlib',
  'PostgreSQL',
  'Python-2.0',
  // Fonts: may be bundled and embedded, not sold by themselves.
  'OFL-1.1',
];

/** May be used to build and test, but is not part of what is handed on. */
const BUILDING = [...SHIPPED, 'MPL-2.0', 'CC-BY-4.0', 'CC-BY-3.0'];

/** An exception names one package and says why. */
export type Exceptions = Readonly<Record<string, string>>;

/**
 * Sentences about packages whose licence is not on the list; empty when there are none.
 *
 * @param kind `shipped` what runs in production · `building` what only builds and tests
 */
export function licenceFaults(
  packages: readonly Package[],
  kind: 'shipped' | 'building',
  exceptions: Exceptions = {},
): string[] {
  const allowed = new Set(kind === 'shipped' ? SHIPPED : BUILDING);
  return packages
    .filter(({ name }) => !Object.hasOwn(exceptions, name))
    .flatMap(({ name, version, ...said }) => {
      const licence = licenceText(said);
      if (licence !== undefined && isAllowed(licence, allowed)) return [];
      return [
        `${name}@${version} (${kind}) is under ${licence ?? 'no licence it names'}, which is not on the list`,
      ];
    });
}

/** Exceptions for packages that are no longer there. */
export function staleExceptions(packages: readonly Package[], exceptions: Exceptions): string[] {
  const names = new Set(packages.map(({ name }) => name));
  return Object.keys(exceptions)
    .filter((name) => !names.has(name))
    .map((name) => `the exception for ${name} is of no use: it is not installed`);
}

function licenceText({ license, licenses }: Pick<Package, 'license' | 'licenses'>): string | undefined {
  const said = license ?? licenses;
  if (typeof said === 'string') return said;
  if (Array.isArray(said)) return said.map((each) => licenceText({ license: each }) ?? '?').join(' OR ');
  if (typeof said === 'object' && said !== null && 'type' in said && typeof said.type === 'string')
    return said.type;
  return undefined;
}

/** Of an OR one may be chosen; of an AND all count (SPDX: AND binds closer). */
function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const text = expression.trim();
  const inner = /^\(([^()]*)\)$/.exec(text)?.[1];
  if (inner !== undefined) return isAllowed(inner, allowed);
  const choices = split(text, 'OR');
  if (choices.length > 1) return choices.some((choice) => isAllowed(choice, allowed));
  const parts = split(text, 'AND');
  if (parts.length > 1) return parts.every((each) => isAllowed(each, allowed));
  return allowed.has(text);
}

/** Splits at a word that stands outside parentheses. */
function split(text: string, word: 'OR' | 'AND'): string[] {
  const parts = [''];
  let depth = 0;
  for (const token of text.split(/(\s+|[()])/)) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (depth === 0 && token === word) parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts;
}
