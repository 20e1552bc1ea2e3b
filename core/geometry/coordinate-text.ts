/** One number of a typed position: degrees when it carries a hemisphere or was written with minutes, else a bare number. */
export interface TypedValue {
  readonly value: number;
  /** N E S W when the text said so. */
  readonly hemisphere?: 'N' | 'E' | 'S' | 'W';
  /** Minutes or seconds were written. */
  readonly sexagesimal: boolean;
  /** Minutes or seconds of 60 or more. */
  readonly broken: boolean;
}

const number = String.raw`\d+(?:\.\d+)?`;
// Two digits may begin with 0 (minutes of `117 06 00`); longer numbers that do are codes (0101), not degrees.
const value = String.raw`((?<![\d.])[+-]?(?:0\d?|[1-9]\d*)(?:\.\d+)?(?![\d.]))(?:\s*°(?:\s*(${number})\s*'(?:\s*(${number})\s*")?)?|\s*[-:](\d{1,2})[-:](${number})"?)?`;
const typedValue = new RegExp(String.raw`([NESW])\s*[:=]?\s*${value}|${value}\s*([NESW])?`, 'g');

/**
 * Reads the numbers out of a typed position; null when the text holds anything else, so that a name or a parcel number is never
 * taken for a place. Understands full-width digits and punctuation, 东经/北纬, 度分秒, primes and quotes, `117-6-0`, `117:6:0`.
 */
export function readTypedValues(text: string): TypedValue[] | null {
  const plainText = normalise(text);
  const values: TypedValue[] = [];
  const rest = plainText.replace(typedValue, (...match: (string | undefined)[]) => {
    const [, before, a1, a2, a3, a4, a5, b1, b2, b3, b4, b5, after] = match;
    const hemisphere = (before ?? after) as TypedValue['hemisphere'];
    const degrees = a1 ?? b1!;
    const minutes = a2 ?? a4 ?? b2 ?? b4;
    const seconds = a3 ?? a5 ?? b3 ?? b5;
    const size = Math.abs(Number(degrees)) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600;
    values.push({
      value: degrees.startsWith('-') ? -size : size,
      ...(hemisphere ? { hemisphere } : {}),
      sexagesimal: minutes !== undefined,
      broken: Number(minutes ?? 0) >= 60 || Number(seconds ?? 0) >= 60,
    });
    return ' ';
  });
  if (/[^\s,;/|]/.test(rest)) return null;
  return joinLooseParts(values);
}

/** `117 06 00 39 06 00`, `117 06.5 39 06.2`: degrees, minutes (and seconds) parted by spaces only. */
function joinLooseParts(values: TypedValue[]): TypedValue[] {
  const bare = values.every(({ sexagesimal }) => !sexagesimal);
  if (!bare || (values.length !== 4 && values.length !== 6)) return values;
  const size = values.length / 2;
  return [values.slice(0, size), values.slice(size)].map((parts) => {
    const [degrees, minutes, seconds] = parts.map((part) => part.value);
    const hemisphere = parts.find((part) => part.hemisphere)?.hemisphere;
    return {
      value: degrees! + minutes! / 60 + (seconds ?? 0) / 3600,
      ...(hemisphere ? { hemisphere } : {}),
      sexagesimal: true,
      broken: minutes! >= 60 || (seconds ?? 0) >= 60 || parts.some((part) => part.value < 0),
    };
  });
}

function normalise(text: string): string {
  return (
    text
      // NFKC would turn ″ into two primes and º into the letter o.
      .replace(/[″”“〃]/g, '"')
      .replace(/[º˚]/g, '°')
      .normalize('NFKC')
      .replace(/[′’‘`´]/g, "'")
      .replace(/''/g, '"')
      .replace(/[、。]/g, ',')
      .replace(/[−–—]/g, '-')
      .replace(/经度/g, 'E')
      .replace(/纬度/g, 'N')
      .replace(/度/g, '°')
      .replace(/分/g, "'")
      .replace(/秒/g, '"')
      .replace(/\(\s*(?:第?\s*\d+\s*带|zone\s*\d+|CM\s*\d+\s*°?\s*E?)\s*\)/gi, ' ')
      .replace(/东经|longitude|long|lng|lon|east(?:ing)?/gi, 'E')
      .replace(/北纬|latitude|lat|north(?:ing)?/gi, 'N')
      .replace(/西经|west/gi, 'W')
      .replace(/南纬|south/gi, 'S')
      .replace(/(?:纵|横|北|东)?坐标|[()[\]]|米|\bm\b/g, ' ')
      .replace(/(^|[\s,;])[xy]\s*[:=]?\s*(?=[\d+-])/gi, '$1 ')
      .replace(/[nesw](?![a-z])/g, (letter) => letter.toUpperCase())
  );
}
