import { readFileSync } from 'node:fs';

/** Rows of a CSV file (RFC 4180, UTF-8, header line) as objects; throws with file and line when a row has another width. */
export function readCsv<Column extends string>(
  path: string,
  columns: readonly Column[],
): Record<Column, string>[] {
  const [header, ...rows] = parseCsv(readFileSync(path, 'utf8'));
  if (!header || header.join() !== columns.join()) {
    throw new Error(`${path}: the header must be ${columns.join(',')}`);
  }
  return rows.map((cells, index) => {
    if (cells.length !== columns.length) {
      throw new Error(`${path}: record ${index + 2} has ${cells.length} cells, ${columns.length} are due`);
    }
    return Object.fromEntries(columns.map((column, at) => [column, cells[at]])) as Record<Column, string>;
  });
}

/** Cells of CSV text; quotes, doubled quotes and line ends inside quotes are understood. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const end = () => {
    row.push(cell);
    cell = '';
  };
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') end();
    else if (char === '\n') {
      end();
      rows.push(row);
      row = [];
    } else if (char !== '\r') cell += char;
  }
  if (cell !== '' || row.length > 0) {
    end();
    rows.push(row);
  }
  return rows;
}
