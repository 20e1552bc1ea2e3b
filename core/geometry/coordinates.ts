import { readTypedValues, type TypedValue } from '#core/geometry/coordinate-text.ts';
import { type Crs, crsByCode, toLonLat } from '#core/geometry/crs.ts';
import { guessCrsFromCoordinates } from '#core/geometry/guess-crs.ts';
import type { LonLat, LonLatBox } from '#core/geometry/lon-lat.ts';
import type { Bilingual } from '#core/problem.ts';

/** A typed position, read. `note` says what was assumed and must be shown. */
export interface FoundPosition {
  readonly ok: true;
  readonly lonLat: LonLat;
  readonly notation: 'decimal' | 'dms' | 'gauss-kruger' | 'web-mercator';
  readonly crs: Crs;
  readonly note?: Bilingual;
}

export interface RefusedPosition {
  readonly ok: false;
  readonly reason: Bilingual;
}

/** 中国陆海范围. */
const china: LonLatBox = [73, 3, 136, 54];

/**
 * 坐标输入: reads what a person types or pastes into the search box: decimal degrees, degrees-minutes-seconds, or a 3° (6°) Gauss–Krüger pair with or
 * without the zone before the easting. Surveyors write X (north) first; the other order is accepted with a note.
 *
 * @param expected the lon/lat box of the office's area: decides the central meridian of an easting without zone
 * @returns null when the text is not coordinates at all; a refusal with its reason when it is, but cannot be placed
 */
export function parseCoordinates(text: string, expected?: LonLatBox): FoundPosition | RefusedPosition | null {
  const values = readTypedValues(text);
  if (values === null || values.length < 2) return null;
  if (values.length > 2)
    return refuse('一次只能查一个点，请只输入两个数', 'One place at a time: enter two numbers');
  const [first, second] = values as [TypedValue, TypedValue];
  if (first.broken || second.broken) {
    return refuse('分和秒都应小于60', 'Minutes and seconds must be below 60');
  }
  const planar = Math.abs(first.value) > 360 || Math.abs(second.value) > 360;
  return planar ? readPlane(first.value, second.value, expected) : readDegrees(first, second);
}

function readDegrees(first: TypedValue, second: TypedValue): FoundPosition | RefusedPosition {
  const axis = ({ hemisphere }: TypedValue) =>
    hemisphere === undefined ? null : hemisphere === 'E' || hemisphere === 'W' ? 'lon' : 'lat';
  const [a, b] = [axis(first), axis(second)];
  if (a !== null && a === b) {
    return refuse('两个数都标成了经度或都标成了纬度', 'Both numbers are marked as the same axis');
  }
  const labelled = a !== null || b !== null;
  const latitudeFirst = labelled ? a === 'lat' || b === 'lon' : first.value < second.value;
  const [lon, lat] = latitudeFirst ? [second, first] : [first, second];
  const lonLat: LonLat = [signed(lon), signed(lat)];
  if (!insideChina(lonLat)) {
    return refuse(
      `经度${lonLat[0]}、纬度${lonLat[1]}不在中国范围（经度73–136，纬度3–54）`,
      `Longitude ${lonLat[0]}, latitude ${lonLat[1]} is outside China (73–136E, 3–54N)`,
    );
  }
  const note = {
    zh: '第一个数按纬度、第二个数按经度读取',
    en: 'Read as latitude first, longitude second',
  };
  return {
    ok: true,
    lonLat,
    notation: first.sexagesimal || second.sexagesimal ? 'dms' : 'decimal',
    crs: crsByCode(4490)!,
    ...(latitudeFirst && !labelled ? { note } : {}),
  };
}

function readPlane(a: number, b: number, expected: LonLatBox | undefined): FoundPosition | RefusedPosition {
  const [guess, other] = guessCrsFromCoordinates([a, b, a, b], expected);
  if (guess === undefined) {
    return refuse(
      '数值不像国内的平面坐标：北坐标X应为7位左右，东坐标Y应为6位，或带两位带号的8位',
      'Not a plane position in China: X (north) has about 7 digits, Y (east) has 6, or 8 with its two-digit zone',
    );
  }
  const sure = guess.inExpectedPlace || !guess.needsConfirmation;
  if (!sure || (other?.needsConfirmation && expected === undefined && guess.needsConfirmation)) {
    return refuse(
      '东坐标Y没有带号，无法确定中央经线；请在Y前加两位带号，例如39',
      'The easting Y has no zone, so its central meridian is open; put the two-digit zone before it, for example 39',
    );
  }
  const [easting, northing] = guess.swapped ? [b, a] : [a, b];
  const notes: Bilingual[] = [];
  if (guess.needsConfirmation)
    notes.push({ zh: `按${guess.crs.name.zh}读取`, en: `Read as ${guess.crs.name.en}` });
  if (!guess.swapped && guess.crs.plane) {
    notes.push({
      zh: '东坐标在前，已按X、Y互换读取',
      en: 'The easting came first; read with X and Y exchanged',
    });
  }
  if (expected && !guess.inExpectedPlace)
    notes.push({ zh: '位置不在本区范围内', en: 'The place is outside this district' });
  return {
    ok: true,
    lonLat: toLonLat(guess.crs, easting, northing),
    notation: guess.crs.plane ? 'gauss-kruger' : 'web-mercator',
    crs: guess.crs,
    ...(notes.length > 0
      ? { note: { zh: notes.map((n) => n.zh).join('；'), en: notes.map((n) => n.en).join('; ') } }
      : {}),
  };
}

function signed({ value, hemisphere }: TypedValue): number {
  return hemisphere === 'W' || hemisphere === 'S' ? -value : value;
}

function insideChina([lon, lat]: LonLat): boolean {
  return lon >= china[0] && lon <= china[2] && lat >= china[1] && lat <= china[3];
}

function refuse(zh: string, en: string): RefusedPosition {
  return { ok: false, reason: { zh, en } };
}
