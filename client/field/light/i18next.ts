/*
 * What the field app uses of i18next, in a twentieth of its size: the build puts this module in its place (scripts/build/build-field.ts), so that phones do not
 * load and parse the rest. Same names and same answers; tests/client/field/light-i18n.test.ts holds it against the real one.
 */

export type Tree = { readonly [key: string]: string | Tree };
export type Values = Readonly<Record<string, unknown>>;

export interface Options {
  readonly resources: Readonly<Record<string, { readonly translation: Tree }>>;
  readonly lng: string;
  readonly fallbackLng: string;
}

const bundles = new Map<string, Tree>();
const listeners = new Set<() => void>();
let fallback = '';

const i18next = {
  language: '',

  use: () => i18next,

  init({ resources, lng, fallbackLng }: Options): Promise<void> {
    for (const [language, { translation }] of Object.entries(resources)) {
      i18next.addResourceBundle(language, 'translation', translation);
    }
    i18next.language = lng;
    fallback = fallbackLng;
    return Promise.resolve();
  },

  addResourceBundle(language: string, _namespace: string, resources: Tree, deep = false): void {
    const known = bundles.get(language) ?? {};
    bundles.set(language, deep ? merged(known, resources) : { ...known, ...resources });
  },

  hasResourceBundle: (language: string) => bundles.has(language),

  async changeLanguage(language: string): Promise<void> {
    i18next.language = language;
    for (const tell of listeners) tell();
  },

  /** The message of a key in the language that is on, else in the fallback, else the key itself. */
  t(key: string, values: Values = {}): string {
    const { count, defaultValue } = values;
    for (const language of new Set([i18next.language, fallback])) {
      const text =
        (typeof count === 'number' ? read(language, `${key}_${pluralOf(language, count)}`) : undefined) ??
        read(language, key);
      if (text !== undefined) return filled(text, values);
    }
    return filled(typeof defaultValue === 'string' ? defaultValue : key, values);
  },

  on: (_event: 'languageChanged', listener: () => void) => void listeners.add(listener),
  off: (_event: 'languageChanged', listener: () => void) => void listeners.delete(listener),
};

export default i18next;

function read(language: string, key: string): string | undefined {
  let at: string | Tree | undefined = bundles.get(language);
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : undefined;
}

function pluralOf(language: string, count: number): string {
  return new Intl.PluralRules(language).select(count);
}

function filled(text: string, values: Values): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ''));
}

function merged(known: Tree, more: Tree): Tree {
  const result: Record<string, string | Tree> = { ...known };
  for (const [key, value] of Object.entries(more)) {
    const before = result[key];
    result[key] = typeof before === 'object' && typeof value === 'object' ? merged(before, value) : value;
  }
  return result;
}
