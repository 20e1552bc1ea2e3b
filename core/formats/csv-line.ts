export type CsvCell = string | number | null;

/** Written first, so that spreadsheet programs read the file as UTF-8. */
export const csvStart = '\uFEFF';

/**
 * CSV 行 with its line end: quoted where needed (RFC 4180). Text that a spreadsheet would run as a formula is disarmed with an
 * apostrophe; numbers stay numbers.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
