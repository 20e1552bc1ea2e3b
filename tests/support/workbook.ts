import { strFromU8, unzipSync } from 'fflate';

export interface WorkbookCell {
  readonly formula: string | null;
  /** What the file holds as the cell's value. */
  readonly value: string | number | null;
}

export interface WorkbookSheet {
  readonly name: string;
  readonly xml: string;
  readonly cells: ReadonlyMap<string, WorkbookCell>;
}

/** A workbook as a spreadsheet program reads it. */
export function readWorkbook(bytes: Uint8Array): WorkbookSheet[] {
  const files = unzipSync(bytes);
  const text = (name: string) => strFromU8(files[name]!);
  const names = [...text('xl/workbook.xml').matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) =>
    unescaped(name!),
  );
  return names.map((name, index) => {
    const xml = text(`xl/worksheets/sheet${index + 1}.xml`);
    const cells = new Map<string, WorkbookCell>();
    for (const [, at, rest, inner = ''] of xml.matchAll(/<c r="([A-Z]+\d+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/g)) {
      const formula = /<f>(.*?)<\/f>/.exec(inner)?.[1];
      const plain = /<v>(.*?)<\/v>/.exec(inner)?.[1] ?? /<t[^>]*>(.*?)<\/t>/.exec(inner)?.[1];
      const isText = /t="(str|inlineStr)"/.test(rest!);
      cells.set(at!, {
        formula: formula === undefined ? null : unescaped(formula),
        value: plain === undefined ? null : isText ? unescaped(plain) : Number(plain),
      });
    }
    return { name, xml, cells };
  });
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

class CellError extends Error {}

type Operand = string | number | null | readonly (string | number | null)[];

/**
 * Computes a cell's formula from the cells it names, as a spreadsheet does: IFERROR, IF, ROUND, SUM, COUNT, MIN, MAX, + − × ÷ and =. Text where a
 * number is wanted is an error; functions of ranges pass over text.
 */
export function recompute(sheet: WorkbookSheet, at: string): string | number | null {
  const cell = sheet.cells.get(at);
  if (!cell?.formula) return cell?.value ?? null;
  const tokens = cell.formula.match(/"[^"]*"|\$?[A-Z]+\$?\d+|[A-Z]+|\d+(?:\.\d+)?|[-+*/(),:=]/g) ?? [];
  let place = 0;
  const next = () => tokens[place++]!;
  const see = () => tokens[place];
  const number = (value: Operand): number => {
    if (typeof value === 'number') return value;
    if (value === null) return 0;
    throw new CellError(`no number: ${String(value)}`);
  };
  const numbers = (values: readonly Operand[]) =>
    values.flat().filter((value): value is number => typeof value === 'number');
  function comparison(): Operand {
    const left = sum();
    if (see() !== '=') return left;
    next();
    return left === sum() ? 1 : 0;
  }
  function sum(): Operand {
    let value = product();
    while (see() === '+' || see() === '-') {
      const sign = next() === '+' ? 1 : -1;
      value = number(value) + sign * number(product());
    }
    return value;
  }
  function product(): Operand {
    let value = factor();
    while (see() === '*' || see() === '/') {
      const times = next() === '*';
      const by = number(factor());
      if (!times && by === 0) throw new CellError('divided by zero');
      value = times ? number(value) * by : number(value) / by;
    }
    return value;
  }
  function factor(): Operand {
    const token = next();
    if (token === '(') {
      const value = comparison();
      next();
      return value;
    }
    if (token === '-') return -number(factor());
    if (token.startsWith('"')) return token.slice(1, -1);
    if (/^\d/.test(token)) return Number(token);
    if (/\d$/.test(token)) {
      if (see() !== ':') return recompute(sheet, token.replaceAll('$', ''));
      next();
      return range(token, next());
    }
    return call(token);
  }
  function range(from: string, to: string) {
    const [column] = /[A-Z]+/.exec(from)!;
    const [first, last] = [from, to].map((end) => Number(/\d+/.exec(end)![0])) as [number, number];
    return Array.from({ length: last - first + 1 }, (_, index) =>
      recompute(sheet, `${column}${first + index}`),
    );
  }
  function call(name: string): Operand {
    next();
    const values: Operand[] = [];
    let failed = false;
    while (see() !== ')') {
      const from = place;
      try {
        values.push(comparison());
      } catch (error) {
        if (!(error instanceof CellError) || name !== 'IFERROR') throw error;
        failed = true;
        place = from;
        for (let depth = 0; depth > 0 || see() !== ','; next()) {
          if (see() === '(') depth += 1;
          if (see() === ')') depth -= 1;
        }
        values.push(null);
      }
      if (see() === ',') next();
    }
    next();
    switch (name) {
      case 'IFERROR':
        return failed ? values[1]! : values[0]!;
      case 'IF':
        return values[0] === 1 ? values[1]! : values[2]!;
      case 'ROUND': {
        const scale = 10 ** number(values[1]!);
        return Math.round(number(values[0]!) * scale) / scale;
      }
      case 'SUM':
        return numbers(values).reduce((total, value) => total + value, 0);
      case 'COUNT':
        return numbers(values).length;
      case 'MIN':
        return Math.min(...numbers(values));
      case 'MAX':
        return Math.max(...numbers(values));
      default:
        throw new Error(`unknown function ${name}`);
    }
  }
  const value = comparison();
  if (Array.isArray(value)) throw new Error(`a range is no value: ${cell.formula}`);
  return value as string | number | null;
}
