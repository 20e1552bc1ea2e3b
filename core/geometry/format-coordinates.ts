import { fromLonLat, gaussKrugerCrs } from '#core/geometry/crs.ts';
import { threeDegreeZone } from '#core/geometry/gauss-kruger.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { toFixedHalfUp } from '#core/geometry/units.ts';
import type { Bilingual } from '#core/problem.ts';

/** 坐标写法 of the pointer readout, in the order in which a click changes them. */
export const coordinateNotations = ['decimal', 'dms', 'gauss-kruger'] as const;
export type CoordinateNotation = (typeof coordinateNotations)[number];

/** A position in a notation; every text can be read back by `parseCoordinates`. */
export function formatCoordinates(
  lonLat: LonLat,
  notation: CoordinateNotation,
  language: keyof Bilingual = 'zh',
): string {
  if (notation === 'dms') return formatDms(lonLat);
  return notation === 'decimal' ? formatDecimalDegrees(lonLat) : formatGaussKruger(lonLat, language);
}

/** 十进制度: `117.100000°E 39.100000°N`; six decimals are 0.1 m. */
export function formatDecimalDegrees([lon, lat]: LonLat, decimals = 6): string {
  const side = (value: number, plus: string, minus: string) =>
    `${toFixedHalfUp(Math.abs(value), decimals)}°${value < 0 ? minus : plus}`;
  return `${side(lon, 'E', 'W')} ${side(lat, 'N', 'S')}`;
}

/** 度分秒: `117°06′00.00″E 39°06′00.00″N`; two decimals are 0.3 m. */
export function formatDms([lon, lat]: LonLat, decimals = 2): string {
  const side = (value: number, plus: string, minus: string) => {
    // Rounded as a whole before it is parted, so 59.999″ carries into the minute.
    const units = Math.round(Math.abs(value) * 3600 * 10 ** decimals);
    const seconds = units % (60 * 10 ** decimals);
    const minutes = (units - seconds) / (60 * 10 ** decimals);
    const secondsText = (seconds / 10 ** decimals)
      .toFixed(decimals)
      .padStart(decimals > 0 ? decimals + 3 : 2, '0');
    const minutesText = String(minutes % 60).padStart(2, '0');
    return `${Math.floor(minutes / 60)}°${minutesText}′${secondsText}″${value < 0 ? minus : plus}`;
  };
  return `${side(lon, 'E', 'W')} ${side(lat, 'N', 'S')}`;
}

/** 三度带平面坐标, X (north) first: `X 4329610.389 Y 39508650.434 (39带)`; decimal degrees outside the zones of China. */
export function formatGaussKruger(lonLat: LonLat, language: keyof Bilingual = 'zh', decimals = 3): string {
  const zone = threeDegreeZone(lonLat[0]);
  const crs = lonLat[1] >= 0 ? gaussKrugerCrs(zone, 3, true) : undefined;
  if (crs === undefined) return formatDecimalDegrees(lonLat);
  const [easting, northing] = fromLonLat(crs, lonLat).map((value) => toFixedHalfUp(value, decimals));
  return `X ${northing} Y ${easting} (${language === 'zh' ? `${zone}带` : `zone ${zone}`})`;
}
