/** One line of an entry's detail: where it stands in the JSON, and what stands there. */
export interface Line {
  readonly name: string;
  readonly value: string;
}

/** A field that a change touched. */
export interface Difference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** 明细: the JSON of an entry as lines to read; `before` and `after` become differences. */
export function readable(detail: Readonly<Record<string, unknown>>): {
  readonly lines: readonly Line[];
  readonly differences: readonly Difference[];
} {
  const { before, after, ...rest } = detail;
  if (!isRecord(before) && !isRecord(after)) return { lines: linesOf(detail), differences: [] };
  const old = new Map(linesOf(isRecord(before) ? before : {}).map(({ name, value }) => [name, value]));
  const new_ = new Map(linesOf(isRecord(after) ? after : {}).map(({ name, value }) => [name, value]));
  const differences = [...new Set([...old.keys(), ...new_.keys()])].flatMap((name) => {
    const pair = { name, before: old.get(name) ?? '', after: new_.get(name) ?? '' };
    return pair.before === pair.after ? [] : [pair];
  });
  return { lines: linesOf(rest), differences };
}

function linesOf(value: unknown, path: readonly string[] = []): Line[] {
  if (isRecord(value)) return Object.entries(value).flatMap(([key, item]) => linesOf(item, [...path, key]));
  if (Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null)) {
    return value.flatMap((item, index) => linesOf(item, [...path, String(index + 1)]));
  }
  return [{ name: path.join(' › '), value: textOf(value) }];
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (Array.isArray(value)) return value.map(textOf).join(', ') || '—';
  return typeof value === 'string' ? value || '—' : JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
