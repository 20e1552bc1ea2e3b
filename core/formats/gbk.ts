import { textReader } from '#core/formats/text.ts';

/** Two-byte code of each character of GBK; made on first use by reading every code once. */
let codes: ReadonlyMap<string, number> | undefined;

/**
 * GBK 编码: text as bytes of GBK, the code page of the ministry's desktop programs.
 *
 * @returns the bytes, or the first character that GBK does not have
 */
export function encodeGbk(text: string): { readonly bytes: Uint8Array } | { readonly unknown: string } {
  codes ??= readCodes();
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    if (point < 0x80) {
      bytes.push(point);
      continue;
    }
    const code = codes.get(character);
    if (code === undefined) return { unknown: character };
    bytes.push(code >> 8, code & 0xff);
  }
  return { bytes: Uint8Array.from(bytes) };
}

function readCodes(): Map<string, number> {
  const reader = textReader('gbk');
  const found = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const character = reader.decode(Uint8Array.of(lead, trail));
      // Codes without a character read as the replacement character, private ones are no text; of doublets the first counts.
      if ([...character].length !== 1 || /[\uFFFD\p{Co}]/u.test(character) || found.has(character)) continue;
      found.set(character, (lead << 8) | trail);
    }
  }
  return found;
}
