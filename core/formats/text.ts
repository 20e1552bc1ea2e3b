// The one global that core takes from both browsers and Node; declared here because core has the types of neither.
declare const TextDecoder: new (
  label?: string,
  options?: { fatal?: boolean; ignoreBOM?: boolean },
) => { decode(bytes?: Uint8Array): string };

export interface TextReader {
  decode(bytes: Uint8Array): string;
}

/** A decoder of that encoding; broken bytes become U+FFFD. @throws RangeError when the label is unknown */
export function textReader(encoding: string): TextReader {
  return new TextDecoder(encoding, { ignoreBOM: true });
}

/** The bytes as text, or null when they are not valid in that encoding. */
export function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** True when every byte is plain ASCII. */
export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 0x7f) return false;
  return true;
}

/** One character a byte: for names and headers that are ASCII by definition. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return text;
}

/** `a/b/Name.SHP` → folder `a/b/`, stem `Name`, extension `.shp` (lower case). */
export function splitName(path: string): { folder: string; stem: string; extension: string } {
  const slash = path.lastIndexOf('/') + 1;
  const base = path.slice(slash);
  const dot = base.lastIndexOf('.');
  return dot <= 0
    ? { folder: path.slice(0, slash), stem: base, extension: '' }
    : {
        folder: path.slice(0, slash),
        stem: base.slice(0, dot),
        extension: base.slice(dot).toLowerCase(),
      };
}
