import { type Crs, crsByCode, fromLonLat, gaussKrugerCrs, toLonLat, usableCrs } from '#core/geometry/crs.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import type { Bilingual } from '#core/problem.ts';

/** 坐标系猜测: one reading of coordinates that came without a CRS. */
export interface CrsGuess {
  readonly crs: Crs;
  /** 互换: the first column holds northing or latitude. */
  readonly swapped: boolean;
  readonly reason: Bilingual;
  /** True when the numbers leave a choice that a person must confirm (easting without zone). */
  readonly needsConfirmation: boolean;
  /** True when the place lies in the expected box. */
  readonly inExpectedPlace: boolean;
}

/** 中国陆海范围, generous. */
const china: LonLatBox = [73, 3, 136, 54];
/** Northings of China on a Gauss–Krüger plane, metres. */
const northings = [300_000, 6_000_000] as const;

/**
 * 由坐标推断坐标系: the readings under which a box of raw coordinates makes sense, best first; empty when there is none. Decides by size, never by
 * column titles: easting ≥ 1e7 carries its zone, without a zone the meridian is a choice, first column larger north than east is swapped.
 * GCJ-02 looks like any lon/lat and is never guessed.
 *
 * @param box      minX, minY, maxX, maxY of the raw numbers, first and second column
 * @param expected lon/lat box where the data should lie (the district); orders the readings
 */
export function guessCrsFromCoordinates(box: LonLatBox, expected?: LonLatBox): CrsGuess[] {
  if (!box.every(Number.isFinite)) return [];
  const [minX, minY, maxX, maxY] = box;
  const readings = [
    ...readingsOf(box, false, expected),
    ...readingsOf([minY, minX, maxY, maxX], true, expected),
  ];
  return readings.sort((a, b) => rank(a) - rank(b));
}

function rank(guess: CrsGuess): number {
  return (
    (guess.inExpectedPlace ? 0 : 100) +
    (guess.needsConfirmation ? 10 : 0) +
    (guess.swapped ? 4 : 0) +
    (guess.crs.kind === 'utm' ? 2 : 0) +
    (guess.crs.kind === 'web-mercator' ? 1 : 0)
  );
}

/** Readings of a box taken as (east, north). */
function readingsOf(box: LonLatBox, swapped: boolean, expected: LonLatBox | undefined): CrsGuess[] {
  const guesses: CrsGuess[] = [];
  const [west, south, east, north] = box;
  const add = (crs: Crs | undefined, zh: string, en: string, needsConfirmation = false) => {
    if (crs === undefined) return;
    const place = centreOf(crs, box);
    if (place === null || !inside(place, china)) return;
    const inExpectedPlace = expected === undefined ? false : inside(place, expected);
    const reason = {
      zh: `${zh}${swapped ? '；两列互换（北坐标在前）' : ''}${expected && !inExpectedPlace ? '；但位置不在本区范围内' : ''}`,
      en: `${en}${swapped ? '; the columns are swapped (north first)' : ''}${expected && !inExpectedPlace ? '; but the place is outside this district' : ''}`,
    };
    guesses.push({ crs, swapped, reason, needsConfirmation, inExpectedPlace });
  };

  if (west >= china[0] && east <= china[2] && south >= china[1] && north <= china[3]) {
    add(
      crsByCode(4490),
      '数值为中国范围内的经纬度，按CGCS2000',
      'The numbers are degrees within China, taken as CGCS2000',
    );
  }
  if (south >= northings[0] && north <= northings[1]) {
    const zone = Math.floor(west / 1e6);
    if (west >= 1.3e7 && Math.floor(east / 1e6) === zone && zonal(west) && zonal(east)) {
      const width = zone >= 25 ? 3 : 6;
      add(
        gaussKrugerCrs(zone, width, true),
        `东坐标带号前缀${zone}：${width}度带，中央经线${width === 3 ? zone * 3 : zone * 6 - 3}°`,
        `The easting begins with zone ${zone}: ${width}-degree zone, central meridian ${width === 3 ? zone * 3 : zone * 6 - 3}E`,
      );
    }
    if (west >= 100_000 && east <= 900_000) withoutZone(box, expected, add);
  }
  if (west >= 8e6 && east <= 1.52e7 && south >= 3.3e5 && north <= 7.2e6) {
    add(crsByCode(3857), '数值符合Web墨卡托', 'The numbers fit Web Mercator', true);
  }
  return guesses;
}

type Add = (crs: Crs | undefined, zh: string, en: string, needsConfirmation?: boolean) => void;

/** No zone in the easting: every meridian fits, so only those that reach the expected place are offered, and a person confirms. */
function withoutZone(box: LonLatBox, expected: LonLatBox | undefined, add: Add): void {
  const planes = usableCrs().filter(
    (crs) => crs.plane && !crs.prefixed && (crs.kind === 'utm' || crs.zoneWidth === 3),
  );
  for (const crs of planes) {
    const place = centreOf(crs, box);
    if (place === null || (expected && !inside(place, expected))) continue;
    if (!expected && crs.kind === 'utm') continue;
    // Outside its own zone a plane is a slip of the reader, not a habit of surveyors.
    if (Math.abs(place[0] - crs.plane!.centralMeridian) > crs.zoneWidth! * 0.75) continue;
    add(
      crs,
      `东坐标没有带号，中央经线${crs.plane!.centralMeridian}°${expected ? '时落在本区' : ''}，需要确认`,
      `The easting has no zone; central meridian ${crs.plane!.centralMeridian}E ${expected ? 'puts it in this district' : 'is possible'}; please confirm`,
      true,
    );
  }
}

/** The part of a prefixed easting behind the zone stays within 400 km of the meridian. */
function zonal(easting: number): boolean {
  return Math.abs((easting % 1e6) - 500_000) <= 400_000;
}

function centreOf(crs: Crs, [west, south, east, north]: LonLatBox): readonly [number, number] | null {
  const place = toLonLat(crs, (west + east) / 2, (south + north) / 2);
  return place.every(Number.isFinite) ? place : null;
}

function inside([lon, lat]: readonly [number, number], [west, south, east, north]: LonLatBox): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** 合理范围: the expected lon/lat box as easting/northing limits of a CRS: what an import form shows beside a refused coordinate. */
export function planeLimits(crs: Crs, [west, south, east, north]: LonLatBox): LonLatBox {
  // Northing is least on the central meridian, when the box holds it.
  const middle = Math.min(east, Math.max(west, crs.plane?.centralMeridian ?? west));
  const corners = [
    [west, south],
    [west, north],
    [east, south],
    [east, north],
    [middle, south],
    [middle, north],
  ].map(([lon, lat]) => fromLonLat(crs, [lon!, lat!]));
  const eastings = corners.map(([x]) => x);
  const northingValues = corners.map(([, y]) => y);
  return [
    Math.min(...eastings),
    Math.min(...northingValues),
    Math.max(...eastings),
    Math.max(...northingValues),
  ];
}
