/** One bracketed part of a coordinate system's WKT: `SPHEROID["CGCS2000",6378137,298.257222101]`. */
export interface WktNode {
  /** Upper case. */
  readonly keyword: string;
  readonly values: readonly (string | number)[];
  readonly children: readonly WktNode[];
}

/** WKT 1 (ESRI, OGC) or WKT 2 of a coordinate system as a tree; null when the brackets or quotes do not match. */
export function parseWkt(text: string): WktNode | null {
  const tokens = text.match(/"(?:[^"]|"")*"|[[\](),]|[^\s[\](),"]+/g) ?? [];
  let at = 0;

  function node(): WktNode | null {
    const keyword = tokens[at++];
    const open = tokens[at++];
    if (!keyword || !/^[A-Za-z]/.test(keyword) || (open !== '[' && open !== '(')) return null;
    const values: (string | number)[] = [];
    const children: WktNode[] = [];
    for (;;) {
      const token = tokens[at];
      if (token === undefined) return null;
      if (token === ']' || token === ')') {
        at++;
        return { keyword: keyword.toUpperCase(), values, children };
      }
      if (token === ',') at++;
      else if (tokens[at + 1] === '[' || tokens[at + 1] === '(') {
        const child = node();
        if (child === null) return null;
        children.push(child);
      } else {
        values.push(readValue(token));
        at++;
      }
    }
  }

  return node();
}

/** The first node with one of the keywords, the node itself included, depth first. */
export function findNode(node: WktNode, ...keywords: string[]): WktNode | undefined {
  if (keywords.includes(node.keyword)) return node;
  for (const child of node.children) {
    const found = findNode(child, ...keywords);
    if (found) return found;
  }
  return undefined;
}

/** A projection parameter by any of its names, spelling and case aside. */
export function parameterOf(node: WktNode, ...names: string[]): number | undefined {
  if (node.keyword === 'PARAMETER') {
    const [name, value] = node.values;
    if (typeof name === 'string' && names.includes(plain(name)) && typeof value === 'number') return value;
  }
  for (const child of node.children) {
    const found = parameterOf(child, ...names);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A name without case, spaces and punctuation: `CGCS2000_3_Degree_GK_CM_117E` → `cgcs20003degreegkcm117e`. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function readValue(token: string): string | number {
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"');
  const number = Number(token);
  return Number.isNaN(number) ? token : number;
}
