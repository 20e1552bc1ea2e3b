/** Line and column (1-based) of an offset in a text. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

/**
 * Offset of the first character at which a text stops being JSON; its length when it ends too early. The engines' own messages tell it in three different
 * ways or not at all, so the text is walked once more, only when parsing has failed.
 */
export function jsonErrorOffset(text: string): number {
  const open: ('object' | 'array')[] = [];
  let expects: 'value' | 'key' | 'colon' | 'separator' = 'value';
  let mayClose = false;
  let at = 0;
  while (true) {
    blank.lastIndex = at;
    at += blank.exec(text)?.[0].length ?? 0;
    if (at >= text.length) return text.length;
    const character = text[at]!;
    const inside = open.at(-1);
    if ((character === '}' && inside === 'object') || (character === ']' && inside === 'array')) {
      if (expects !== 'separator' && !mayClose) return at;
      open.pop();
      expects = 'separator';
      at++;
    } else if (expects === 'separator') {
      if (character !== ',' || inside === undefined) return at;
      expects = inside === 'object' ? 'key' : 'value';
      at++;
    } else if (expects === 'colon') {
      if (character !== ':') return at;
      expects = 'value';
      at++;
    } else if (expects === 'value' && (character === '{' || character === '[')) {
      open.push(character === '{' ? 'object' : 'array');
      expects = character === '{' ? 'key' : 'value';
      mayClose = true;
      at++;
      continue;
    } else {
      const pattern = expects === 'key' ? string : scalar;
      pattern.lastIndex = at;
      const token = pattern.exec(text)?.[0];
      if (token === undefined) return at;
      at += token.length;
      expects = expects === 'key' ? 'colon' : 'separator';
    }
    mayClose = false;
  }
}

const blank = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/uy;
