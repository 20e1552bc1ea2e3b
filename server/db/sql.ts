/** A piece of SQL text that is not a value. Only this module makes them. */
export class Fragment {
  constructor(
    readonly text: string,
    readonly values: readonly unknown[] = [],
  ) {}
}

/** Quotes a name from the catalogue (`table` or `schema.table`); refuses anything that is no plain lower-case name. */
export function identifier(name: string): Fragment {
  return new Fragment(quoteIdentifier(name));
}

/** The quoted text of {@link identifier}, for statements put together as strings. */
export function quoteIdentifier(name: string): string {
  const parts = name.split('.');
  if (parts.length > 2 || !parts.every((part) => /^[a-z_][a-z0-9_]{0,62}$/.test(part))) {
    throw new Error(`not a name of the catalogue: ${JSON.stringify(name)}`);
  }
  return parts.map((part) => `"${part}"`).join('.');
}

/**
 * SQL of "the column starts with the parameter", as a range of the `text_pattern_ops` index. `like` would scan the whole table under
 * row-level security: it is not known to leak nothing, so it may look at a row only after the policy did.
 */
export function startsWith(column: string, placeholder: string): string {
  // No text sorts after the prefix and the last character of Unicode but those that go on with that one.
  return `${column} ~>=~ ${placeholder}::text and ${column} ~<~ (${placeholder}::text || chr(1114111))`;
}

/**
 * SQL of "the geometry meets the other one". The comparison of boxes is written out, since under row-level security only that one may use
 * the spatial index.
 */
export function meets(geometry: string, other: string): string {
  return `${geometry} && ${other} and st_intersects(${geometry}, ${other})`;
}

/**
 * Degrees (a thousandth of a millimetre) to which unions and comparisons of outlines are rounded: the geometry engine falls back on robust ways by
 * itself when it intersects two outlines, not when it unites many, and then fails where outlines lie some micrometres apart.
 */
export const GRID = '1e-11';

/** A fragment with its own parameters: sql`… WHERE ${fragment`a = ${1}`}`. */
export function fragment(strings: TemplateStringsArray, ...values: unknown[]): Fragment {
  const { text, values: parameters } = compose(strings, values);
  return new Fragment(text, parameters);
}

/** Fragments one after the other with a separator such as `' AND '`; empty list gives empty text. */
export function join(fragments: readonly Fragment[], separator: string): Fragment {
  const strings = fragments.map((_, index) => (index === 0 ? '' : separator));
  return fragments.length === 0
    ? new Fragment('')
    : fragment(Object.assign([...strings, ''], { raw: [] }) as unknown as TemplateStringsArray, ...fragments);
}

/** Text with `$n` placeholders and its values. Fragments keep their placeholders as the NUL-free marker `$#`. */
export function compose(
  strings: readonly string[],
  values: readonly unknown[],
): { text: string; values: unknown[] } {
  let text = strings[0] ?? '';
  const parameters: unknown[] = [];
  values.forEach((value, index) => {
    if (value instanceof Fragment) {
      text += value.text;
      parameters.push(...value.values);
    } else {
      text += placeholder;
      parameters.push(value);
    }
    text += strings[index + 1] ?? '';
  });
  return { text, values: parameters };
}

/** Numbers the placeholders of a composed text. */
export function numbered(text: string): string {
  let count = 0;
  return text.replaceAll(placeholder, () => {
    count += 1;
    return `$${count}`;
  });
}

const placeholder = '\u{F8FF}?';
