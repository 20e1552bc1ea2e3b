/**
 * Splits an SQL script at the semicolons that end statements: not those in strings, quoted names, comments or dollar quotes.
 * Comments stay with the statement they stand in; pieces of blanks and comments alone are left out.
 * Throws a SyntaxError that names the line where a quote or comment was opened and never closed.
 */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let hasCode = false;
  let position = 0;
  while (position < script.length) {
    const quoted = quotedEnd(script, position);
    if (quoted) {
      if (quoted.end < 0) throw unclosed(script, position);
      hasCode ||= !quoted.comment;
      position = quoted.end;
    } else if (script[position] === ';') {
      if (hasCode) statements.push(script.slice(start, position).trim());
      position += 1;
      start = position;
      hasCode = false;
    } else {
      hasCode ||= /\S/.test(script[position] ?? '');
      position += 1;
    }
  }
  if (hasCode) statements.push(script.slice(start).trim());
  return statements;
}

/** When a quote or comment opens at `position`: where it ends (−1 when it never does). */
function quotedEnd(script: string, position: number): { end: number; comment: boolean } | undefined {
  const character = script[position];
  if (character === "'" || character === '"') {
    const escapes =
      character === "'" && /(^|[^a-z0-9_$])e$/i.test(script.slice(Math.max(0, position - 2), position));
    return { end: stringEnd(script, position, character, escapes), comment: false };
  }
  if (script.startsWith('--', position)) {
    const newline = script.indexOf('\n', position);
    return { end: newline < 0 ? script.length : newline + 1, comment: true };
  }
  if (script.startsWith('/*', position)) return { end: blockCommentEnd(script, position), comment: true };
  if (character === '$' && !/[a-z0-9_$\u0080-\uffff]/i.test(script[position - 1] ?? ' ')) {
    dollarQuote.lastIndex = position;
    const tag = dollarQuote.exec(script)?.[0];
    if (tag) {
      const close = script.indexOf(tag, position + tag.length);
      return { end: close < 0 ? -1 : close + tag.length, comment: false };
    }
  }
  return undefined;
}

/** A doubled quote inside stays inside: it ends one string and opens the next. */
function stringEnd(script: string, open: number, quote: string, escapes: boolean): number {
  for (let position = open + 1; position < script.length; position += 1) {
    if (escapes && script[position] === '\\') position += 1;
    else if (script[position] === quote) {
      if (script[position + 1] !== quote) return position + 1;
      position += 1;
    }
  }
  return -1;
}

/** Block comments nest. */
function blockCommentEnd(script: string, open: number): number {
  let depth = 0;
  for (let position = open; position < script.length; position += 1) {
    if (script.startsWith('/*', position)) {
      depth += 1;
      position += 1;
    } else if (script.startsWith('*/', position)) {
      depth -= 1;
      position += 1;
      if (depth === 0) return position + 1;
    }
  }
  return -1;
}

function unclosed(script: string, position: number): SyntaxError {
  const line = script.slice(0, position).split('\n').length;
  return new SyntaxError(`line ${line}: ${script.slice(position, position + 20)} … is never closed`);
}

const dollarQuote = /\$([a-z_\u0080-\uffff][a-z0-9_\u0080-\uffff]*)?\$/iy;
